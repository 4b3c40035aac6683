import { remembered } from '@ringcheck/model';
import { suffixes, type SuffixRow } from './data/suffixes.js';

const bySuffix = new Map(suffixes.map((row) => [row.suffix, row]));

/** What the first letter says of a unit; it is no part of the region. */
const units = new Map([
  ['M', 'new'],
  ['F', 'refurbished by Apple'],
  ['N', 'a replacement unit'],
  ['P', 'engraved'],
  ['3', 'a demo unit'],
]);

export interface PartNumber {
  /** Upper case, without blanks. */
  readonly text: string;
  /** The region's letters, whether the table knows them or not; absent where none can be told. */
  readonly suffix?: string;
  readonly row?: SuffixRow;
  readonly unit?: string;
}

/** Longer than any part number; what is cut off is no region. */
const longest = 40;

/** First letter, four letters or digits, one to three letters for the region. */
const regular = /^[MFNP3][A-Z0-9]{4}([A-Z]{1,3})$/;

/**
 * Reads a part number (`MK1A3LL/A`). The letters of the region are told from those of the number by its length, with
 * four characters after the first; a number with three or five gives way to a suffix that is known. The letters are
 * never taken for a country code.
 */
export function parsePartNumber(raw: string): PartNumber {
  return readOnce(raw.slice(0, longest));
}

/** A fleet has a few dozen. */
const readOnce = remembered(1_000, read);

function read(raw: string): PartNumber {
  const text = raw.replace(/\s/g, '').toUpperCase();
  const [body = ''] = text.split('/');
  const suffix = suffixOf(body, text.includes('/'));
  const row = suffix === undefined ? undefined : bySuffix.get(suffix);
  const unit = units.get(body.charAt(0));
  return {
    text,
    ...(suffix === undefined ? {} : { suffix }),
    ...(row === undefined ? {} : { row }),
    ...(unit === undefined || suffix === undefined ? {} : { unit }),
  };
}

function suffixOf(body: string, hasVariant: boolean): string | undefined {
  const found = regular.exec(body)?.[1];
  if (found !== undefined) {
    if (bySuffix.has(found)) return found;
    // Three characters before a longer suffix, or five before a shorter one; one letter alone is never a guess.
    return [body.slice(-2)].find((known) => known.length !== found.length && bySuffix.has(known)) ?? found;
  }
  const trailing = /[A-Z]+$/.exec(body)?.[0];
  if (trailing === undefined || !/\d/.test(body) || body.length < 6) return undefined;
  if (/^[MFNP3][A-Z0-9]{5}[A-Z]{2}$/.test(body)) return body.slice(-2);
  // A Mac built to order (Z15G000CH) ends in letters of its own number unless a variant follows.
  if (body.startsWith('Z') && !hasVariant) return undefined;
  return trailing.length <= 3 ? trailing : undefined;
}
