import type { Locate, Position } from '@ringcheck/model';
import { CR, LF } from './bytes.js';
import { toUtf8, type TextEncoding } from './encoding.js';

/** A beginning that becomes a position once its end is known. */
export interface Mark {
  readonly offset: number;
  end: number;
  readonly line: number;
  readonly column: number;
}

const rawWindow = 256 * 1024;
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenientUtf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * UTF-8 bytes being read once from front to back, with lines counted on the way. Positions must be asked
 * for in rising order: that is what makes them cheap. All indexes are into `bytes`.
 */
export class TextSource {
  /** Index of the first byte of the current line, which is line `line`. */
  lineStart: number;
  line = 1;
  /** The current line holds bytes above 127, so columns must be counted. */
  lineIsWide = false;

  /** No line end before this index is still uncounted, and none after it is counted. */
  private passed: number;
  private raw = '';
  private rawFrom = 0;
  /** No window so far held bytes above 127. */
  private isAscii = true;
  private columnAt = 0;
  private columnUnits = 0;
  private columnLine = 0;
  private unitsAt = 0;
  private units = 0;
  /** File offset of index 0, for bytes that are the file's own. */
  private base = 0;

  constructor(
    public bytes: Uint8Array,
    private readonly unit: 0 | 1 | 2 = 0,
    private readonly bomLength = 0,
    private readonly locate?: Locate,
    start = 0,
  ) {
    this.lineStart = start;
    this.unitsAt = start;
    this.passed = start;
  }

  /** The source for a document in any text encoding, at its first character. */
  static of(bytes: Uint8Array, encoding: TextEncoding, locate?: Locate): TextSource {
    if (encoding.unit === 0) return new TextSource(bytes, 0, 0, locate, encoding.bomLength);
    return new TextSource(toUtf8(bytes, encoding), encoding.unit, encoding.bomLength, locate);
  }

  /** For input that arrives in pieces: forget what is before `keepFrom`, add what came. Returns the shift. */
  extend(keepFrom: number, more: Uint8Array): number {
    this.passTo(keepFrom);
    this.column(keepFrom);
    this.fileOffset(keepFrom);
    const rest = this.bytes.length - keepFrom;
    const joined = new Uint8Array(rest + more.length);
    joined.set(this.bytes.subarray(keepFrom), 0);
    joined.set(more, rest);
    this.bytes = joined;
    this.base += keepFrom;
    this.lineStart -= keepFrom;
    this.columnAt -= keepFrom;
    this.passed -= keepFrom;
    this.unitsAt -= keepFrom;
    this.raw = '';
    return keepFrom;
  }

  /** A line ended just before `next`. */
  newLine(next: number): void {
    this.newLines(1, next);
  }

  /** Several lines ended, the last just before `next`. */
  newLines(count: number, next: number): void {
    this.line += count;
    this.lineStart = next;
    if (next > this.passed) this.passed = next;
    this.lineIsWide = false;
  }

  /** Counts the lines up to a place the reader has come to without counting them itself. */
  passTo(to: number): void {
    const { bytes } = this;
    const from = this.passed;
    if (to > from) this.passed = to;
    for (let i = from; i < to; i++) {
      const c = bytes[i] as number;
      if (c >= 0x80) this.lineIsWide = true;
      else if (c === LF || (c === CR && bytes[i + 1] !== LF)) this.newLine(i + 1);
    }
  }

  /** The position of one place on the current line. */
  at(index: number, end: number = index): Position {
    const offset = this.fileOffset(index);
    const fileEnd = end === index ? offset : this.fileOffset(end);
    if (this.locate !== undefined) return this.locate(offset, fileEnd);
    return { offset, end: fileEnd, line: this.line, column: this.column(index) };
  }

  /** Notes where something begins; `close` makes the position of it. One object serves for both. */
  mark(index: number): Mark {
    return { offset: this.fileOffset(index), end: 0, line: this.line, column: this.column(index) };
  }

  close(mark: Mark, end: number): Position {
    mark.end = this.fileOffset(end);
    return this.locate === undefined ? mark : this.locate(mark.offset, mark.end);
  }

  /** The position of something whose start was noted before its end was known. */
  span(offset: number, line: number, column: number, end: number): Position {
    const fileEnd = this.fileOffset(end);
    if (this.locate !== undefined) return this.locate(offset, fileEnd);
    return { offset, end: fileEnd, line, column };
  }

  column(index: number): number {
    if (!this.lineIsWide) return index - this.lineStart + 1;
    if (this.columnLine !== this.line || this.columnAt > index) {
      this.columnLine = this.line;
      this.columnAt = Math.max(this.lineStart, 0);
      // What lies before a moved buffer was ASCII, or this line would be the one last counted.
      this.columnUnits = this.columnAt - this.lineStart;
    }
    this.columnUnits += countUnits(this.bytes, this.columnAt, index);
    this.columnAt = index;
    return this.columnUnits + 1;
  }

  fileOffset(index: number): number {
    if (this.unit === 0) return this.base + index;
    if (index > this.unitsAt) {
      this.units += countUnits(this.bytes, this.unitsAt, index);
      this.unitsAt = index;
      return this.bomLength + this.units * this.unit;
    }
    return this.bomLength + (this.units - countUnits(this.bytes, index, this.unitsAt)) * this.unit;
  }

  /** A stretch known to be ASCII, as text. */
  ascii(from: number, to: number): string {
    if (from < this.rawFrom || to > this.rawFrom + this.raw.length || this.raw === '')
      this.moveWindow(from, to);
    return this.raw.slice(from - this.rawFrom, to - this.rawFrom);
  }

  /** A stretch with bytes above 127, as text; undefined when it is not UTF-8. */
  wide(from: number, to: number): string | undefined {
    if (to - from <= shortText) return this.shortWide(from, to);
    return decodeStrictly(this.bytes.subarray(from, to));
  }

  /** Decoded by hand: for short texts calling a decoder costs more than the decoding. */
  private shortWide(from: number, to: number): string | undefined {
    const { bytes } = this;
    let length = 0;
    for (let i = from; i < to;) {
      const c = bytes[i] as number;
      if (c < 0x80) {
        units[length++] = c;
        i++;
        continue;
      }
      const size = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
      const code = i + size <= to ? codePointAt(bytes, i, size) : -1;
      if (code < 0) return undefined;
      if (code > 0xffff) {
        units[length++] = 0xd7c0 + (code >> 10);
        units[length++] = 0xdc00 | (code & 0x3ff);
      } else units[length++] = code;
      i += size;
    }
    units.length = length;
    return String.fromCharCode.apply(undefined, units);
  }

  /** As `wide`, with U+FFFD for what is no UTF-8. */
  repaired(from: number, to: number): string {
    return lenientUtf8.decode(this.bytes.subarray(from, to));
  }

  /** Decoding a window once and slicing it is many times cheaper than decoding each short string. */
  private moveWindow(from: number, to: number): void {
    const window = this.bytes.subarray(from, Math.max(to, Math.min(from + rawWindow, this.bytes.length)));
    this.rawFrom = from;
    const text = this.isAscii ? decodeStrictly(window) : undefined;
    this.isAscii = text?.length === window.length;
    // Blanking the bytes above 127 keeps byte and character indexes the same; they are read by `wide`.
    this.raw = text !== undefined && this.isAscii ? text : lenientUtf8.decode(blanked(window));
  }
}

/** A copy with the highest bit of every byte cleared, four at a time. */
function blanked(bytes: Uint8Array): Uint8Array {
  const words = new Uint32Array((bytes.length + 3) >> 2);
  const copy = new Uint8Array(words.buffer, 0, bytes.length);
  copy.set(bytes);
  for (let i = 0; i < words.length; i++) words[i] = (words[i] as number) & 0x7f7f7f7f;
  return copy;
}

const shortText = 128;
const units: number[] = [];
const smallest = [0, 0, 0x80, 0x800, 0x10000];

/** The character of a UTF-8 sequence of the size its first byte says, or -1 when it is malformed. */
function codePointAt(bytes: Uint8Array, at: number, size: number): number {
  const lead = bytes[at] as number;
  if (lead < 0xc2 || lead > 0xf4) return -1;
  let code = lead & (0xff >> (size + 1));
  for (let i = at + 1; i < at + size; i++) {
    const c = bytes[i] as number;
    if ((c & 0xc0) !== 0x80) return -1;
    code = (code << 6) | (c & 0x3f);
  }
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  return code < (smallest[size] as number) || code > 0x10ffff || isSurrogate ? -1 : code;
}

function decodeStrictly(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    // A decoder throws for one reason only: bytes that are no UTF-8.
    return undefined;
  }
}

/** UTF-16 units of a stretch of UTF-8. */
function countUnits(bytes: Uint8Array, from: number, to: number): number {
  let units = 0;
  for (let i = from; i < to; i++) {
    const c = bytes[i] as number;
    if ((c & 0xc0) !== 0x80) units += c >= 0xf0 && isPair(bytes, i) ? 2 : 1;
  }
  return units;
}

/** A damaged sequence is read as one character, not as the two units of a whole one. */
function isPair(bytes: Uint8Array, at: number): boolean {
  for (let i = at + 1; i < at + 4; i++) if (((bytes[i] ?? 0) & 0xc0) !== 0x80) return false;
  return true;
}
