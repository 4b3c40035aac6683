import type { ScanEvent } from '@ringcheck/contracts';
import { composeScanMail } from '@ringcheck/report';
import { createTransport } from 'nodemailer';
import type { Sent } from './webhook.js';

export interface MailSettings {
  readonly smtpUrl: string;
  readonly from: string;
}

const answerWithinMs = 15_000;

/** Send one message through the mail server of the installation; `id` makes it the same message when sent again. */
export async function sendMail(
  settings: MailSettings,
  message: { readonly to: readonly string[]; readonly id: string; readonly event: ScanEvent },
): Promise<Sent> {
  const transport = createTransport({
    url: settings.smtpUrl,
    connectionTimeout: answerWithinMs,
    greetingTimeout: answerWithinMs,
    socketTimeout: answerWithinMs,
    // The text is ours; nothing in it may name a file or an address to read from.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const { subject, text } = composeScanMail(message.event);
    await transport.sendMail({
      from: settings.from,
      to: [...message.to],
      subject,
      text,
      messageId: `<${message.id}@ringcheck>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
    return { status: 'delivered' };
  } catch (error) {
    return { status: 'refused', ...refusalOf(error) };
  } finally {
    transport.close();
  }
}

/** Codes, never the server's words: they may repeat addresses and user names. */
function refusalOf(error: unknown): {
  readonly retry: boolean;
  readonly reason: string;
  readonly answer?: number;
} {
  const code = field(error, 'code');
  const reply = field(error, 'responseCode');
  const answer = typeof reply === 'number' ? reply : undefined;
  const said = [
    ...(typeof code === 'string' ? [code] : []),
    ...(answer === undefined ? [] : [`SMTP ${answer}`]),
  ];
  return {
    retry: answer === undefined || answer < 500,
    reason: `the mail server did not take it: ${said.join(', ') || 'no answer'}`,
    ...(answer === undefined ? {} : { answer }),
  };
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (Reflect.get(value, name) as unknown) : undefined;
}
