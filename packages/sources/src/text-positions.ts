import type { Position } from '@ringcheck/model';
import type { TextCoding } from '@ringcheck/plist';

/** How the text was written: decides how many bytes a character took. */
export interface TextCodingInfo {
  readonly encoding: TextCoding;
  /** Bytes before the text. */
  readonly bomBytes: number;
  /** Indexes of the characters U+FFFD that each stand for one byte that is no UTF-8; rising. */
  readonly replaced?: readonly number[];
}

const plainUtf8: TextCodingInfo = { encoding: 'utf-8', bomBytes: 0 };
const stride = 128;
/** What U+FFFD takes as UTF-8. */
const replacementBytes = 3;

/** Positions of characters of a decoded text in the bytes it came from. Indexes are built at the first question. */
export class TextPositions {
  private lineStarts: readonly number[] | undefined;
  private byteMarks: readonly number[] | undefined;

  constructor(
    readonly text: string,
    private readonly coding: TextCodingInfo = plainUtf8,
  ) {}

  get encoding(): TextCodingInfo['encoding'] {
    return this.coding.encoding;
  }

  /** Position of the characters from `from` to `to` (exclusive), counted in UTF-16 units; at most the end of the text. */
  at(from: number, to?: number): Position {
    const start = Math.min(from, this.text.length);
    const end = to === undefined ? undefined : Math.min(to, this.text.length);
    const lines = (this.lineStarts ??= lineStartsOf(this.text));
    const line = lastAtOrBefore(lines, start);
    return {
      offset: this.byteOffset(start),
      ...(end === undefined ? {} : { end: this.byteOffset(end) }),
      line: line + 1,
      column: start - (lines[line] ?? 0) + 1,
    };
  }

  private replacedBefore(index: number): number {
    const { replaced = [] } = this.coding;
    const before = lastAtOrBefore(replaced, index - 1);
    return (replaced[before] ?? index) < index ? before + 1 : 0;
  }

  private byteOffset(index: number): number {
    const { encoding, bomBytes } = this.coding;
    switch (encoding) {
      case 'utf-16le':
      case 'utf-16be':
        return bomBytes + index * 2;
      case 'windows-1252':
        return bomBytes + index;
      case 'utf-8': {
        const marks = (this.byteMarks ??= utf8Marks(this.text));
        const mark = Math.min(Math.floor(index / stride), marks.length - 1);
        const bytes = bomBytes + (marks[mark] ?? 0) + utf8Length(this.text, mark * stride, index);
        return bytes - this.replacedBefore(index) * (replacementBytes - 1);
      }
    }
  }
}

function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x0a || (code === 0x0d && text.charCodeAt(i + 1) !== 0x0a)) starts.push(i + 1);
  }
  return starts;
}

function utf8Marks(text: string): number[] {
  const marks = [0];
  let bytes = 0;
  for (let from = 0; from + stride <= text.length; from += stride) {
    bytes += utf8Length(text, from, from + stride);
    marks.push(bytes);
  }
  return marks;
}

/** Half of a surrogate pair counts two bytes, so that any cut adds up. */
function utf8Length(text: string, from: number, to: number): number {
  let bytes = 0;
  for (let i = from; i < to && i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) bytes += 1;
    else if (code < 0x800 || (code >= 0xd800 && code <= 0xdfff)) bytes += 2;
    else bytes += 3;
  }
  return bytes;
}

/** Index of the last number that is not above `wanted`. */
export function lastAtOrBefore(sorted: readonly number[], wanted: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sorted[middle] ?? 0) <= wanted) low = middle;
    else high = middle - 1;
  }
  return low;
}
