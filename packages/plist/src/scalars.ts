import type { Position, Value } from '@ringcheck/model';
import type { DiagnosticCode } from './diagnostics.js';

/** Text read as one type: the value, and what is to be said about it. */
export interface Scalar {
  readonly value: Value;
  readonly code?: DiagnosticCode;
  readonly message?: string;
}

const placeholder = /[$%{}<>]|__|^@|^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/;

/** Text as MDM servers, Munki, Jamf, Jinja and shells write for a value still to come: `$INTEGER`, `{{var}}`, `%VAR%`. */
export function looksTemplated(text: string): boolean {
  return placeholder.test(text);
}

export function templated(wanted: string, text: string, at: Position, otherwise: DiagnosticCode): Scalar {
  const value: Value = { type: 'templated', wanted, value: text, at };
  if (looksTemplated(text))
    return {
      value,
      code: 'templated-value',
      message: `A placeholder stands where the ${wanted} should be: the value is unknown until it is filled in.`,
    };
  return {
    value,
    code: otherwise,
    message:
      text === ''
        ? `The ${wanted} is empty.`
        : `The text here is no ${wanted}: correct it or export the file again.`,
  };
}

const decimal = /^[+-]?\d+$/;
const hexadecimal = /^[+-]?0[xX][0-9a-fA-F]+$/;

/** Decimal or, as Apple reads it, `0x` hexadecimal; any size keeps its exact digits. */
export function integerOf(text: string, at: Position, maxDigits: number): Scalar {
  const digits = text.trim();
  if (digits.length > maxDigits && (decimal.test(digits) || hexadecimal.test(digits)))
    return {
      value: { type: 'templated', wanted: 'integer', value: digits, at },
      code: 'integer-too-long',
      message: `The integer has more than ${maxDigits} digits.`,
    };
  if (decimal.test(digits)) {
    const value = Number(digits);
    if (Number.isSafeInteger(value)) return { value: { type: 'integer', value: value + 0, at } };
    return { value: { type: 'integer', value, exact: exactDecimal(digits), at } };
  }
  if (hexadecimal.test(digits)) {
    const negative = digits.startsWith('-');
    const magnitude = BigInt(digits.replace(/^[+-]/, ''));
    return { value: integerFromBigInt(negative ? -magnitude : magnitude, at) };
  }
  return templated('integer', digits, at, 'invalid-integer');
}

export function integerFromBigInt(exact: bigint, at: Position): Value {
  const value = Number(exact);
  return Number.isSafeInteger(value)
    ? { type: 'integer', value, at }
    : { type: 'integer', value, exact: exact.toString(), at };
}

function exactDecimal(digits: string): string {
  const negative = digits.startsWith('-');
  const magnitude = digits.replace(/^[+-]?0*/, '');
  return negative ? `-${magnitude}` : magnitude;
}

const realText = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const infinite = /^([+-]?)inf(?:inity)?$/i;

export function realOf(text: string, at: Position): Scalar {
  const digits = text.trim();
  if (realText.test(digits)) return { value: { type: 'real', value: Number(digits), at } };
  const infinity = infinite.exec(digits);
  if (infinity !== null)
    return { value: { type: 'real', value: infinity[1] === '-' ? -Infinity : Infinity, at } };
  if (/^[+-]?nan$/i.test(digits)) return { value: { type: 'real', value: NaN, at } };
  return templated('real', digits, at, 'invalid-real');
}

/** `2026-01-31T10:00:00Z` and nothing else, judged by hand: every device of an inventory has several. */
function isCanonicalDate(text: string): boolean {
  if (text.length !== 20) return false;
  for (let i = 0; i < 20; i++) {
    const c = text.charCodeAt(i);
    const wanted = canonicalShape.charCodeAt(i);
    if (wanted === DIGIT ? c < 0x30 || c > 0x39 : c !== wanted) return false;
  }
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  if (month < 1 || month > 12 || day < 1) return false;
  if (day > 28 && day > daysIn(month, twoDigits(text, 0) * 100 + twoDigits(text, 2))) return false;
  return twoDigits(text, 11) <= 23 && twoDigits(text, 14) <= 59 && twoDigits(text, 17) <= 59;
}

const DIGIT = 0x30;
const canonicalShape = '0000-00-00T00:00:00Z';

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - DIGIT) * 10 + text.charCodeAt(at + 1) - DIGIT;
}

function daysIn(month: number, year: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return isLeap ? 29 : 28;
}

const lenientDate =
  /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:[T ](\d\d)(?::?(\d\d)(?::?(\d\d)(\.\d+)?)?)?)? ?(Z|[+-]\d\d:?\d\d)?$/;

/** Canonical dates pass as they are; offsets are turned into UTC, missing parts filled, and that is said. */
export function dateOf(text: string, at: Position): Scalar {
  const written = text.trim();
  if (isCanonicalDate(written)) return { value: { type: 'date', value: written, at } };
  const parts = lenientDate.exec(written);
  const value = parts === null ? undefined : toUtc(parts);
  if (value === undefined) return templated('date', written, at, 'invalid-date');
  return {
    value: { type: 'date', value, at },
    code: 'date-not-canonical',
    message: 'The date is not written as 2026-01-31T10:00:00Z; it was read in UTC.',
  };
}

function toUtc(parts: RegExpExecArray): string | undefined {
  const [, year, month = '01', day = '01', hour = '00', minute = '00', second = '00', fraction = ''] = parts;
  const zone = parts[8] ?? 'Z';
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  if (!isCanonicalDate(`${local}Z`)) return undefined;
  if (zone === 'Z') return `${local}${fraction}Z`;
  const instant = new Date(`${local}${zone.slice(0, 3)}:${zone.slice(-2)}`);
  if (Number.isNaN(instant.getTime())) return undefined;
  return instant.toISOString().replace(/\.\d+Z$/, `${fraction}Z`);
}

const base64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Base64 with blanks anywhere; missing padding is completed and said. */
export function dataOf(text: string, at: Position): Scalar {
  const packed = text.replace(/[\s]+/g, '');
  if (!base64.test(packed)) return templated('data', text.trim(), at, 'invalid-data');
  const written = packed.replace(/=+$/, '');
  if (written.length % 4 === 1) return templated('data', text.trim(), at, 'invalid-data');
  if (packed.length % 4 === 0 && packed.length - written.length < 3)
    return { value: { type: 'data', value: packed, at } };
  return {
    value: { type: 'data', value: written.padEnd(Math.ceil(written.length / 4) * 4, '='), at },
    code: 'data-padding',
    message: 'The base64 text lacks its padding; it was completed.',
  };
}
