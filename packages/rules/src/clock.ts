import type { Instant } from '@ringcheck/model';

/** The one question about time, and the memory of what was asked. */
export interface Clock {
  readonly isPast: (instant: Instant) => boolean;
  /** The earliest asked instant that has not passed: when the answer may change by itself. */
  readonly reviewAt: () => Instant | undefined;
}

/**
 * A clock that stands at `now` (ISO 8601). A date without a time means its first moment in UTC.
 * What is no instant has not passed and asks for no review.
 */
export function clockAt(now: Instant): Clock {
  const present = Date.parse(now);
  if (Number.isNaN(present)) throw new RangeError(`"${now}" is no ISO 8601 instant`);
  let earliest = Infinity;
  return {
    isPast(instant) {
      const asked = Date.parse(instant);
      if (Number.isNaN(asked)) return false;
      if (asked <= present) return true;
      earliest = Math.min(earliest, asked);
      return false;
    },
    reviewAt: () => (earliest === Infinity ? undefined : new Date(earliest).toISOString()),
  };
}
