import type { Instant } from '@ringcheck/model';
import type { Thresholds } from '@ringcheck/policy';
import { millisecondsOf } from './instants.js';

const dayMs = 24 * 60 * 60 * 1000;

/** When something observed grows stale. */
interface Limit {
  readonly instant: Instant;
  readonly milliseconds: number;
}

/** Devices of one export were observed at few moments: how long each of them lasts, by days. */
const limits = new Map<number, Map<Instant, Limit | undefined>>();
const mostLimits = 2_000;

function limitOf(observedAt: Instant, days: number): Limit | undefined {
  let known = limits.get(days);
  if (known === undefined || known.size >= mostLimits) limits.set(days, (known = new Map()));
  if (limits.size > mostLimits) limits.clear();
  const held = known.get(observedAt);
  if (held !== undefined || known.has(observedAt)) return held;
  const milliseconds = millisecondsOf(observedAt) + days * dayMs;
  const limit = Number.isNaN(milliseconds)
    ? undefined
    : { milliseconds, instant: new Date(milliseconds).toISOString() };
  known.set(observedAt, limit);
  return limit;
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
