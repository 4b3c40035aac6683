import type { Locate, Position } from '@ringcheck/model';

/** How the bytes of an outer document are turned into text. */
export type TextCoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

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
const stride = 64;

/** Places of the characters of a text in the document it was cut from: byte offset, line and column. */
export class PlaceIndex {
  /** One entry per stride: octets, lines and the beginning of the last line before it. */
  readonly #utf8: Uint32Array;
  readonly #lines: Uint32Array;
  readonly #lineStarts: Uint32Array;

  constructor(
    readonly text: string,
    readonly start: LayerStart = { offset: 0, line: 1, column: 1 },
  ) {
    const slots = Math.floor(text.length / stride) + 1;
    this.#utf8 = new Uint32Array(slots);
    this.#lines = new Uint32Array(slots);
    this.#lineStarts = new Uint32Array(slots);
    let walk: Walk = { utf8: 0, line: 0, lineStart: 0 };
    for (let slot = 1; slot < slots; slot++) {
      walk = walkOver(text, (slot - 1) * stride, slot * stride, walk);
      this.#utf8[slot] = walk.utf8;
      this.#lines[slot] = walk.line;
      this.#lineStarts[slot] = walk.lineStart;
    }
  }

  /** Length of the text in UTF-8. */
  get octets(): number {
    return this.#walkTo(this.text.length).utf8;
  }

  /** Place of the character at `index`; `stop` is the index after the last one meant. */
  placeOf(index: number, stop?: number): Position {
    const { start } = this;
    const { utf8, line, lineStart } = this.#walkTo(index);
    const offset = this.#offsetOf(index, utf8);
    const end = stop === undefined ? {} : { end: this.#offsetOf(stop, this.#walkTo(stop).utf8) };
    if (start.line === undefined || start.column === undefined) return { offset, ...end };
    const column = index - lineStart + (line === 0 ? start.column : 1);
    return { offset, ...end, line: start.line + line, column };
  }

  /** The character that stands `octets` octets of UTF-8 behind the character at `index`. */
  indexBehind(index: number, octets: number): number {
    const wanted = this.#walkTo(index).utf8 + octets;
    const slot = lastAtMost(this.#utf8, wanted);
    let utf8 = this.#utf8[slot] ?? 0;
    for (let i = slot * stride; i < this.text.length; i++) {
      utf8 += utf8Width(this.text, i);
      if (utf8 > wanted) return i;
    }
    return this.text.length;
  }

  #walkTo(index: number): Walk {
    const slot = Math.floor(index / stride);
    const utf8 = this.#utf8[slot] ?? 0;
    const noted = { utf8, line: this.#lines[slot] ?? 0, lineStart: this.#lineStarts[slot] ?? 0 };
    return walkOver(this.text, slot * stride, index, noted);
  }

  #offsetOf(index: number, utf8: number): number {
    const { encoding, offset } = this.start;
    switch (encoding ?? 'utf-8') {
      case 'utf-16le':
      case 'utf-16be':
        return offset + index * 2;
      case 'windows-1252':
        return offset + index;
      case 'utf-8':
        return offset + utf8;
    }
  }
}

interface Walk {
  readonly utf8: number;
  readonly line: number;
  readonly lineStart: number;
}

function walkOver(text: string, from: number, to: number, before: Walk): Walk {
  let { utf8, line, lineStart } = before;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    utf8 += code < 0x80 ? 1 : utf8Width(text, i);
    // A line ends at a line feed, or at a carriage return without one.
    if (code !== 0x0a && (code !== 0x0d || text.charCodeAt(i + 1) === 0x0a)) continue;
    line++;
    lineStart = i + 1;
  }
  return { utf8, line, lineStart };
}

/** A stretch of raw text and what it stands for in the layer. */
export interface Stretch {
  readonly rawLength: number;
  /** Octets of the layer. */
  readonly octets: number;
  /** The octets are those of the raw text from here on, character by character; otherwise it counts as a whole. */
  readonly keptFrom?: number;
}

/** The stretch that begins at an index of the raw text; the same text always gives the same one. */
export type ReadStretch = (raw: string, at: number) => Stretch;

/**
 * Leads from byte offsets of a layer back to the raw text it was made of. Only every so often is a place noted;
 * in between the raw text is read again, which keeps the map small however many escapes there are.
 */
export class OffsetMap {
  readonly #places: PlaceIndex;
  readonly #inner: number[] = [];
  readonly #raw: number[] = [];
  /** The stretch at a noted place when it is a long one, which is not read again. */
  readonly #long: (Stretch | undefined)[] = [];
  #innerEnd = 0;
  #rawEnd = 0;

  constructor(
    readonly text: string,
    readonly read: ReadStretch,
    start?: LayerStart,
  ) {
    this.#places = new PlaceIndex(text, start);
  }

  /** Octets of the whole raw text in UTF-8; the layer never has more. */
  get rawOctets(): number {
    return this.#places.octets;
  }

  placeOf(rawIndex: number): Position {
    return this.#places.placeOf(rawIndex);
  }

  /** Stretches are added in order, from the start of the raw text to its end. */
  add(stretch: Stretch): void {
    const noted = this.#raw.at(-1);
    const isLong = stretch.rawLength >= stride;
    if (noted === undefined || isLong || this.#rawEnd - noted >= stride) {
      this.#inner.push(this.#innerEnd);
      this.#raw.push(this.#rawEnd);
      this.#long.push(isLong ? stretch : undefined);
    }
    this.#innerEnd += stretch.octets;
    this.#rawEnd += stretch.rawLength;
  }

  /** A place past the end of the layer is the end of the raw text; ends lie behind the last character meant. */
  readonly locate: Locate = (offset, end) => {
    const from = this.#charactersAt(offset).from;
    if (end === undefined) return this.#places.placeOf(from);
    return this.#places.placeOf(from, end <= offset ? from : this.#charactersAt(end - 1).to);
  };

  /** The raw characters that stand for one octet of the layer. */
  #charactersAt(inner: number): { from: number; to: number } {
    if (inner >= this.#innerEnd) return { from: this.#rawEnd, to: this.#rawEnd };
    const slot = lastAtMost(this.#inner, inner);
    let octets = this.#inner[slot] ?? 0;
    let raw = this.#raw[slot] ?? 0;
    let stretch = this.#long[slot] ?? this.read(this.text, raw);
    while (octets + stretch.octets <= inner && raw < this.#rawEnd) {
      octets += stretch.octets;
      raw += stretch.rawLength;
      stretch = this.read(this.text, raw);
    }
    if (stretch.keptFrom === undefined) return { from: raw, to: raw + stretch.rawLength };
    const from = this.#places.indexBehind(raw + stretch.keptFrom, inner - octets);
    return { from, to: from + (isPair(this.text, from) ? 2 : 1) };
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

/** Slot of the last value that is not above `wanted` in a rising list; 0 when all are above. */
export function lastAtMost(values: ArrayLike<number>, wanted: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((values[middle] ?? 0) <= wanted) low = middle;
    else high = middle - 1;
  }
  return low;
}
