import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type {
  DeliveryItem,
  Email,
  EmailRequest,
  NewWebhook,
  Page,
  Webhook,
  WebhookRequest,
} from '@ringcheck/contracts';
import {
  workKinds,
  type Audit,
  type Deliveries,
  type Delivery,
  type Notifier,
  type NotifierKind,
  type Notifiers,
} from '@ringcheck/store';
import { notFound } from '../http/problem.js';
import { keys, type Wake } from '../store/tokens.js';

/** As the Standard Webhooks specification writes secrets. */
const secretPrefix = 'whsec_';

@Injectable()
export class NotifiersService {
  constructor(
    @Inject(keys.notifiers) private readonly notifiers: Notifiers,
    @Inject(keys.deliveries) private readonly deliveries: Deliveries,
    @Inject(keys.wake) private readonly wake: Wake,
    @Inject(keys.audit) private readonly audit: Audit,
  ) {}

  async createWebhook({ url, ...rest }: WebhookRequest): Promise<NewWebhook> {
    const secret = randomBytes(32);
    const notifier = await this.create({ ...rest, target: { kind: 'webhook', url }, secret });
    return { ...webhookItem(notifier, url), secret: `${secretPrefix}${secret.toString('base64')}` };
  }

  async createEmail({ to, ...rest }: EmailRequest): Promise<Email> {
    return emailItem(await this.create({ ...rest, target: { kind: 'email', to } }), to);
  }

  private async create(input: Parameters<Notifiers['create']>[0]): Promise<Notifier> {
    const notifier = await this.notifiers.create(input, new Date().toISOString());
    await this.audit.write({
      actor: 'local',
      action: `${input.target.kind}.create`,
      subject: notifier.id,
      data: { name: notifier.name, onlyOnChange: notifier.onlyOnChange },
    });
    return notifier;
  }

  async webhooks(): Promise<Page<Webhook>> {
    const items = await this.notifiers.list('webhook');
    return {
      items: items.flatMap((item) =>
        item.target.kind === 'webhook' ? [webhookItem(item, item.target.url)] : [],
      ),
    };
  }

  async emails(): Promise<Page<Email>> {
    const items = await this.notifiers.list('email');
    return {
      items: items.flatMap((item) => (item.target.kind === 'email' ? [emailItem(item, item.target.to)] : [])),
    };
  }

  async remove(kind: NotifierKind, id: string): Promise<void> {
    await this.find(kind, id);
    await this.notifiers.delete(id, new Date().toISOString());
    await this.audit.write({ actor: 'local', action: `${kind}.delete`, subject: id });
  }

  async log(
    kind: NotifierKind,
    id: string,
    query: { limit: number; cursor?: string | undefined },
  ): Promise<Page<DeliveryItem>> {
    await this.find(kind, id);
    const { items, next } = await this.deliveries.page(id, {
      limit: query.limit,
      ...(query.cursor === undefined ? {} : { cursor: query.cursor }),
    });
    return { items: items.map(deliveryItem), ...(next === undefined ? {} : { next }) };
  }

  async replay(kind: NotifierKind, id: string, delivery: string): Promise<DeliveryItem> {
    await this.find(kind, id);
    const number = /^\d{1,15}$/.test(delivery) ? Number(delivery) : undefined;
    const made = number === undefined ? undefined : await this.deliveries.replay(id, number);
    if (made === undefined) throw notFound('delivery', delivery);
    await this.audit.write({ actor: 'local', action: `${kind}.replay`, subject: id, data: { delivery } });
    await this.wake([{ kind: workKinds.deliver, key: String(made.id) }]);
    return deliveryItem(made);
  }

  private async find(kind: NotifierKind, id: string): Promise<Notifier> {
    const notifier = await this.notifiers.get(id);
    if (notifier?.target.kind !== kind) throw notFound(kind, id);
    return notifier;
  }
}

const common = ({ id, name, onlyOnChange, createdAt }: Notifier) => ({ id, name, onlyOnChange, createdAt });

function webhookItem(notifier: Notifier, url: string): Webhook {
  return { ...common(notifier), url };
}

function emailItem(notifier: Notifier, to: readonly string[]): Email {
  return { ...common(notifier), to: [...to] };
}

function deliveryItem({ notifierId: _notifier, ...delivery }: Delivery): DeliveryItem {
  return delivery;
}
