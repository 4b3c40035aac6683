import type { Position } from '@ringcheck/model';

export type Place = (start: number, end?: number) => Position;

/** Positions in a text: byte offsets in its UTF-8 form, lines and columns as editors count them. */
export function placesIn(text: string): Place {
  const lines = lineStarts(text);
  const bytes = byteOffsets(text);
  return (start, end) => {
    const line = lineAt(lines, start);
    return {
      offset: bytes(start),
      ...(end === undefined ? {} : { end: bytes(end) }),
      line: line + 1,
      column: start - (lines[line] ?? 0) + 1,
    };
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** From offsets in UTF-16 units to offsets in UTF-8 bytes. */
function byteOffsets(text: string): (offset: number) => number {
  // Plain ASCII, the usual case, needs no table.
  if (!/[^\0-\x7f]/.test(text)) return (offset) => offset;
  const table = new Uint32Array(text.length + 1);
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    table[i] = bytes;
    bytes += byteLength(text.charCodeAt(i));
  }
  table[text.length] = bytes;
  return (offset) => table[Math.min(offset, text.length)] ?? bytes;
}

/** Each half of a surrogate pair counts for two of its four bytes. */
function byteLength(unit: number): number {
  if (unit < 0x80) return 1;
  if (unit < 0x800) return 2;
  return unit >= 0xd800 && unit <= 0xdfff ? 2 : 3;
}
