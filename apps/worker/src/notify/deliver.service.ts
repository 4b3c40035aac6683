import type { Deliveries, DueDelivery } from '@ringcheck/store';
import type { WorkHandler, WorkOutcome } from '../runtime/outcome.js';
import { sendMail, type MailSettings } from './mail.js';
import { scanEvent } from './scan-event.js';
import { sendWebhook, type Sent } from './webhook.js';

export interface DeliverSettings {
  readonly publicUrl?: string;
  readonly mail?: MailSettings;
}

/** After the n-th failure: 5 s, 30 s, 3 min, 18 min, 1 h, 1 h, 1 h. */
export function retryAfterMs(failures: number): number {
  return Math.min(60 * 60_000, 5_000 * 6 ** Math.max(0, failures - 1));
}

/** About four hours of trying: long enough for a receiver's maintenance, short enough for the news to be news. */
export const mostAttempts = 8;

/** Sends one owed message. The same message may arrive twice after a kill; its id says so. */
export class DeliverService implements WorkHandler {
  constructor(
    private readonly deliveries: Deliveries,
    private readonly settings: DeliverSettings,
    private readonly clock: () => string,
  ) {}

  async run(key: string): Promise<WorkOutcome> {
    const delivery = await this.deliveries.due(Number(key));
    if (delivery === undefined) return { status: 'done' };
    const sent = await this.send(delivery);
    const at = this.clock();
    if (sent.status === 'delivered') {
      await this.deliveries.attempted(delivery.id, { ...sent, at });
      return { status: 'done' };
    }
    const { reason, retry } = sent;
    const attempts = delivery.attempts + 1;
    const again = retry && attempts < mostAttempts;
    await this.deliveries.attempted(delivery.id, {
      status: again ? 'pending' : 'failed',
      at,
      reason,
      ...(sent.answer === undefined ? {} : { answer: sent.answer }),
    });
    return again ? { status: 'later', afterMs: retryAfterMs(attempts) } : { status: 'done' };
  }

  private async send(delivery: DueDelivery): Promise<Sent> {
    const { notifier, scan, secret } = delivery;
    const id = `scan-${scan.id}-${notifier.id}-${delivery.replay}`;
    const event = scanEvent(scan, this.settings.publicUrl);
    switch (notifier.target.kind) {
      case 'webhook': {
        if (secret === undefined)
          return { status: 'refused', retry: false, reason: 'the webhook has no secret' };
        const { url } = notifier.target;
        return sendWebhook({ url, id, body: JSON.stringify(event), secret, at: this.clock() });
      }
      case 'email': {
        if (this.settings.mail === undefined)
          return {
            status: 'refused',
            retry: false,
            reason: 'no mail server: set RINGCHECK_SMTP_URL and RINGCHECK_MAIL_FROM',
          };
        return sendMail(this.settings.mail, { to: notifier.target.to, id, event });
      }
    }
  }

  async giveUp(key: string, error: string): Promise<void> {
    await this.deliveries.attempted(Number(key), { status: 'failed', at: this.clock(), reason: error });
  }
}
