/** Character codes the readers look for. */
export const TAB = 9;
export const LF = 10;
export const CR = 13;
export const SPACE = 32;
export const BANG = 33;
export const QUOTE = 34;
export const AMPERSAND = 38;
export const APOSTROPHE = 39;
export const SLASH = 47;
export const SEMICOLON = 59;
export const LESS = 60;
export const GREATER = 62;
export const QUESTION = 63;

export function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

export function startsWithAt(bytes: Uint8Array, at: number, prefix: Uint8Array): boolean {
  if (at + prefix.length > bytes.length) return false;
  for (let i = 0; i < prefix.length; i++) if (bytes[at + i] !== prefix[i]) return false;
  return true;
}

/** Index of a short needle at or after `from`, or -1. */
export function indexOfBytes(
  bytes: Uint8Array,
  needle: Uint8Array,
  from: number,
  end = bytes.length,
): number {
  const first = needle[0] ?? 0;
  for (let at = from; ; at++) {
    at = bytes.indexOf(first, at);
    if (at < 0 || at + needle.length > end) return -1;
    if (startsWithAt(bytes, at, needle)) return at;
  }
}

/** Text for people: no control characters but blanks. */
export function isPrintable(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const c = bytes[i] as number;
    if (c < SPACE && c !== TAB && c !== LF && c !== CR) return false;
  }
  return true;
}
