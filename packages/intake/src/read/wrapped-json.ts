import type { Piece } from './pieces.js';

/** How far into a text the JSON may begin: a call of a script or some lines of a terminal stand before it. */
const longestLead = 4096;

const brace = 0x7b;
const closing = 0x7d;

/**
 * Where the JSON object of a text stands that is not JSON from its first character: JSONP (`jsonCallback({…});`), or
 * what a tool printed into a terminal with lines around it. Undefined where none can stand.
 */
export function wrappedJson(bytes: Uint8Array): Piece | undefined {
  const start = startOf(bytes);
  if (start === undefined) return undefined;
  const end = bytes.lastIndexOf(closing) + 1;
  return end > start + 1 ? { start, end } : undefined;
}

/** The first brace that opens a line or the only argument of a call. */
function startOf(bytes: Uint8Array): number | undefined {
  const stop = Math.min(bytes.length, longestLead);
  for (let i = 0; i < stop; i++) {
    if (bytes[i] !== brace) continue;
    let before = i - 1;
    while (before >= 0 && (bytes[before] === 0x20 || bytes[before] === 0x09)) before--;
    const mark = bytes[before];
    if (before < 0 || mark === 0x0a || mark === 0x0d || mark === 0x28) return i;
  }
  return undefined;
}
