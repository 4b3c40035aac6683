import type { Instant, Value } from '@ringcheck/model';
import { readTime } from '../facts/instant.js';

/** Minutes east of UTC of the abbreviations that the feed has used. */
const zones: ReadonlyMap<string, number> = new Map([
  ['PST', -480],
  ['PDT', -420],
  ['UTC', 0],
  ['GMT', 0],
]);

const usForm = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d{2}) ([A-Z]{2,4})$/;
const secondsTo2001 = 978_307_200;

/**
 * The start or end of an event: counted time first, then the American text with its zone. Counted time is
 * milliseconds since 1970, seconds since 1970 or, below 10^9, seconds since 2001 as Apple's own tools write it.
 */
export function eventTime(counted: Value | undefined, written: Value | undefined): Instant | undefined {
  return fromCount(counted) ?? fromText(written);
}

function fromCount(value: Value | undefined): Instant | undefined {
  if (value?.type !== 'integer' && value?.type !== 'real') return undefined;
  const count = value.value;
  if (!Number.isFinite(count) || count <= 0) return undefined;
  return instantIn(count < 1e9 ? String(Math.trunc(count) + secondsTo2001) : String(Math.trunc(count)));
}

function fromText(value: Value | undefined): Instant | undefined {
  if (value?.type !== 'string') return undefined;
  const parts = usForm.exec(value.value.trim());
  if (parts === null) return instantIn(value.value);
  const [month, day, year, hour, minute] = parts.slice(1, 6).map(Number);
  const offset = zones.get(parts[6] ?? '');
  if (offset === undefined) return undefined;
  const utc = Date.UTC(year ?? 0, (month ?? 0) - 1, day ?? 0, hour ?? 0, minute ?? 0) - offset * 60_000;
  return instantIn(String(utc));
}

function instantIn(text: string): Instant | undefined {
  const reading = readTime(text);
  return reading.kind === 'instant' && reading.hasZone ? reading.value : undefined;
}
