import { decodePlist } from '@ringcheck/plist';
import type { Diagnostic, Position, Value } from '@ringcheck/model';
import { diagnostic } from '../diagnostics.js';

export interface NestedPlist {
  readonly value?: Value;
  readonly isComplete: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** Decodes a property list that stands as base64 text inside a value at `at`. */
export function decodeBase64Plist(base64: string, at: Position, path: string): NestedPlist {
  const bytes = fromBase64(base64);
  if (bytes === undefined) {
    const message = 'The embedded document is no valid base64; export it again.';
    return { isComplete: false, diagnostics: [diagnostic('error', 'invalid-base64', message, at, path)] };
  }
  return decodeNested(bytes, (offset, end) => inBase64(at, offset, end), path);
}

/** Decodes a property list inside another document; diagnostics get the path of the outer value. */
export function decodeNested(
  bytes: Uint8Array,
  locate: (offset: number, end?: number) => Position,
  path: string,
): NestedPlist {
  const decoded = decodePlist(bytes, { locate });
  const diagnostics = decoded.diagnostics.map((found) => ({
    ...found,
    path: found.path === undefined ? path : `${path}!/${found.path}`,
  }));
  return {
    ...(decoded.value === undefined ? {} : { value: decoded.value }),
    isComplete: decoded.status === 'ok',
    diagnostics,
  };
}

/** Three bytes are four characters; the quote before the text is one more. */
function inBase64(at: Position, offset: number, end: number | undefined): Position {
  const shift = 1 + Math.floor((offset * 4) / 3);
  return {
    offset: at.offset + shift,
    ...(end === undefined ? {} : { end: at.offset + 1 + Math.ceil((end * 4) / 3) }),
    ...(at.line === undefined ? {} : { line: at.line }),
    ...(at.column === undefined ? {} : { column: at.column + shift }),
  };
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const sextets = new Map<string, number>(
  [...alphabet].map((letter, value): [string, number] => [letter, value]),
);
sextets.set('-', 62);
sextets.set('_', 63);

/** Bytes of base64 text; blanks are passed over. Undefined when another character stands in it. */
export function fromBase64(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.ceil((text.length * 3) / 4));
  let length = 0;
  let bits = 0;
  let pending = 0;
  for (const letter of text) {
    if (letter === '=') break;
    if (letter === '\n' || letter === '\r' || letter === ' ' || letter === '\t') continue;
    const sextet = sextets.get(letter);
    if (sextet === undefined) return undefined;
    pending = ((pending << 6) | sextet) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[length++] = (pending >> bits) & 0xff;
  }
  return bytes.subarray(0, length);
}
