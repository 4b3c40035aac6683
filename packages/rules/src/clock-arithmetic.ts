import type { Instant } from '@ringcheck/model';

/** The instant that many hours later; undefined where the text is no instant. */
export function hoursAfter(instant: Instant, hours: number): Instant | undefined {
  const moment = new Date(Date.parse(instant) + hours * 3_600_000);
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}
