import type { Position } from '@ringcheck/model';
import { base64Of } from '../base64.js';
import { hexDigit } from '../json/string.js';
import { dataOf, dateOf, integerOf, realOf, templated, type Scalar } from '../scalars.js';

/** What stands between `<` and `>`: hexadecimal data, GNUstep's `[base64]`, or GNUstep's `*` and a type letter. */
export function angleOf(text: string, at: Position, maxDigits: number): Scalar {
  if (text.startsWith('*')) return typedOf(text, at, maxDigits);
  if (text.startsWith('[') && text.endsWith(']')) return dataOf(text.slice(1, -1), at);
  return hexOf(text, at);
}

export function hexOf(text: string, at: Position): Scalar {
  const bytes = new Uint8Array(text.length >> 1);
  let digits = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c <= 0x20) continue;
    const digit = hexDigit(c);
    if (digit < 0) return templated('data', text.trim(), at, 'invalid-data');
    bytes[digits >> 1] = ((bytes[digits >> 1] ?? 0) << 4) | digit;
    digits++;
  }
  if (digits % 2 !== 0) return templated('data', text.trim(), at, 'invalid-data');
  return { value: { type: 'data', value: base64Of(bytes, 0, digits / 2), at } };
}

function typedOf(text: string, at: Position, maxDigits: number): Scalar {
  const quoted = text.slice(2).trim();
  const body = quoted.startsWith('"') && quoted.endsWith('"') ? quoted.slice(1, -1) : quoted;
  switch (text[1]) {
    case 'I':
      return integerOf(body, at, maxDigits);
    case 'R':
      return realOf(body, at);
    case 'D':
      return dateOfGnustep(body, at);
    case 'B':
      if (body === 'Y' || body === 'N') return { value: { type: 'boolean', value: body === 'Y', at } };
      break;
    default:
      break;
  }
  return templated('value', text, at, 'invalid-object');
}

/** GNUstep writes `2026-01-31 10:00:00 +0000`; that is its canonical form, so nothing is said. */
function dateOfGnustep(text: string, at: Position): Scalar {
  const scalar = dateOf(text, at);
  return scalar.code === 'date-not-canonical' ? { value: scalar.value } : scalar;
}

const described = /^\{\s*length\s*=\s*(\d+),\s*bytes\s*=\s*0x([0-9a-fA-F. ]*)\}$/;

/** macOS prints data as `{length = 3, bytes = 0x010203}`, with dots where it left some out. */
export function describedDataOf(text: string, at: Position): Scalar | undefined {
  const match = described.exec(text);
  if (match === null) return undefined;
  const hex = (match[2] ?? '').replace(/ /g, '');
  if (hex.includes('.') || hex.length !== Number(match[1]) * 2)
    return {
      value: { type: 'templated', wanted: 'data', value: text, at },
      code: 'invalid-data',
      message: 'macOS left out part of the data here: it is unknown.',
    };
  return hexOf(hex, at);
}
