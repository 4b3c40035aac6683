import type { Value } from '@ringcheck/model';
import { booleanWord, knownText } from './vocabulary.js';

/** Text that says something: trimmed, no "unknown" word. Numbers become their digits. */
export function text(value: Value): string | undefined {
  if (value.type === 'string') return knownText(value.value);
  if (value.type === 'integer') return value.exact ?? String(value.value);
  return value.type === 'real' ? String(value.value) : undefined;
}

/** Booleans, `Yes`, `"True"`, `1`, `Supervised`…; undefined for anything else, `null` included. */
export function bool(value: Value): boolean | undefined {
  if (value.type === 'boolean') return value.value;
  if (value.type === 'integer') return value.value === 1 ? true : value.value === 0 ? false : undefined;
  return value.type === 'string' ? booleanWord(value.value) : undefined;
}

/** A finite number; text with a decimal comma or a unit behind it (`117.35 GB`) is read too. */
export function number(value: Value): number | undefined {
  if (value.type === 'integer' || value.type === 'real') return finite(value.value);
  if (value.type !== 'string') return undefined;
  const match = /^(-?\d{1,15}(?:[.,]\d{1,9})?)(?:\s*(?:[KMGT]i?B|bytes?))?$/i.exec(value.value.trim());
  return match?.[1] === undefined ? undefined : finite(Number(match[1].replace(',', '.')));
}

function finite(count: number): number | undefined {
  return Number.isFinite(count) ? count : undefined;
}

function size(value: Value, bytesPerUnit: number): number | undefined {
  const count = number(value);
  return count === undefined || count < 0 ? undefined : (count * bytesPerUnit) / 1e9;
}

/** Decimal gigabytes of a count of bytes. */
export const fromBytes = (value: Value): number | undefined => size(value, 1);
/** Decimal gigabytes of a count of megabytes. */
export const fromMegabytes = (value: Value): number | undefined => size(value, 1e6);
/** Decimal gigabytes, as they stand. */
export const fromGigabytes = (value: Value): number | undefined => size(value, 1e9);

const versionForm = /^(?:[A-Za-z][A-Za-z ]{0,30} )?(\d{1,6}(?:\.\d{1,6}){0,4})(?: ?\(([^)]{1,20})\))?$/;

/** `macOS 15.1 (24B83)` → version and build; a bracket with a letter first, `(a)`, is no build. */
export function splitOsVersion(value: string): { version?: string; build?: string } {
  const match = versionForm.exec(value.trim());
  if (match?.[1] === undefined) return {};
  const bracket = match[2];
  return bracket !== undefined && /^\d/.test(bracket)
    ? { version: match[1], build: bracket }
    : { version: match[1] };
}

export function osVersion(value: Value): string | undefined {
  const known = text(value);
  return known === undefined ? undefined : splitOsVersion(known).version;
}

export function buildInOsVersion(value: Value): string | undefined {
  const known = text(value);
  return known === undefined ? undefined : splitOsVersion(known).build;
}

/** Build numbers are digits and letters, `22G86`. */
export function build(value: Value): string | undefined {
  const known = text(value);
  return known !== undefined && /^\d{1,3}[A-Z]\d{1,5}[a-z]?$/i.test(known) ? known : undefined;
}

/** Mobile country code: three digits as text; a country name or an empty text is none. */
export function mcc(value: Value): string | undefined {
  const known = text(value);
  return known !== undefined && /^\d{3}$/.test(known) ? known : undefined;
}

/** Mobile network code: two or three digits; an integer has lost its leading zero. */
export function mnc(value: Value): string | undefined {
  const known = text(value);
  if (known === undefined || !/^\d{1,3}$/.test(known)) return undefined;
  return known.padStart(2, '0');
}

/** ICCID without the blanks that devices put into it. */
export function iccid(value: Value): string | undefined {
  const digits = text(value)?.replace(/\s+/g, '');
  return digits !== undefined && /^[0-9A-F]{10,22}$/i.test(digits) ? digits : undefined;
}

/** An IANA name such as `Europe/Berlin`. */
export function timeZone(value: Value): string | undefined {
  const known = text(value);
  return known !== undefined && /^(?:[A-Za-z_]+\/[A-Za-z0-9_+\-/]+|UTC|GMT)$/.test(known) ? known : undefined;
}

/** `0` and `None` mean a device without a modem, every other technology one with. */
export function hasCellular(value: Value): boolean | undefined {
  if (value.type === 'integer') return value.value > 0;
  const known = text(value)?.toLowerCase();
  if (known === undefined) return undefined;
  if (known === 'none' || known === '0') return false;
  return /gsm|cdma|lte|5g|^[123]$/.test(known) ? true : undefined;
}

/**
 * A part number with region letters, `MZ999LL` or `MZ999LL/A`. Hardware identifiers (`iPad8,12`) and names are
 * refused, because several exports use one heading for both.
 */
export function partNumber(value: Value): string | undefined {
  const known = text(value)?.toUpperCase();
  return known !== undefined && /^(?=.*\d)[A-Z][A-Z0-9]{3,9}[A-Z]{1,2}(?:\/[A-Z])?$/.test(known)
    ? known
    : undefined;
}

/** Hardware identifier, `iPhone15,4`. */
export function productName(value: Value): string | undefined {
  const known = text(value);
  return known !== undefined && /^[A-Za-z]+\d+,\d+$/.test(known) ? known : undefined;
}

/** Address of a device; a list takes its first. */
export function ipAddress(value: Value): string | undefined {
  const known = text(value)?.split(/[\s,;]/)[0];
  return known !== undefined && /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.]+)$/i.test(known)
    ? known
    : undefined;
}
