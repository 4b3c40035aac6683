import type { Locate, Position } from '@ringcheck/model';

const stride = 128;

/** Line and column of byte offsets in a UTF-8 document: for documents that are decoded in pieces. */
export class BytePlaces {
  readonly #lineStarts: number[] = [0];
  /** UTF-16 units before every `stride` bytes. */
  readonly #units: number[] = [];

  constructor(readonly bytes: Uint8Array) {
    let units = 0;
    for (let i = 0; i < bytes.length; i++) {
      if (i % stride === 0) this.#units.push(units);
      const octet = bytes[i] ?? 0;
      units += unitsOf(bytes, i);
      const endsLine = octet === 0x0a || (octet === 0x0d && bytes[i + 1] !== 0x0a);
      if (endsLine) this.#lineStarts.push(i + 1);
    }
    this.#units.push(units);
  }

  placeOf(offset: number, end?: number): Position {
    const line = lastAtMost(this.#lineStarts, offset);
    const start = this.#lineStarts[line] ?? 0;
    const column = this.#unitsBefore(offset) - this.#unitsBefore(start) + 1;
    return { offset, ...(end === undefined ? {} : { end }), line: line + 1, column };
  }

  /** The way from the offsets of a piece that begins at `start`. */
  pieceAt(start: number): Locate {
    return (offset, end) => this.placeOf(start + offset, end === undefined ? undefined : start + end);
  }

  #unitsBefore(offset: number): number {
    const mark = Math.min(Math.floor(offset / stride), this.#units.length - 1);
    let units = this.#units[mark] ?? 0;
    for (let i = mark * stride; i < offset && i < this.bytes.length; i++) units += unitsOf(this.bytes, i);
    return units;
  }
}

/** A lead byte stands for its whole character, one of four bytes for two units. */
function unitsOf(bytes: Uint8Array, at: number): number {
  const octet = bytes[at] ?? 0;
  if (isContinuation(octet)) return 0;
  const isPair = octet >= 0xf0 && [1, 2, 3].every((i) => isContinuation(bytes[at + i] ?? 0));
  return isPair ? 2 : 1;
}

function isContinuation(octet: number): boolean {
  return octet >= 0x80 && octet < 0xc0;
}

function lastAtMost(values: readonly number[], wanted: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((values[middle] ?? 0) <= wanted) low = middle;
    else high = middle - 1;
  }
  return low;
}
