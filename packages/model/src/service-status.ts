import type { Instant } from './facts.js';
import type { Position } from './position.js';

/** What kind of disturbance the feed announces; `other` where its word is not known. */
export const serviceEventKinds = ['issue', 'outage', 'maintenance', 'other'] as const;
export type ServiceEventKind = (typeof serviceEventKinds)[number];

/** State of an event when the feed was saved; `unknown` where its word is not known. */
export const serviceEventStatuses = ['ongoing', 'upcoming', 'resolved', 'unknown'] as const;
export type ServiceEventStatus = (typeof serviceEventStatuses)[number];

/** One announced disturbance of one service. */
export interface ServiceEvent {
  readonly id?: string;
  readonly kind: ServiceEventKind;
  readonly status: ServiceEventStatus;
  readonly started?: Instant;
  /** Absent while the event is open, and where the feed does not say. */
  readonly ended?: Instant;
  /** Text of the feed. */
  readonly message?: string;
  /** Text of the feed, `Some users are affected`. */
  readonly usersAffected?: string;
  readonly at: Position;
  readonly path: string;
}

export interface Service {
  /** As the feed writes it: names differ between years and languages. */
  readonly name: string;
  /** Empty: nothing was announced when the feed was saved. */
  readonly events: readonly ServiceEvent[];
  readonly at: Position;
  readonly path: string;
}

/** A saved copy of a status feed. It names no time of its own: the time of receipt counts. */
export interface ServiceStatus {
  readonly services: readonly Service[];
}
