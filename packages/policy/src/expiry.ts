import type { Instant } from '@ringcheck/model';

const day = /^(\d{4})-(\d{2})-(\d{2})$/;
const instant = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Whether the text is a real calendar day (`2027-01-31`) or a time with its zone (`2027-01-31T18:00:00Z`). */
export function isExpiry(text: string): boolean {
  return expiryInstant(text) !== undefined;
}

/**
 * From when a waiver (or a dated statement) holds no longer, in UTC. A day holds through its end, so the
 * answer is the start of the next day. Text that is no date has ended at the beginning of time: what cannot
 * be read waives nothing.
 */
export function endOfWaiver(expires: string): Instant {
  return expiryInstant(expires) ?? '1970-01-01T00:00:00Z';
}

function expiryInstant(text: string): Instant | undefined {
  const date = day.exec(text) ?? instant.exec(text);
  if (date === null || !isCalendarDay(Number(date[1]), Number(date[2]), Number(date[3]))) return undefined;
  const wholeDay = date[4] === undefined;
  const at = Date.parse(wholeDay ? `${text}T00:00:00Z` : text);
  if (Number.isNaN(at)) return undefined;
  return toInstant(wholeDay ? at + 86_400_000 : at);
}

/** `Date.parse` would roll 30 February over into March. */
function isCalendarDay(year: number, month: number, dayOfMonth: number): boolean {
  if (month < 1 || month > 12 || dayOfMonth < 1) return false;
  return dayOfMonth <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function toInstant(milliseconds: number): Instant | undefined {
  const date = new Date(milliseconds);
  // The day after 9999-12-31 has no four-digit year.
  if (date.getUTCFullYear() > 9999) return '9999-12-31T23:59:59Z';
  return date.toISOString().replace('.000Z', 'Z');
}
