import type { Diagnostic } from '@ringcheck/model';
import type { Budget } from './limits.js';
import { Gathered } from './octets.js';
import { checkName, decodeName, isAppleDouble, isFinderLitter, showName } from './names.js';
import {
  exceeded,
  problem,
  refused,
  tooManyEntries,
  type ArchiveEntry,
  type ArchiveProblem,
} from './problems.js';
import { readPaxRecords, readTarHeader, tarBlock, tarHeaderFits } from './tar-header.js';

/** Names and sizes that come before the entry they belong to. */
interface Announced {
  readonly name?: string;
  readonly size?: number;
}

/** A name or extended header longer than this is no name. */
const longestExtension = 1024 * 1024;
/** Room that is made before the octets are there. */
const mostExpected = 64 * 1024 * 1024;

/**
 * The files of a tar archive that arrives in chunks; `path` is the archive's own.
 * Sizes are checked against what is allowed before a single octet is kept.
 */
export async function* readTar(
  path: string,
  chunks: AsyncIterator<Uint8Array, unknown>,
  budget: Budget,
): AsyncGenerator<ArchiveEntry> {
  const source = new ChunkReader(chunks);
  let announced: Announced = {};
  let files = 0;
  for (;;) {
    const block = await source.read(tarBlock);
    const end = block ? endMark(block) : source.isCut ? 'cut' : 'unmarked';
    if (end !== undefined) {
      const note = noteOnEnd(end, path, files);
      if (note) yield { path, diagnostics: [note] };
      return;
    }
    const header = block && tarHeaderFits(block) ? readTarHeader(block) : undefined;
    if (!header || header.size === undefined) {
      yield refused('archive-damaged', path);
      return;
    }
    const extension = extensionOf(header.type);
    if (extension !== undefined) {
      const bytes = header.size > longestExtension ? undefined : await source.read(header.size);
      if (!bytes || !(await source.skip(paddingOf(header.size)))) {
        yield refused('archive-truncated', path);
        return;
      }
      announced = { ...announced, ...announcementOf(extension, bytes) };
      continue;
    }
    if (!budget.countEntry()) {
      yield tooManyEntries(path, budget.limits);
      return;
    }
    const raw = announced.name ?? header.name;
    const size = announced.size ?? header.size;
    announced = {};
    // Before ustar, a slash at the end was all that told a folder.
    const type = raw.endsWith('/') ? '5' : header.type;
    const taken = await takeEntry(path, raw, type, size, source, budget);
    if (taken.entry) {
      files++;
      yield taken.entry;
    }
    if (taken.isLast) return;
  }
}

type End = 'marked' | 'unmarked' | 'cut';

/** A block of zeros ends the archive. */
function endMark(block: Uint8Array): End | undefined {
  return block.every((octet) => octet === 0) ? 'marked' : undefined;
}

function noteOnEnd(end: End, path: string, files: number): Diagnostic | undefined {
  switch (end) {
    case 'cut':
      return problem('archive-truncated', path);
    case 'unmarked':
      return problem('archive-truncated', path, 'warning');
    case 'marked':
      return files === 0 ? problem('archive-empty', path, 'warning') : undefined;
  }
}

interface Taken {
  readonly entry?: ArchiveEntry;
  readonly isLast?: boolean;
}

async function takeEntry(
  archive: string,
  raw: string,
  type: string,
  size: number,
  source: ChunkReader,
  budget: Budget,
): Promise<Taken> {
  const checked = checkName(raw);
  const path = `${archive}!/${'name' in checked ? checked.name : showName(raw)}`;
  const refusal = type === '5' ? undefined : 'problem' in checked ? checked.problem : refusalOf(type);
  const isUnwanted =
    type === '5' || refusal !== undefined || ('name' in checked && isFinderLitter(checked.name));
  // Links carry a size in some archives, but never data.
  const dataSize = type === '1' || type === '2' || type === '5' ? 0 : size;
  if (isUnwanted || dataSize > budget.limits.entryBytes) {
    const isWhole = await source.skip(dataSize + paddingOf(dataSize));
    if (refusal !== undefined) return { entry: refused(refusal, path), isLast: !isWhole };
    if (!isWhole) return { entry: refused('archive-entry-truncated', path), isLast: true };
    return isUnwanted ? {} : { entry: exceeded('entry', path, budget.limits) };
  }
  const bytes = await source.read(dataSize);
  if (!bytes) return { entry: refused('archive-entry-truncated', path), isLast: true };
  await source.skip(paddingOf(dataSize));
  return 'name' in checked && isAppleDouble(checked.name, bytes)
    ? {}
    : { entry: { path, bytes, diagnostics: [] } };
}

function refusalOf(type: string): ArchiveProblem | undefined {
  switch (type) {
    case '0':
    case '7':
      return undefined;
    case '1':
    case '2':
      return 'archive-entry-link';
    default:
      return 'archive-entry-special';
  }
}

type Extension = 'pax' | 'long-name' | 'other';

function extensionOf(type: string): Extension | undefined {
  switch (type) {
    case 'x':
    case 'X':
      return 'pax';
    case 'L':
      return 'long-name';
    case 'g':
    case 'K':
    case 'V':
      return 'other';
    default:
      return undefined;
  }
}

function announcementOf(extension: Extension, bytes: Uint8Array): Announced {
  switch (extension) {
    case 'long-name': {
      const end = bytes.indexOf(0);
      return { name: decodeName(end === -1 ? bytes : bytes.subarray(0, end)) };
    }
    case 'pax': {
      const records = readPaxRecords(bytes);
      const name = records.get('path');
      const size = Number(records.get('size') ?? Number.NaN);
      const hasSize = Number.isSafeInteger(size) && size >= 0;
      return { ...(name === undefined ? {} : { name }), ...(hasSize ? { size } : {}) };
    }
    case 'other':
      return {};
  }
}

const paddingOf = (size: number): number => (tarBlock - (size % tarBlock)) % tarBlock;

/** Exact counts of octets out of chunks of any length. */
class ChunkReader {
  #chunk: Uint8Array = new Uint8Array();
  #ended = false;
  /** The source ended inside something that was asked for. */
  isCut = false;

  constructor(readonly source: AsyncIterator<Uint8Array, unknown>) {}

  /** Exactly `count` octets, or undefined when fewer are left. */
  async read(count: number): Promise<Uint8Array | undefined> {
    if (this.#chunk.length >= count) return this.#take(count);
    // A header may promise what never comes.
    const gathered = new Gathered(Math.min(count, mostExpected));
    while (gathered.length < count) {
      if (this.#chunk.length === 0 && !(await this.#refill())) {
        this.isCut ||= gathered.length > 0;
        return undefined;
      }
      gathered.add(this.#take(Math.min(count - gathered.length, this.#chunk.length)));
    }
    return gathered.bytes;
  }

  /** False when the source ends before `count` octets are passed. */
  async skip(count: number): Promise<boolean> {
    let missing = count;
    while (missing > 0) {
      if (this.#chunk.length === 0 && !(await this.#refill())) {
        this.isCut = true;
        return false;
      }
      missing -= this.#take(Math.min(missing, this.#chunk.length)).length;
    }
    return true;
  }

  #take(count: number): Uint8Array {
    const taken = this.#chunk.subarray(0, count);
    this.#chunk = this.#chunk.subarray(count);
    return taken;
  }

  async #refill(): Promise<boolean> {
    while (!this.#ended) {
      const next = await this.source.next();
      if (next.done === true) this.#ended = true;
      else if (next.value.length > 0) {
        this.#chunk = next.value;
        return true;
      }
    }
    return false;
  }
}
