import { instant, some, word } from '../database/rows.js';
import type { Delivery as DeliveryRow, Notifier as NotifierRow } from '../generated/client.js';
import { deliveryStatuses, type Delivery, type Notifier, type NotifierTarget } from './types.js';

export function notifierOf(row: NotifierRow): Notifier {
  return {
    id: row.id,
    name: row.name,
    target: row.target as unknown as NotifierTarget,
    onlyOnChange: row.onlyOnChange,
    createdAt: instant(row.createdAt),
  };
}

export function deliveryOf(row: DeliveryRow): Delivery {
  return {
    id: Number(row.id),
    notifierId: row.notifierId,
    scanId: row.scanId,
    replay: row.replay,
    status: word(deliveryStatuses, row.status),
    ...some('reason', row.reason),
    attempts: row.attempts,
    ...some('answer', row.answer),
    createdAt: instant(row.createdAt),
    ...some('attemptedAt', row.attemptedAt === null ? undefined : instant(row.attemptedAt)),
  };
}
