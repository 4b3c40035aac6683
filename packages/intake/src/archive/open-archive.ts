import { isReader, piecesOf, readRange, sourceOf, type ByteReader, type ByteSource } from './byte-reader.js';
import { gunzip, gzipHeaderBytes, gzipName, type Stopped } from './inflate.js';
import { Budget, limitsFor, Meter, type ArchiveLimits } from './limits.js';
import { checkName } from './names.js';
import { Gathered, u32 } from './octets.js';
import { exceeded, problem, refused, tooManyEntries, type ArchiveEntry } from './problems.js';
import { recogniseArchive, type ArchiveKind } from './recognise.js';
import { tarHeaderFits, tarBlock } from './tar-header.js';
import { readTar } from './tar.js';
import { readZip } from './zip.js';

/**
 * The files inside a zip, tar, tar.gz or gzip, one at a time, archives inside archives opened up to `depth`.
 * What is refused comes as an entry without bytes that says why; the rest goes on. Throws only what the reader throws.
 * Of a reader, only one entry's bytes (and for archives in archives one inner archive) are held at a time.
 */
export async function* openArchive(
  path: string,
  file: Uint8Array | ByteReader,
  limits?: Partial<ArchiveLimits>,
): AsyncGenerator<ArchiveEntry> {
  const source = isReader(file) ? file : sourceOf(file);
  const budget = new Budget(limitsFor(source.size, limits));
  const kind = recogniseArchive(await readRange(source, 0, tarBlock));
  if (kind === undefined) yield refused('archive-unrecognised', path);
  else yield* openLayer(path, source, kind, budget, 1);
}

async function* openLayer(
  path: string,
  file: ByteSource,
  kind: ArchiveKind,
  budget: Budget,
  depth: number,
): AsyncGenerator<ArchiveEntry> {
  const seen = new Map<string, number>();
  for await (const read of entriesOf(path, file, kind, budget)) {
    const entry = read.path === path ? read : numbered(read, seen);
    const inner = entry.bytes && recogniseArchive(entry.bytes);
    if (!entry.bytes || inner === undefined) yield entry;
    else if (depth >= budget.limits.depth) yield refused('archive-too-deep', entry.path);
    else {
      if (entry.diagnostics.length > 0) yield { path: entry.path, diagnostics: entry.diagnostics };
      yield* openLayer(entry.path, sourceOf(entry.bytes), inner, budget, depth + 1);
    }
    if (budget.isSpent) return;
  }
}

/** Two files of one name stay two documents, so the later gets a number. */
function numbered(entry: ArchiveEntry, seen: Map<string, number>): ArchiveEntry {
  const count = (seen.get(entry.path) ?? 0) + 1;
  seen.set(entry.path, count);
  if (count === 1) return entry;
  const path = `${entry.path}#${count}`;
  const duplicate = problem('archive-duplicate-name', path, 'warning');
  return { ...entry, path, diagnostics: [...entry.diagnostics, duplicate] };
}

function entriesOf(
  path: string,
  file: ByteSource,
  kind: ArchiveKind,
  budget: Budget,
): AsyncGenerator<ArchiveEntry> {
  switch (kind) {
    case 'zip':
      return readZip(path, file, budget);
    case 'tar':
      return readTar(path, piecesOf(file), budget);
    case 'gzip':
      return readGzip(path, file, budget);
  }
}

/** A compressed tar gives its files; anything else gives one file, called as the header or the path says. */
async function* readGzip(path: string, file: ByteSource, budget: Budget): AsyncGenerator<ArchiveEntry> {
  const { limits } = budget;
  let stopped: Stopped | undefined;
  const meter = new Meter(budget, file.size, limits.totalBytes);
  const note = async function* (): AsyncGenerator<Uint8Array> {
    stopped = yield* gunzip(file, meter);
  };
  const head = new Gathered(tarBlock);
  const rest = note();
  let next = await rest.next();
  for (; next.done !== true; next = await rest.next()) {
    head.add(next.value);
    if (head.length >= tarBlock) break;
  }
  const first = head.bytes;
  if (first.length >= tarBlock && tarHeaderFits(first)) {
    yield* readTar(path, chain(first, rest), budget);
    if (stopped !== undefined) yield stoppedEntry(stopped, path, budget);
    return;
  }
  const inner = `${path}!/${innerName(path, await readRange(file, 0, gzipHeaderBytes))}`;
  if (!budget.countEntry()) {
    yield tooManyEntries(path, limits);
    return;
  }
  const stated = u32(await readRange(file, file.size - 4, 4), 0);
  const expected = Math.min(stated, meter.most, limits.entryBytes);
  const whole = await collect(first, rest, expected, limits.entryBytes);
  if (whole === undefined) yield exceeded('entry', inner, limits);
  else if (stopped !== undefined) yield stoppedEntry(stopped, inner, budget);
  else yield { path: inner, bytes: whole, diagnostics: [] };
}

function stoppedEntry(stopped: Stopped, path: string, budget: Budget): ArchiveEntry {
  return stopped === 'damaged' ? refused('archive-damaged', path) : exceeded(stopped, path, budget.limits);
}

async function* chain(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}

/** Undefined when more than `most` octets come. */
async function collect(
  first: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
  expected: number,
  most: number,
): Promise<Uint8Array | undefined> {
  const gathered = new Gathered(expected);
  gathered.add(first);
  for await (const chunk of rest) {
    if (gathered.length + chunk.length > most) return undefined;
    gathered.add(chunk);
  }
  return gathered.bytes;
}

function innerName(path: string, bytes: Uint8Array): string {
  const stated = checkName(gzipName(bytes) ?? '');
  if ('name' in stated) return stated.name;
  const own = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return own.replace(/\.tgz$/i, '.tar').replace(/\.gz$/i, '') || 'content';
}
