import type { ColumnMapping, Instant, Value } from '@ringcheck/model';

const isoForm =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i;
const dayOrMonthForm =
  /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(am|pm)?)?$/i;
const oldest = Date.UTC(1990, 0, 1);
const newest = Date.UTC(9000, 0, 1);

/** What a text says about time: an instant and whether its zone was given, `never`, or that it cannot be told. */
export type TimeReading =
  | { readonly kind: 'instant'; readonly value: Instant; readonly hasZone: boolean }
  | { readonly kind: 'never' }
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'unreadable' };

/** How an admin says that dates such as 03/02/2026 are meant. */
export type DateOrder = NonNullable<ColumnMapping['dates']>;

/**
 * Reads ISO 8601 with or without a zone (without: taken as UTC and said so), Unix seconds or milliseconds,
 * and day-month-year texts where one number is above 12. `0`, 1970-01-01, 0001-01-01 and 9999-12-31 are "never".
 */
export function readTime(text: string, order?: DateOrder): TimeReading {
  const trimmed = text.trim();
  if (/^\d{1,16}(\.\d+)?$/.test(trimmed)) return epoch(Number(trimmed));
  const iso = isoForm.exec(trimmed);
  if (iso) return fromIso(iso);
  const other = dayOrMonthForm.exec(trimmed);
  return other ? fromDayAndMonth(other, order) : { kind: 'unreadable' };
}

/** The instant of a value, undefined when it has none. */
export function instantOf(value: Value | undefined): Instant | undefined {
  const reading = timeOf(value);
  return reading.kind === 'instant' ? reading.value : undefined;
}

export function timeOf(value: Value | undefined): TimeReading {
  switch (value?.type) {
    case 'date':
    case 'string':
      return readTime(value.value);
    case 'integer':
    case 'real':
      return epoch(value.value);
    default:
      return { kind: 'unreadable' };
  }
}

/** Above 10^11 it counts milliseconds, above 10^9 seconds; smaller numbers cannot be told apart. */
function epoch(count: number): TimeReading {
  if (count === 0) return { kind: 'never' };
  if (count > 1e11) return fromMilliseconds(count, true);
  return count >= 1e9 ? fromMilliseconds(count * 1000, true) : { kind: 'unreadable' };
}

function fromMilliseconds(milliseconds: number, hasZone: boolean): TimeReading {
  if (!Number.isFinite(milliseconds)) return { kind: 'unreadable' };
  if (milliseconds < oldest || milliseconds > newest) return { kind: 'never' };
  return {
    kind: 'instant',
    value: new Date(milliseconds).toISOString().replace('.000Z', 'Z'),
    hasZone,
  };
}

function fromIso(parts: RegExpExecArray): TimeReading {
  const [, year, month, day, hour, minute, second, fraction, zone] = parts;
  const milliseconds = Number(((fraction ?? '') + '000').slice(0, 3));
  const utc = utcOf(year, month, day, hour, minute, second);
  if (utc === undefined) return { kind: 'unreadable' };
  return fromMilliseconds(utc + milliseconds - zoneOffset(zone), zone !== undefined);
}

function zoneOffset(zone: string | undefined): number {
  if (zone === undefined || /^(z|utc)$/i.test(zone)) return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

function fromDayAndMonth(parts: RegExpExecArray, order: DateOrder | undefined): TimeReading {
  const [, first, separator, second, year, hour, minute, seconds, half] = parts;
  const a = Number(first);
  const b = Number(second);
  // A point between the numbers is the day-first custom; with a stroke either order is in use.
  const dayFirst = separator === '.' || a > 12 || (order === 'day-first' && b <= 12);
  if (!dayFirst && b <= 12 && a !== b && order === undefined) return { kind: 'ambiguous' };
  const [day, month] = dayFirst ? [a, b] : [b, a];
  const utc = utcOf(year, month, day, hourOf(hour, half), minute, seconds);
  return utc === undefined ? { kind: 'unreadable' } : fromMilliseconds(utc, false);
}

function hourOf(hour: string | undefined, half: string | undefined): number {
  const count = Number(hour ?? 0);
  if (half === undefined) return count;
  return (count % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
}

type Digits = string | number | undefined;

function utcOf(
  year: Digits,
  month: Digits,
  day: Digits,
  hour: Digits,
  minute: Digits,
  second: Digits,
): number | undefined {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  const [h, min, s] = [Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0)];
  if (m < 1 || m > 12 || d < 1 || d > 31 || h > 24 || min > 59 || s > 60) return undefined;
  // Of a year below 100 `Date.UTC` makes one of the twentieth century.
  return new Date(0).setUTCFullYear(y, m - 1, d) + Date.UTC(1970, 0, 1, h, min, s);
}
