import type { Value } from '@ringcheck/model';
import { openPlistStream, parsePath, recognisePlist, type PlistResult } from '@ringcheck/plist';
import { piecesOf, type ByteSource } from '../archive/byte-reader.js';
import { decodeText } from '../text.js';
import type { DecodedTree } from './decode-tree.js';

/** Some of the records of a property list, as a list by themselves; places are those of the whole file. */
export interface RecordPart {
  readonly tree: DecodedTree;
  /** Place of its first record in the whole list. */
  readonly first: number;
  /** The bytes of its records. */
  readonly start: number;
  readonly end: number;
}

/** Whether the beginning of a file is that of an XML property list whose root is an array. */
export function isRecordList(head: Uint8Array): boolean {
  if (recognisePlist(head) !== 'xml') return false;
  return /<plist(?:\s[^<>]*)?>\s*<array>/.test(decodeText(head).text);
}

/**
 * The records of such a list in stretches of about `stretchBytes`, so that one stretch is in memory at a time.
 * What could not be read, wherever it stood, is told with the last stretch; there is always one.
 */
export async function* plistParts(file: ByteSource, stretchBytes: number): AsyncGenerator<RecordPart> {
  let waiting: Value[] = [];
  let first = 0;
  let ready: RecordPart[] = [];
  const take = (result?: PlistResult): void => {
    ready.push(partOf(waiting, first, result));
    waiting = [];
  };
  const stream = openPlistStream({
    depth: 1,
    limits: { maxBytes: Number.POSITIVE_INFINITY, maxValues: Number.POSITIVE_INFINITY },
    onValue: (path, value) => {
      // Before the next one, so that the last stretch always has the records before the end of the list.
      if (lengthOf(waiting) >= stretchBytes) take();
      if (waiting.length === 0) first = indexIn(path);
      waiting.push(value);
    },
  });
  for await (const piece of piecesOf(file)) {
    stream.write(piece);
    yield* ready;
    ready = [];
  }
  const result = stream.end();
  take(result);
  yield* ready;
}

function indexIn(path: string): number {
  const step = parsePath(path)?.[0];
  return typeof step === 'number' ? step : 0;
}

function lengthOf(items: readonly Value[]): number {
  return (items.at(-1)?.at.end ?? 0) - (items[0]?.at.offset ?? 0);
}

function partOf(items: readonly Value[], first: number, result: PlistResult | undefined): RecordPart {
  const begin = items[0]?.at ?? result?.value?.at ?? { offset: 0 };
  const end = items.at(-1)?.at.end ?? begin.offset;
  const hasValue = items.length > 0 || result?.value !== undefined;
  const tree: DecodedTree = {
    ...(hasValue ? { value: { type: 'array', items, at: { ...begin, end } } } : {}),
    isComplete: result === undefined || result.status === 'ok',
    diagnostics: result?.diagnostics ?? [],
  };
  return { tree, first, start: begin.offset, end };
}
