import { type Instant, remembered } from '@ringcheck/model';
import type { Thresholds } from '@ringcheck/policy';
import { millisecondsOf } from './instants.js';

const dayMs = 24 * 60 * 60 * 1000;

/** When something observed grows stale. */
interface Limit {
  readonly instant: Instant;
  readonly milliseconds: number;
}

/** Devices of one export were observed at few moments: how long each of them lasts, by days. */
const limits = new Map<number, (observedAt: Instant) => Limit | undefined>();
const mostLimits = 2_000;

function limitOf(observedAt: Instant, days: number): Limit | undefined {
  let ofDays = limits.get(days);
  if (ofDays === undefined) {
    if (limits.size >= mostLimits) limits.clear();
    limits.set(days, (ofDays = remembered(mostLimits, (instant) => endOf(instant, days))));
  }
  return ofDays(observedAt);
}

function endOf(observedAt: Instant, days: number): Limit | undefined {
  const milliseconds = millisecondsOf(observedAt) + days * dayMs;
  return Number.isNaN(milliseconds)
    ? undefined
    : { milliseconds, instant: new Date(milliseconds).toISOString() };
}

/** The instant at which something observed then grows stale; undefined when the text is no instant. */
export function staleFrom(observedAt: Instant, days: number): Instant | undefined {
  return limitOf(observedAt, days)?.instant;
}

/** Whether an observation is older than its age limit at `now`. */
export function isStale(observedAt: Instant, days: number, now: Instant): boolean {
  const limit = limitOf(observedAt, days);
  return limit !== undefined && limit.milliseconds < millisecondsOf(now);
}

/** Age limits per kind of fact, in days. A part number never grows old. */
export function ageLimits(thresholds: Thresholds): {
  readonly profiles: number;
  readonly facts: number;
  readonly place: number;
} {
  return {
    profiles: thresholds.dataMaxAgeDays,
    facts: thresholds.dataMaxAgeDays,
    place: thresholds.placeMaxAgeDays,
  };
}
