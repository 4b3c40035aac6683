/** A stretch of bytes that is a document by itself. */
export interface Piece {
  readonly start: number;
  readonly end: number;
}

const maxPieces = 200_000;
const encoder = new TextEncoder();
const plistEnd = encoder.encode('</plist>');
const plistStarts = ['<?xml', '<plist', '<!DOCTYPE'].map((text) => encoder.encode(text));

/** The property lists of a file that holds several one after the other; one piece for an ordinary file. */
export function plistPieces(bytes: Uint8Array): readonly Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  let at = 0;
  while (pieces.length < maxPieces) {
    const close = plistEndAt(bytes, at);
    if (close < 0) break;
    at = close + plistEnd.length;
    const next = afterBlanks(bytes, at);
    if (!plistStarts.some((mark) => startsAt(bytes, mark, next))) continue;
    pieces.push({ start, end: at });
    start = next;
  }
  pieces.push({ start, end: bytes.length });
  return pieces;
}

/** The values of a file of JSON values one after the other. */
export function jsonPieces(bytes: Uint8Array): readonly Piece[] {
  const pieces: Piece[] = [];
  let start = afterBlanks(bytes, 0);
  let depth = 0;
  let isString = false;
  for (let i = start; i < bytes.length && pieces.length < maxPieces; i++) {
    const octet = bytes[i];
    if (isString) {
      if (octet === 0x5c) i++;
      else if (octet === 0x22) isString = false;
    } else if (octet === 0x22) isString = true;
    else if (octet === 0x7b || octet === 0x5b) depth++;
    else if ((octet === 0x7d || octet === 0x5d) && --depth <= 0) {
      pieces.push({ start, end: i + 1 });
      depth = 0;
      start = afterBlanks(bytes, i + 1);
      i = start - 1;
    }
  }
  if (start < bytes.length) pieces.push({ start, end: bytes.length });
  return pieces;
}

function afterBlanks(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && (bytes[at] ?? 0) <= 0x20) at++;
  return at;
}

function startsAt(bytes: Uint8Array, mark: Uint8Array, at: number): boolean {
  for (let i = 0; i < mark.length; i++) if (bytes[at + i] !== mark[i]) return false;
  return true;
}

/** How far the search may go on by the byte under the end of the mark. */
const strides = new Uint8Array(256).fill(plistEnd.length);
plistEnd.subarray(0, -1).forEach((octet, place) => (strides[octet] = plistEnd.length - 1 - place));

/**
 * Where the next `</plist>` stands, or -1. Horspool's search: every tag begins like this one, so that a byte eight
 * places on says more than the next.
 */
function plistEndAt(bytes: Uint8Array, from: number): number {
  const last = plistEnd.length - 1;
  for (let at = from; at + last < bytes.length;) {
    if (startsAt(bytes, plistEnd, at)) return at;
    at += strides[bytes[at + last] ?? 0] ?? 1;
  }
  return -1;
}
