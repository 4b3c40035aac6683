import type { Instant } from '@ringcheck/model';
import type { Scan } from '../types.js';

export const notifierKinds = ['webhook', 'email'] as const;
export type NotifierKind = (typeof notifierKinds)[number];

export type NotifierTarget =
  | { readonly kind: 'webhook'; readonly url: string }
  | { readonly kind: 'email'; readonly to: readonly string[] };

/** Who is told when a scan has ended. The secret of a webhook is not in here. */
export interface Notifier {
  readonly id: string;
  readonly name: string;
  readonly target: NotifierTarget;
  /** Nothing is sent for a scan that found what the one before it had found. */
  readonly onlyOnChange: boolean;
  readonly createdAt: Instant;
}

export interface NotifierInput {
  readonly name: string;
  readonly target: NotifierTarget;
  readonly onlyOnChange: boolean;
  /** Of a webhook: the bytes that sign its messages. */
  readonly secret?: Uint8Array;
}

export const deliveryStatuses = ['pending', 'delivered', 'failed', 'skipped'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** One message to one notifier. */
export interface Delivery {
  readonly id: number;
  readonly notifierId: string;
  readonly scanId: string;
  /** 0 for the first; a replay is the next number. */
  readonly replay: number;
  readonly status: DeliveryStatus;
  /** Why it was skipped, or what the last attempt said. */
  readonly reason?: string;
  readonly attempts: number;
  /** HTTP status of the last attempt. */
  readonly answer?: number;
  readonly createdAt: Instant;
  readonly attemptedAt?: Instant;
}

/** A message that waits, with everything needed to send it. */
export interface DueDelivery extends Delivery {
  readonly notifier: Notifier;
  readonly secret?: Uint8Array;
  readonly scan: Scan;
}

/** What one attempt came to. `pending`: it will be tried again. */
export interface DeliveryAttempt {
  readonly status: Exclude<DeliveryStatus, 'skipped'>;
  readonly at: Instant;
  readonly reason?: string;
  readonly answer?: number;
}
