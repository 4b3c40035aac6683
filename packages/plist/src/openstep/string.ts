import { LF } from '../bytes.js';
import { hexDigit } from '../json/string.js';
import { nextStepCharacter } from './nextstep.js';

const simpleEscapes = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\n', '\n'],
]);

/** Index of the closing quote, or of the end of the bytes. */
export function closingQuote(bytes: Uint8Array, from: number, quote: number): number {
  let end = from;
  while (end < bytes.length && bytes[end] !== quote) end += bytes[end] === 0x5c ? 2 : 1;
  return Math.min(end, bytes.length);
}

/** A quoted text with its escapes resolved: C's, octal in NeXTSTEP encoding, and `\U` with four hexadecimal digits. */
export function unescaped(text: string): { readonly text: string; readonly hasLoneSurrogate: boolean } {
  if (!text.includes('\\')) return { text, hasLoneSurrogate: false };
  const pieces: string[] = [];
  let plain = 0;
  for (let at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', plain)) {
    pieces.push(text.slice(plain, at));
    const { character, next } = escapeAt(text, at + 1);
    pieces.push(character);
    plain = next;
  }
  pieces.push(text.slice(plain));
  return wellFormed(pieces.join(''));
}

function escapeAt(text: string, at: number): { character: string; next: number } {
  const c = text[at] ?? '';
  if (c >= '0' && c <= '7') {
    let next = at;
    while (next < at + 3 && isOctal(text[next])) next++;
    return { character: nextStepCharacter(parseInt(text.slice(at, next), 8) & 0xff), next };
  }
  if (c === 'U' || c === 'u') {
    let next = at + 1;
    while (next < at + 5 && hexDigit(text.charCodeAt(next)) >= 0) next++;
    if (next > at + 1)
      return { character: String.fromCharCode(parseInt(text.slice(at + 1, next), 16)), next };
  }
  return { character: simpleEscapes.get(c) ?? c, next: at + 1 };
}

function isOctal(c: string | undefined): boolean {
  return c !== undefined && c >= '0' && c <= '7';
}

function wellFormed(text: string): { readonly text: string; readonly hasLoneSurrogate: boolean } {
  const fixed = text.replace(/\p{Surrogate}/gu, '\ufffd');
  return { text: fixed, hasLoneSurrogate: fixed !== text };
}

/** Index after a comment that begins at `at`, or `at` when none does. */
export function afterComment(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== 0x2f) return at;
  if (bytes[at + 1] === 0x2f) {
    const end = bytes.indexOf(LF, at);
    return end < 0 ? bytes.length : end;
  }
  if (bytes[at + 1] !== 0x2a) return at;
  let end = bytes.indexOf(0x2f, at + 3);
  while (end >= 0 && bytes[end - 1] !== 0x2a) end = bytes.indexOf(0x2f, end + 1);
  return end < 0 ? bytes.length : end + 1;
}
