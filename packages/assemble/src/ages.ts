import type { Instant } from '@ringcheck/model';
import type { Thresholds } from '@ringcheck/policy';

const dayMs = 24 * 60 * 60 * 1000;

/** The instant at which something observed then grows stale; undefined when the text is no instant. */
export function staleFrom(observedAt: Instant, days: number): Instant | undefined {
  const key = `${days} ${observedAt}`;
  if (limits.has(key)) return limits.get(key);
  const at = Date.parse(observedAt);
  const limit = Number.isNaN(at) ? undefined : new Date(at + days * dayMs).toISOString();
  if (limits.size >= mostLimits) limits.clear();
  limits.set(key, limit);
  return limit;
}

/** Devices of one export were observed at few moments. */
const limits = new Map<string, Instant | undefined>();
const mostLimits = 2_000;

/** Whether an observation is older than its age limit at `now`. */
export function isStale(observedAt: Instant, days: number, now: Instant): boolean {
  const limit = staleFrom(observedAt, days);
  return limit !== undefined && Date.parse(limit) < Date.parse(now);
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
