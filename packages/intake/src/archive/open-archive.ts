import { gunzip, gzipName, type Stopped } from './inflate.js';
import { Budget, Meter, defaultArchiveLimits, type ArchiveLimits } from './limits.js';
import { checkName } from './names.js';
import { joinChunks } from './octets.js';
import { exceeded, problem, refused, tooManyEntries, type ArchiveEntry } from './problems.js';
import { recogniseArchive, type ArchiveKind } from './recognise.js';
import { tarHeaderFits, tarBlock } from './tar-header.js';
import { readTar } from './tar.js';
import { readZip } from './zip.js';

/**
 * The files inside a zip, tar, tar.gz or gzip, one at a time, archives inside archives opened up to `depth`.
 * What is refused comes as an entry without bytes that says why; the rest goes on. Never throws.
 * Only one entry's bytes (and for archives in archives one inner archive) are held at a time.
 */
export function* openArchive(
  path: string,
  bytes: Uint8Array,
  limits: Partial<ArchiveLimits> = {},
): Generator<ArchiveEntry> {
  const budget = new Budget({ ...defaultArchiveLimits, ...limits });
  const kind = recogniseArchive(bytes);
  if (kind === undefined) yield refused('archive-unrecognised', path);
  else yield* openLayer(path, bytes, kind, budget, 1);
}

function* openLayer(
  path: string,
  bytes: Uint8Array,
  kind: ArchiveKind,
  budget: Budget,
  depth: number,
): Generator<ArchiveEntry> {
  const seen = new Map<string, number>();
  for (const read of entriesOf(path, bytes, kind, budget)) {
    const entry = read.path === path ? read : numbered(read, seen);
    const inner = entry.bytes && recogniseArchive(entry.bytes);
    if (!entry.bytes || inner === undefined) yield entry;
    else if (depth >= budget.limits.depth) yield refused('archive-too-deep', entry.path);
    else {
      if (entry.diagnostics.length > 0) yield { path: entry.path, diagnostics: entry.diagnostics };
      yield* openLayer(entry.path, entry.bytes, inner, budget, depth + 1);
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
  bytes: Uint8Array,
  kind: ArchiveKind,
  budget: Budget,
): Generator<ArchiveEntry> {
  switch (kind) {
    case 'zip':
      return readZip(path, bytes, budget);
    case 'tar':
      return readPlainTar(path, bytes, budget);
    case 'gzip':
      return readGzip(path, bytes, budget);
  }
}

function readPlainTar(path: string, bytes: Uint8Array, budget: Budget): Generator<ArchiveEntry> {
  return readTar(path, [bytes].values(), budget);
}

/** A compressed tar gives its files; anything else gives one file, called as the header or the path says. */
function* readGzip(path: string, bytes: Uint8Array, budget: Budget): Generator<ArchiveEntry> {
  const { limits } = budget;
  let stopped: Stopped | undefined;
  const note = function* (entryBytes: number): Generator<Uint8Array> {
    stopped = yield* gunzip(bytes, new Meter(budget, bytes.length, entryBytes));
  };
  const head: Uint8Array[] = [];
  const probe = note(limits.totalBytes);
  let length = 0;
  let next = probe.next();
  while (next.done !== true) {
    head.push(next.value);
    length += next.value.length;
    if (length >= tarBlock) break;
    next = probe.next();
  }
  const first = joinChunks(head);
  if (first.length >= tarBlock && tarHeaderFits(first)) {
    yield* readTar(path, chain(first, probe), budget);
    if (stopped !== undefined) yield stoppedEntry(stopped, path, budget);
    return;
  }
  const inner = `${path}!/${innerName(path, bytes)}`;
  if (!budget.countEntry()) {
    yield tooManyEntries(path, limits);
    return;
  }
  const whole = collect(first, probe, limits.entryBytes);
  if (whole === undefined) yield exceeded('entry', inner, limits);
  else if (stopped !== undefined) yield stoppedEntry(stopped, inner, budget);
  else yield { path: inner, bytes: whole, diagnostics: [] };
}

function stoppedEntry(stopped: Stopped, path: string, budget: Budget): ArchiveEntry {
  return stopped === 'damaged' ? refused('archive-damaged', path) : exceeded(stopped, path, budget.limits);
}

function* chain(first: Uint8Array, rest: Iterable<Uint8Array>): Generator<Uint8Array> {
  yield first;
  yield* rest;
}

/** Undefined when more than `most` octets come. */
function collect(first: Uint8Array, rest: Iterable<Uint8Array>, most: number): Uint8Array | undefined {
  const chunks = [first];
  let length = first.length;
  for (const chunk of rest) {
    length += chunk.length;
    if (length > most) return undefined;
    chunks.push(chunk);
  }
  return joinChunks(chunks);
}

function innerName(path: string, bytes: Uint8Array): string {
  const stated = checkName(gzipName(bytes) ?? '');
  if ('name' in stated) return stated.name;
  const own = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return own.replace(/\.tgz$/i, '.tar').replace(/\.gz$/i, '') || 'content';
}
