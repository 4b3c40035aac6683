import type { MirrorRow } from './device-mirror.js';

/** What is searched of one device. */
type SearchRow = MirrorRow<string>;

/** Texts of some devices, in the order of their numbers: an end of text behind each, where the next one starts. */
interface Block {
  readonly ids: readonly number[];
  readonly starts: Uint32Array;
  readonly bytes: Buffer;
  /** Marks of all that stand in the texts, see `eachMark`: a text with others stands in none. */
  readonly marks: Uint8Array;
}

/** Few enough to have few of all marks. */
const perBlock = 64;
const markBits = 14;
/** A prime. */
const stride = 7_919;
const enoughToTell = 300;
const endOfText = Buffer.from([0]);

/**
 * Texts of devices to find parts of, as bytes of UTF-8: a whole fleet in as many bytes as its names and ids have, and
 * half as many again. No text and nothing that is looked for holds the character NUL.
 */
export class TextBlocks {
  #blocks: readonly Block[] = [];
  #devices = 0;

  get devices(): number {
    return this.#devices;
  }

  /** Take rows in, in the order of their numbers; blocks without any of them stay as they are. */
  put(rows: readonly SearchRow[]): void {
    if (rows.length === 0) return;
    const blocks: Block[] = [];
    let next = 0;
    this.#blocks.forEach((block, i) => {
      const bound = this.#blocks[i + 1]?.ids[0] ?? Infinity;
      const from = next;
      while (next < rows.length && (rows[next]?.id ?? bound) < bound) next++;
      blocks.push(...(from === next ? [block] : blocksOf(merged(block, rows.slice(from, next)))));
    });
    if (this.#blocks.length === 0) blocks.push(...blocksOf(rows.map(entryOf)));
    this.#blocks = blocks;
    this.#devices = blocks.reduce((sum, { ids }) => sum + ids.length, 0);
  }

  /**
   * Devices in whose text this stands, in no order. Undefined when there are more than `most`, or so many among the blocks
   * looked through so far that there will be.
   */
  find(wanted: string, most: number): readonly number[] | undefined {
    const found: number[] = [];
    const needle = Buffer.from(wanted);
    const marks: number[] = [];
    eachMark(needle, (mark) => marks.push(mark));
    const count = this.#blocks.length;
    // Names next to each other are alike: blocks from everywhere tell sooner how many there will be.
    const step = count % stride === 0 ? 1 : stride;
    for (let turn = 1; turn <= count; turn++) {
      const block = this.#blocks[(turn * step) % count];
      if (block === undefined || !marks.every((mark) => isMarked(block.marks, mark))) continue;
      findIn(block, needle, most, found);
      if (found.length > most || (found.length > enoughToTell && found.length * count > 2 * most * turn))
        return undefined;
    }
    return found;
  }
}

interface Entry {
  readonly id: number;
  readonly bytes: Uint8Array | undefined;
}

const entryOf = ({ id, value }: SearchRow): Entry => ({
  id,
  bytes: value === undefined ? undefined : Buffer.from(value),
});

function merged({ ids, starts, bytes }: Block, rows: readonly SearchRow[]): readonly Entry[] {
  const entries = new Map<number, Entry>(
    ids.map((id, i) => [id, { id, bytes: bytes.subarray(starts[i], (starts[i + 1] ?? bytes.length) - 1) }]),
  );
  for (const row of rows) entries.set(row.id, entryOf(row));
  return [...entries.values()].sort((a, b) => a.id - b.id);
}

function blocksOf(entries: readonly Entry[]): readonly Block[] {
  const listed = entries.filter(({ bytes }) => bytes !== undefined);
  const blocks: Block[] = [];
  for (let from = 0; from < listed.length; from += perBlock)
    blocks.push(blockOf(listed.slice(from, from + perBlock)));
  return blocks;
}

function blockOf(entries: readonly Entry[]): Block {
  const starts = new Uint32Array(entries.length);
  let length = 0;
  entries.forEach(({ bytes }, i) => {
    starts[i] = length;
    length += (bytes?.length ?? 0) + 1;
  });
  const bytes = Buffer.concat(entries.flatMap((entry) => [entry.bytes ?? endOfText, endOfText]));
  const marks = new Uint8Array(2 ** (markBits - 3));
  eachMark(bytes, (mark) => {
    marks[mark >> 3] = (marks[mark >> 3] ?? 0) | (1 << (mark & 7));
  });
  return { ids: entries.map(({ id }) => id), starts, bytes, marks };
}

/** A small number of each four bytes that follow each other; serial numbers have few of them in common. */
function eachMark(bytes: Buffer, visit: (mark: number) => void): void {
  for (let at = bytes.length - 4; at >= 0; at--)
    visit(Math.imul(bytes.readInt32LE(at), 0x9e3779b1) >>> (32 - markBits));
}

const isMarked = (marks: Uint8Array, mark: number): boolean =>
  ((marks[mark >> 3] ?? 0) & (1 << (mark & 7))) !== 0;

function findIn({ ids, starts, bytes }: Block, needle: Buffer, most: number, found: number[]): void {
  let at = bytes.indexOf(needle);
  while (at >= 0 && found.length <= most) {
    const index = lastUpTo(starts, at);
    found.push(ids[index] ?? 0);
    const next = starts[index + 1];
    at = next === undefined ? -1 : bytes.indexOf(needle, next);
  }
}

/** Index of the last number that is not above `bound`; the first one never is. */
function lastUpTo(numbers: Uint32Array, bound: number): number {
  let [low, high] = [0, numbers.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((numbers[middle] ?? Infinity) <= bound) low = middle;
    else high = middle - 1;
  }
  return low;
}
