import {
  optional,
  type ColumnMapping,
  type Diagnostic,
  type DigestSecret,
  type DocumentRef,
  type SourceDocument,
} from '@ringcheck/model';
import type { ArchiveLimits } from './archive/limits.js';
import { openArchive } from './archive/open-archive.js';
import type { ArchiveEntry } from './archive/problems.js';
import { openCms, type CmsResult } from './cms/open-cms.js';
import { signatureNote } from './cms/signature-note.js';
import { emptyDraft, note, type Draft } from './read/draft.js';
import { movedDraft } from './read/moved.js';
import { readLayer, type Layer } from './read/read-layer.js';
import { sniff, type Sniffed } from './sniff.js';

export interface IngestInput {
  /** As the user gave it; entries of archives are joined to it by `!/`. */
  readonly path: string;
  readonly bytes: Uint8Array;
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
 * its content. Every file gives exactly one document; what cannot be used says why. Rejects only when `sha256` does.
 */
export async function* ingest(input: IngestInput): AsyncGenerator<SourceDocument> {
  const kind = sniff(input.bytes);
  if (kind !== 'zip' && kind !== 'gzip' && kind !== 'tar') {
    yield await ingestFile(input, input.path, input.bytes, []);
    return;
  }
  let count = 0;
  for (const entry of openArchive(input.path, input.bytes, input.archiveLimits)) {
    count++;
    yield entry.bytes === undefined
      ? await ingestRefused(input, entry)
      : await ingestFile(input, entry.path, entry.bytes, entry.diagnostics);
  }
  if (count === 0) yield await ingestEmptyArchive(input);
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
  const ref: DocumentRef = { path: entry.path, sha256: await input.sha256(input.bytes) };
  const isWhole = entry.path === input.path;
  const isHarmless = !isWhole && entry.diagnostics.every((found) => found.severity !== 'error');
  const draft = emptyDraft('archive', isHarmless ? 'ignored' : 'rejected', entry.diagnostics);
  return { ...draft, ref, receivedAt: input.receivedAt };
}

async function ingestEmptyArchive(input: IngestInput): Promise<SourceDocument> {
  const ref: DocumentRef = { path: input.path, sha256: await input.sha256(input.bytes) };
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
