import type { Locate, Position } from '@ringcheck/model';
import type { TextCoding } from './text.js';

/** Where the first character of a layer's text stands in the outer document. */
export interface LayerStart {
  /** Byte offset in the outer document. */
  readonly offset: number;
  /** From 1; leave out both for an outer document without lines. */
  readonly line?: number;
  readonly column?: number;
  /** How the outer document is encoded; default UTF-8. */
  readonly encoding?: TextCoding;
}

/** Characters between two noted places: what a look-up walks at most. */
const stride = 256;

/** Places of the characters of a text in the document it was cut from: byte offset, line and column. */
export class PlaceIndex {
  readonly #utf8: number[] = [];
  readonly #lines: number[] = [];
  readonly #lineStarts: number[] = [];

  constructor(
    readonly text: string,
    readonly start: LayerStart = { offset: 0, line: 1, column: 1 },
  ) {
    let utf8 = 0;
    let line = 0;
    let lineStart = 0;
    for (let i = 0; i <= text.length; i++) {
      if (i % stride === 0) {
        this.#utf8.push(utf8);
        this.#lines.push(line);
        this.#lineStarts.push(lineStart);
      }
      if (i === text.length) break;
      utf8 += utf8Width(text, i);
      if (!endsLine(text, i)) continue;
      line++;
      lineStart = i + 1;
    }
  }

  /** Place of the character at `index`; `stop` is the index after the last one meant. */
  placeOf(index: number, stop?: number): Position {
    const { start } = this;
    const end = stop === undefined ? {} : { end: this.#offsetOf(stop) };
    const offset = this.#offsetOf(index);
    if (start.line === undefined || start.column === undefined) return { offset, ...end };
    const slot = Math.floor(index / stride);
    let line = this.#lines[slot] ?? 0;
    let lineStart = this.#lineStarts[slot] ?? 0;
    for (let i = slot * stride; i < index; i++) {
      if (!endsLine(this.text, i)) continue;
      line++;
      lineStart = i + 1;
    }
    const column = index - lineStart + (line === 0 ? start.column : 1);
    return { offset, ...end, line: start.line + line, column };
  }

  /** How many octets the text before `index` takes in UTF-8. */
  utf8Before(index: number): number {
    const slot = Math.floor(index / stride);
    let utf8 = this.#utf8[slot] ?? 0;
    for (let i = slot * stride; i < index; i++) utf8 += utf8Width(this.text, i);
    return utf8;
  }

  /** The character that holds the octet `utf8` of the text in UTF-8. */
  indexAt(utf8: number): number {
    const slot = lastAtMost(this.#utf8, utf8);
    let at = this.#utf8[slot] ?? 0;
    let index = slot * stride;
    while (index < this.text.length) {
      const width = utf8Width(this.text, index);
      if (at + width > utf8) return index;
      at += width;
      index++;
    }
    return this.text.length;
  }

  #offsetOf(index: number): number {
    const { encoding, offset } = this.start;
    switch (encoding ?? 'utf-8') {
      case 'utf-16le':
      case 'utf-16be':
        return offset + index * 2;
      case 'windows-1252':
        return offset + index;
      case 'utf-8':
        return offset + this.utf8Before(index);
    }
  }
}

/** Leads from byte offsets of a layer back to the characters of the raw text it was made of. */
export class OffsetMap {
  readonly #places: PlaceIndex;
  /** One entry per stretch: where it begins in the layer, in the raw text, and in the raw text's UTF-8. */
  readonly #inner: number[] = [];
  readonly #raw: number[] = [];
  readonly #utf8: number[] = [];
  readonly #isCopy: boolean[] = [];
  /** Where each stretch ends in the raw text. */
  readonly #rawEnds: number[] = [];
  #innerEnd = 0;
  #rawEnd = 0;
  #utf8End = 0;

  constructor(
    readonly text: string,
    start?: LayerStart,
  ) {
    this.#places = new PlaceIndex(text, start);
  }

  placeOf(rawIndex: number): Position {
    return this.#places.placeOf(rawIndex);
  }

  /** The next `length` characters stand in the layer as they are. */
  copy(length: number): void {
    const octets = utf8Length(this.text, this.#rawEnd, this.#rawEnd + length);
    this.#add(true, length, octets, octets);
  }

  /** The next `length` characters stand for `octets` octets of the layer as a whole. */
  replace(length: number, octets: number): void {
    const rawOctets = utf8Length(this.text, this.#rawEnd, this.#rawEnd + length);
    this.#add(false, length, rawOctets, octets);
  }

  /** A place past the end of the layer is the end of the raw text. */
  readonly locate: Locate = (offset, end) => {
    const from = this.#rawIndexOf(offset);
    return this.#places.placeOf(from, end === undefined ? undefined : this.#rawEndOf(offset, end));
  };

  /** Ends are exclusive: one lies behind the character that holds the last octet meant. */
  #rawEndOf(offset: number, end: number): number {
    return end <= offset ? this.#rawIndexOf(end) : this.#rawIndexAfter(end - 1);
  }

  #rawIndexOf(inner: number): number {
    if (inner >= this.#innerEnd) return this.#rawEnd;
    const slot = lastAtMost(this.#inner, inner);
    const raw = this.#raw[slot] ?? 0;
    if (this.#isCopy[slot] !== true) return raw;
    return this.#places.indexAt((this.#utf8[slot] ?? 0) + inner - (this.#inner[slot] ?? 0));
  }

  #rawIndexAfter(inner: number): number {
    if (inner >= this.#innerEnd) return this.#rawEnd;
    const slot = lastAtMost(this.#inner, inner);
    const index = this.#rawIndexOf(inner);
    if (this.#isCopy[slot] === true) return index + (isPair(this.text, index) ? 2 : 1);
    return this.#rawEnds[slot] ?? this.#rawEnd;
  }

  #add(isCopy: boolean, rawLength: number, rawOctets: number, octets: number): void {
    if (octets > 0) {
      this.#inner.push(this.#innerEnd);
      this.#raw.push(this.#rawEnd);
      this.#utf8.push(this.#utf8End);
      this.#isCopy.push(isCopy);
      this.#rawEnds.push(this.#rawEnd + rawLength);
    }
    this.#rawEnd += rawLength;
    this.#utf8End += rawOctets;
    this.#innerEnd += octets;
  }
}

/** Octets of a stretch of text in UTF-8; half a pair counts as its replacement does. */
export function utf8Length(text: string, from: number, to: number): number {
  let length = 0;
  for (let i = from; i < to; i++) length += utf8Width(text, i);
  return length;
}

/** Octets of one UTF-16 unit in UTF-8: a pair takes 4, all counted at its first unit. */
function utf8Width(text: string, i: number): number {
  const code = text.charCodeAt(i);
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  if (isPair(text, i)) return 4;
  return i > 0 && isPair(text, i - 1) ? 0 : 3;
}

function isPair(text: string, i: number): boolean {
  const high = text.charCodeAt(i);
  if (high < 0xd800 || high > 0xdbff) return false;
  const low = text.charCodeAt(i + 1);
  return low >= 0xdc00 && low <= 0xdfff;
}

/** A line ends at a line feed, or at a carriage return without one. */
function endsLine(text: string, i: number): boolean {
  const code = text.charCodeAt(i);
  return code === 0x0a || (code === 0x0d && text.charCodeAt(i + 1) !== 0x0a);
}

/** Slot of the last value not above `wanted` in a rising list; 0 when all are above. */
export function lastAtMost(values: readonly number[], wanted: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((values[middle] ?? 0) <= wanted) low = middle;
    else high = middle - 1;
  }
  return low;
}
