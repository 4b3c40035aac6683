import type { Position, Value } from '@ringcheck/model';
import { base64Of } from '../base64.js';
import type { Diagnostics } from '../diagnostics.js';
import { integerFromBigInt } from '../scalars.js';
import { signedAt, unsignedAt } from './layout.js';

const appleEpoch = Date.UTC(2001, 0, 1);
const firstInstant = Date.UTC(2000, 0, 1) - 2000 * 366 * 86_400_000;
const lastInstant = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** Unsigned up to four bytes, signed above, as Apple writes them. */
export function integerAt(bytes: Uint8Array, from: number, size: number, at: Position): Value {
  if (size <= 4) return { type: 'integer', value: unsignedAt(bytes, from, size), at };
  return integerFromBigInt(signedAt(bytes, from, size), at);
}

export function realAt(bytes: Uint8Array, from: number, size: number, at: Position): Value {
  return { type: 'real', value: floatAt(bytes, from, size), at };
}

function floatAt(bytes: Uint8Array, from: number, size: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset + from, size);
  return size === 4 ? view.getFloat32(0) : view.getFloat64(0);
}

/** Seconds since 2001 as a date; years outside 1 to 9999 have no written form and stay numbers as text. */
export function dateAt(bytes: Uint8Array, from: number, at: Position, diagnostics: Diagnostics): Value {
  const seconds = floatAt(bytes, from, 8);
  const instant = Math.round(appleEpoch + seconds * 1000);
  if (!(instant >= firstInstant && instant <= lastInstant)) {
    diagnostics.add('invalid-date', 'The date is outside the years 1 to 9999.', at);
    return { type: 'templated', wanted: 'date', value: String(seconds), at };
  }
  return { type: 'date', value: new Date(instant).toISOString().replace('.000Z', 'Z'), at };
}

export function dataAt(bytes: Uint8Array, from: number, length: number, at: Position): Value {
  return { type: 'data', value: base64Of(bytes, from, from + length), at };
}

/** UTF-16, big-endian; undefined when a surrogate stands alone. */
export function utf16At(bytes: Uint8Array, from: number, units: number): string | undefined {
  try {
    return strictUtf16.decode(bytes.subarray(from, from + units * 2));
  } catch {
    // A decoder throws for one reason only: units that are no UTF-16.
    return undefined;
  }
}

export function repairedUtf16At(bytes: Uint8Array, from: number, units: number): string {
  return lenientUtf16.decode(bytes.subarray(from, from + units * 2));
}

const strictUtf16 = new TextDecoder('utf-16be', { fatal: true, ignoreBOM: true });
const lenientUtf16 = new TextDecoder('utf-16be', { ignoreBOM: true });
