import type { DictValue, Entry, Position } from '@ringcheck/model';
import type { Diagnostics } from './diagnostics.js';
import { formatPath } from './path.js';

const longestShared = 64;
const ways = 4;
const sets = 1024;
const hashFactor = 31;

/** One key, wherever it stands: two entries have the same key when they hold the same object. */
export class Key {
  owner: KeyTable | undefined = undefined;
  lastDict = 0;

  /** Its bytes in XML are its text: no references, line ends or characters above 127. */
  readonly isPlain: boolean;

  constructor(
    readonly text: string,
    readonly hash: number,
  ) {
    this.isPlain = /^[\x20-\x25\x27-\x3b\x3d-\x7e]*$/.test(text);
  }
}

/**
 * Keys met before, by the hash of their bytes. Exports of a fleet hold the same few hundred keys millions of
 * times: this spares making, hashing and keeping a string each time. What it holds never shows in a result.
 */
const shared = new Array<Key | undefined>(sets * ways).fill(undefined);

function step(hash: number, code: number): number {
  return (Math.imul(hash, hashFactor) + code) | 0;
}

/**
 * A few bytes and the length tell nearly all keys apart, and every hit is compared in full. `hashOfText` must
 * give the same.
 */
function hashOfBytes(bytes: Uint8Array, from: number, length: number): number {
  let hash = length;
  for (let i = 0; i < length && i < 3; i++) hash = step(hash, bytes[from + i] as number);
  for (let i = length - 1; i >= 3 && i >= length - 4; i--) hash = step(hash, bytes[from + i] as number);
  hash = step(hash, length > 8 ? (bytes[from + (length >> 1)] as number) : 0);
  return step(hash, length > 8 ? (bytes[from + (length >> 2)] as number) : 0);
}

function hashOfText(text: string): number {
  const { length } = text;
  let hash = length;
  for (let i = 0; i < length && i < 3; i++) hash = step(hash, text.charCodeAt(i));
  for (let i = length - 1; i >= 3 && i >= length - 4; i--) hash = step(hash, text.charCodeAt(i));
  hash = step(hash, length > 8 ? text.charCodeAt(length >> 1) : 0);
  return step(hash, length > 8 ? text.charCodeAt(length >> 2) : 0);
}

/** The keys of one document. */
export class KeyTable {
  private readonly others = new Map<string, Key>();
  private dicts = 0;
  /** A key of this document was pushed out, so that one text may have two objects. */
  private isCrowded = false;

  /** The key of these bytes, when it was met before. */
  find(bytes: Uint8Array, from: number, to: number): Key | undefined {
    const hash = hashOfBytes(bytes, from, to - from);
    const first = firstWay(hash);
    for (let i = first; i < first + ways; i++) {
      const key = shared[i];
      if (key !== undefined && key.hash === hash && isText(key.text, bytes, from, to)) return this.own(key);
    }
    return undefined;
  }

  of(text: string): Key {
    if (text.length > longestShared) return this.other(text);
    for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 0x80) return this.other(text);
    const hash = hashOfText(text);
    const first = firstWay(hash);
    for (let i = first; i < first + ways; i++) {
      const key = shared[i];
      if (key !== undefined && key.hash === hash && key.text === text) return this.own(key);
    }
    return this.insert(new Key(flat(text), hash), first);
  }

  /** Whether some key stands twice among those from `from` on. */
  hasDuplicates(keys: readonly Key[], from = 0): boolean {
    if (this.isCrowded) return hasEqualTexts(keys, from);
    const dict = ++this.dicts;
    for (let i = from; i < keys.length; i++) {
      const key = keys[i] as Key;
      if (key.lastDict === dict) return true;
      key.lastDict = dict;
    }
    return false;
  }

  private own(key: Key): Key {
    if (key.owner !== this) {
      key.owner = this;
      key.lastDict = 0;
    }
    return key;
  }

  private insert(key: Key, first: number): Key {
    let place = first;
    while (place < first + ways && shared[place]?.owner === this) place++;
    if (place === first + ways) {
      this.isCrowded = true;
      place = first;
    }
    shared[place] = key;
    return this.own(key);
  }

  private other(text: string): Key {
    const known = this.others.get(text);
    if (known !== undefined) return known;
    const key = new Key(text, 0);
    this.others.set(text, key);
    return key;
  }
}

function firstWay(hash: number): number {
  return ((hash ^ (hash >>> 11) ^ (hash >>> 21)) & (sets - 1)) * ways;
}

function isText(text: string, bytes: Uint8Array, from: number, to: number): boolean {
  if (text.length !== to - from) return false;
  for (let i = from, k = 0; i < to; i++, k++) if (text.charCodeAt(k) !== bytes[i]) return false;
  return true;
}

/** A text of its own: a slice would keep the whole document it was cut from. */
function flat(text: string): string {
  let copy = '';
  for (let i = 0; i < text.length; i += 8) copy += text.slice(i, i + 8);
  return copy;
}

function hasEqualTexts(keys: readonly Key[], from: number): boolean {
  const seen = new Set<string>();
  for (let i = from; i < keys.length; i++) seen.add((keys[i] as Key).text);
  return seen.size < keys.length - from;
}

/** A dictionary where some key stands twice: the last entry of each is kept, as Apple's parser does, and the others named. */
export function dictWithoutDuplicates(
  entries: readonly Entry[],
  at: Position,
  diagnostics: Diagnostics,
  path: () => string,
): DictValue {
  const last = new Map<string, Entry>();
  for (const entry of entries) last.set(entry.key, entry);
  const kept: Entry[] = [];
  for (const entry of entries) {
    const winner = last.get(entry.key);
    if (winner === undefined || winner === entry) kept.push(entry);
    else {
      const { line, offset } = winner.keyAt;
      const place = line === undefined ? `at byte ${offset}` : `in line ${line}`;
      diagnostics.add(
        'duplicate-key',
        `This key stands again ${place}; the last one counts, as in Apple's parser.`,
        entry.keyAt,
        () => joinPath(path(), entry.key),
      );
    }
  }
  return { type: 'dict', entries: kept, at };
}

function joinPath(above: string, key: string): string {
  const step = formatPath([key]);
  return above === '' || step.startsWith('[') ? above + step : `${above}.${step}`;
}
