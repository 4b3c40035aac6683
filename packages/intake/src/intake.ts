import {
  optional,
  type ColumnMapping,
  type Diagnostic,
  type DigestSecret,
  type DocumentRef,
  type SourceDocument,
} from '@ringcheck/model';
import { isReader, readRange, sourceOf, type ByteReader, type ByteSource } from './archive/byte-reader.js';
import { defaultArchiveLimits, type ArchiveLimits } from './archive/limits.js';
import { openArchive } from './archive/open-archive.js';
import { howToSplit, type ArchiveEntry } from './archive/problems.js';
import { recogniseArchive } from './archive/recognise.js';
import { tarBlock } from './archive/tar-header.js';
import { openCms, type CmsResult } from './cms/open-cms.js';
import { signatureNote } from './cms/signature-note.js';
import { emptyDraft, note, type Draft } from './read/draft.js';
import { movedDraft, renumberedDraft } from './read/moved.js';
import { isRecordList, plistParts } from './read/plist-parts.js';
import { readLayer, readTree, type Layer } from './read/read-layer.js';
import { sniff, type Sniffed } from './sniff.js';

export interface IngestInput {
  /** As the user gave it; entries of archives are joined to it by `!/`. */
  readonly path: string;
  /** In memory, or read as needed: then an archive of any size costs the memory of its largest file. */
  readonly bytes: Uint8Array | ByteReader;
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
  /** SHA-256 in lower-case hex. */
  readonly sha256: (bytes: Uint8Array) => string | Promise<string>;
  /** WebCrypto, for checking signatures; without it they stay `unverified`. */
  readonly subtle?: SubtleCrypto;
  /** Certificates (DER or PEM) that count as known issuers. */
  readonly trustAnchors?: readonly Uint8Array[];
  /** A digest with a key of the installation's own, so that secrets stay comparable; without it they are only taken out. */
  readonly digestSecret?: DigestSecret;
  /** What the admin states of the headings of tables in this upload. */
  readonly columnMapping?: ColumnMapping;
  readonly archiveLimits?: Partial<ArchiveLimits>;
}

/**
 * Turns an upload into documents: archives are opened, signed messages unwrapped, everything else is recognised by
 * its content. Every file gives one document, a large list of records one for each stretch; what cannot be used says why. Rejects only when `sha256` or the
 * reader does.
 */
export async function* ingest(input: IngestInput): AsyncGenerator<SourceDocument> {
  const file = isReader(input.bytes) ? input.bytes : sourceOf(input.bytes);
  if (recogniseArchive(await readRange(file, 0, tarBlock)) === undefined) {
    yield* ingestPlain(input, file);
    return;
  }
  let count = 0;
  for await (const entry of openArchive(input.path, input.bytes, input.archiveLimits)) {
    count++;
    const { path, bytes, diagnostics } = entry;
    if (bytes === undefined) yield await ingestRefused(input, entry);
    else if (await isLargeList(sourceOf(bytes)))
      yield* ingestParts(input, path, sourceOf(bytes), diagnostics);
    else yield await ingestFile(input, path, bytes, diagnostics);
  }
  if (count === 0) yield await ingestEmptyArchive(input);
}

/** A file that is no archive. */
async function* ingestPlain(input: IngestInput, file: ByteSource): AsyncGenerator<SourceDocument> {
  const { entryBytes } = { ...defaultArchiveLimits, ...input.archiveLimits };
  if (await isLargeList(file)) yield* ingestParts(input, input.path, file, []);
  else if (file.size > entryBytes) yield await ingestTooLarge(input, entryBytes);
  else yield await ingestFile(input, input.path, await readRange(file, 0, file.size), []);
}

/** XML lists of records from this size on are read in stretches, each a document of its own. */
const largeListBytes = 32 * 1024 * 1024;
const defaultStretchBytes = 8 * 1024 * 1024;
const headBytes = 4096;

async function isLargeList(file: ByteSource): Promise<boolean> {
  return file.size >= largeListBytes && isRecordList(await readRange(file, 0, headBytes));
}

/** The documents of a list of records, all of one path: each has the bytes and the hash of its stretch. */
export async function* ingestParts(
  input: IngestInput,
  path: string,
  file: ByteSource,
  before: readonly Diagnostic[],
  stretchBytes = defaultStretchBytes,
): AsyncGenerator<SourceDocument> {
  let isFirst = true;
  for await (const { tree, first, start, end } of plistParts(file, stretchBytes)) {
    const bytes = await readRange(file, start, end - start);
    const ref: DocumentRef = { path, sha256: await input.sha256(bytes) };
    // The decoder counts in the whole list already, the source in what it is given.
    const read = readTree({ ref, bytes, ...layerOptions(input) }, { ...tree, diagnostics: [] });
    const draft = renumberedDraft(read, first);
    const diagnostics = [...(isFirst ? before : []), ...tree.diagnostics, ...draft.diagnostics];
    isFirst = false;
    yield { ...draft, ref, receivedAt: input.receivedAt, diagnostics };
  }
}

function hashOf({ bytes, sha256 }: IngestInput): string | Promise<string> {
  return isReader(bytes) ? bytes.sha256() : sha256(bytes);
}

async function ingestFile(
  input: IngestInput,
  path: string,
  bytes: Uint8Array,
  before: readonly Diagnostic[],
): Promise<SourceDocument> {
  const ref: DocumentRef = { path, sha256: await input.sha256(bytes) };
  const draft = await readFile(input, ref, bytes);
  return { ...draft, ref, receivedAt: input.receivedAt, diagnostics: [...before, ...draft.diagnostics] };
}

/** An entry that was not read has no bytes of its own: it is named by the archive's hash. */
async function ingestRefused(input: IngestInput, entry: ArchiveEntry): Promise<SourceDocument> {
  const ref: DocumentRef = { path: entry.path, sha256: await hashOf(input) };
  const isWhole = entry.path === input.path;
  const isHarmless = !isWhole && entry.diagnostics.every((found) => found.severity !== 'error');
  const draft = emptyDraft('archive', isHarmless ? 'ignored' : 'rejected', entry.diagnostics);
  return { ...draft, ref, receivedAt: input.receivedAt };
}

/** A file that is no archive and too large to be decoded at a time; nothing of it is read. */
async function ingestTooLarge(input: IngestInput, mostBytes: number): Promise<SourceDocument> {
  const ref: DocumentRef = { path: input.path, sha256: await hashOf(input) };
  const message = `This file is larger than ${mostBytes / 1024 / 1024} MiB, more than is decoded at a time; it was not read. ${howToSplit} An archive of them may be larger.`;
  const draft = emptyDraft('unknown', 'rejected', [note('error', 'file-too-large-to-open', message)]);
  return { ...draft, ref, receivedAt: input.receivedAt };
}

async function ingestEmptyArchive(input: IngestInput): Promise<SourceDocument> {
  const ref: DocumentRef = { path: input.path, sha256: await hashOf(input) };
  const message = 'The archive holds no files. Add the exports to it and upload it again.';
  const draft = emptyDraft('archive', 'rejected', [note('error', 'empty-archive', message)]);
  return { ...draft, ref, receivedAt: input.receivedAt };
}

async function readFile(input: IngestInput, ref: DocumentRef, bytes: Uint8Array): Promise<Draft> {
  const kind = sniff(bytes);
  switch (kind) {
    case 'cms-der':
    case 'cms-pem':
    case 'cms-base64':
      return readSigned(input, ref, bytes);
    default:
      return readPlain({ ref, bytes, ...layerOptions(input) }, kind);
  }
}

/** What the caller says that holds for every layer of an upload. */
function layerOptions(input: IngestInput): Pick<Layer, 'digestSecret' | 'columnMapping'> {
  return {
    ...optional('digestSecret', input.digestSecret),
    ...optional('columnMapping', input.columnMapping),
  };
}

function readPlain(layer: Layer, kind: Sniffed): Draft {
  switch (kind) {
    case 'empty':
      return rejected('empty-file', 'The file is empty. Export it again.');
    case 'plist-binary':
    case 'xml':
    case 'json':
    case 'jsonlines':
    case 'text':
      return readLayer(layer, kind);
    case 'noise':
      return rejected('unrecognised', 'The file is neither text nor of a binary form that is known.');
    case 'zip':
    case 'gzip':
    case 'tar':
      return rejected(
        'archive-in-envelope',
        'An archive inside a signed message is not opened. Upload it by itself.',
      );
    case 'cms-der':
    case 'cms-pem':
    case 'cms-base64':
      return rejected('cms-too-deep', 'Signed messages stand inside each other too deep.');
  }
}

async function readSigned(input: IngestInput, ref: DocumentRef, bytes: Uint8Array): Promise<Draft> {
  const cms = await openCms(bytes, {
    ...(input.subtle === undefined ? {} : { verify: input.subtle }),
    ...(input.trustAnchors === undefined ? {} : { trustAnchors: input.trustAnchors }),
  });
  if (cms.content === undefined) return withoutContent(cms);
  const { signature } = cms;
  const layer: Layer = {
    ref,
    bytes: cms.content,
    ...optional('signature', signature),
    ...layerOptions(input),
  };
  const inner = readPlain(layer, sniff(cms.content));
  // Only now: while a layer is read, its offsets must be those of its own bytes.
  const draft = cms.contentOffset === undefined ? inner : movedDraft(inner, cms.contentOffset);
  const signed = signatureNote(cms);
  const isDamaged = cms.kind === 'broken';
  return {
    ...draft,
    status: isDamaged && draft.status === 'ingested' ? 'partial' : draft.status,
    diagnostics: [...(signed === undefined ? [] : [signed]), ...cms.diagnostics, ...draft.diagnostics],
  };
}

/** Encrypted for a device, or damaged before its content. */
function withoutContent(cms: CmsResult): Draft {
  if (cms.diagnostics.length > 0) return emptyDraft('unknown', 'rejected', cms.diagnostics);
  return rejected('cms-damaged', 'The signed message holds nothing that can be read. Export it again.');
}

function rejected(code: string, message: string): Draft {
  return emptyDraft('unknown', 'rejected', [note('error', code, message, { offset: 0 })]);
}
