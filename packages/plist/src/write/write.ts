import type { Value } from '@ringcheck/model';
import { binaryOf } from './binary.js';
import { xmlOf } from './xml.js';

/**
 * Writes a value through npm `plist`, with its types kept. Throws UnwritableError for what the encoding
 * cannot hold: `null` and control characters in XML, placeholders and integers beyond 64 bits in binary,
 * secrets in both. Positions are not written; fractions of seconds are lost in XML.
 */
export function writePlist(value: Value, encoding: 'xml' | 'binary'): Uint8Array {
  return encoding === 'xml' ? xmlOf(value) : binaryOf(value);
}
