import {
  defaultArchiveLimits,
  ingest,
  openArchive,
  openCms,
  recogniseArchive,
  sniff,
} from '@ringcheck/intake';
import type { Diagnostic, SourceDocument } from '@ringcheck/model';
import { optional, toJson } from '@ringcheck/model';
import { reportDiagnostics } from '@ringcheck/report';
import { sha256, type InputFile } from '../read-inputs.js';
import { placesOf } from './positions.js';
import { readTree, type ReadTree } from './read-tree.js';
import type { DecodeRecord } from './record.js';
import { withoutSecrets } from './secrets.js';

export interface DecodeFileOptions {
  readonly positions: boolean;
  readonly showSecrets: boolean;
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
  /** Certificates (DER or PEM, one each) that count as known issuers. */
  readonly trustAnchors: readonly Uint8Array[];
}

/** One record for a file, one for each file inside an archive. Never throws: what cannot be read says why. */
export async function* decodeFile(file: InputFile, options: DecodeFileOptions): AsyncGenerator<DecodeRecord> {
  if (file.unreadable !== undefined) {
    yield unreadable(file.path, file.unreadable);
    return;
  }
  const { path, bytes } = file;
  if (recogniseArchive(await bytes.read(0, 512)) === undefined) {
    if (bytes.size > defaultArchiveLimits.entryBytes) yield* decodeTooLarge(file, options);
    else yield* decodeBytes(path, await bytes.read(0, bytes.size), [], options);
    return;
  }
  let count = 0;
  for await (const entry of openArchive(path, bytes)) {
    count++;
    if (entry.bytes !== undefined) yield* decodeBytes(entry.path, entry.bytes, entry.diagnostics, options);
    else yield refusedEntry(entry.path, await bytes.sha256(), entry.diagnostics);
  }
  if (count === 0)
    yield refusedEntry(path, await bytes.sha256(), [
      { code: 'empty-archive', severity: 'error', message: 'The archive holds no files.' },
    ]);
}

/** Without its values, which would not be printed either; the words for it are those of `check`. */
async function* decodeTooLarge(
  { path, bytes }: InputFile,
  { receivedAt }: DecodeFileOptions,
): AsyncGenerator<DecodeRecord> {
  const diagnostics: Diagnostic[] = [];
  let kind: SourceDocument['kind'] = 'unknown';
  for await (const document of ingest({ path, bytes, receivedAt, sha256 })) {
    kind = document.kind;
    diagnostics.push(...document.diagnostics);
  }
  yield { ...refusedEntry(path, await bytes.sha256(), diagnostics), kind };
}

async function* decodeBytes(
  path: string,
  bytes: Uint8Array,
  before: readonly Diagnostic[],
  options: DecodeFileOptions,
): AsyncGenerator<DecodeRecord> {
  const { subtle } = globalThis.crypto;
  const { receivedAt, trustAnchors } = options;
  const documents: SourceDocument[] = [];
  for await (const document of ingest({ path, bytes, receivedAt, sha256, subtle, trustAnchors }))
    documents.push(document);
  const [first] = documents;
  if (first === undefined) return;
  // A large list comes as several documents of one file; its values are read from the file as a whole.
  const ref = documents.length === 1 ? first.ref : { path, sha256: sha256(bytes) };
  const diagnostics = documents.flatMap((document) => document.diagnostics);
  yield await recordOf(bytes, { ...first, ref, diagnostics: [...before, ...diagnostics] }, options);
}

async function recordOf(
  bytes: Uint8Array,
  document: SourceDocument,
  options: DecodeFileOptions,
): Promise<DecodeRecord> {
  const envelope = await openEnvelope(bytes, options.trustAnchors);
  const tree: ReadTree =
    envelope.content === undefined
      ? { encoding: 'binary' }
      : readTree(envelope.content, sniff(envelope.content), document.kind);
  const value =
    tree.value === undefined || options.showSecrets ? tree.value : await withoutSecrets(tree.value);
  return {
    path: document.ref.path,
    sha256: document.ref.sha256,
    kind: document.kind,
    encoding: tree.encoding,
    ...envelope.said,
    status: statusOf(document, tree, envelope.isDamaged),
    ...(value === undefined ? {} : { value: toJson(value) }),
    ...(value === undefined || !options.positions
      ? {}
      : { positions: placesOf(value, envelope.said.contentOffset) }),
    diagnostics: reportDiagnostics(document.diagnostics),
  };
}

interface OpenedEnvelope {
  readonly content?: Uint8Array;
  readonly isDamaged: boolean;
  readonly said: Pick<
    DecodeRecord,
    | 'envelope'
    | 'contentOffset'
    | 'integrity'
    | 'issuerKnown'
    | 'signer'
    | 'issuer'
    | 'notBefore'
    | 'notAfter'
  >;
}

async function openEnvelope(bytes: Uint8Array, trustAnchors: readonly Uint8Array[]): Promise<OpenedEnvelope> {
  if (!sniff(bytes).startsWith('cms-'))
    return { content: bytes, isDamaged: false, said: { envelope: 'none' } };
  const anchors = trustAnchors.length === 0 ? {} : { trustAnchors };
  const cms = await openCms(bytes, { verify: globalThis.crypto.subtle, ...anchors });
  const { integrity, ...signed } = cms.signature ?? {};
  return {
    ...(cms.content === undefined ? {} : { content: cms.content }),
    isDamaged: cms.kind === 'broken',
    said: {
      envelope: cms.kind === 'encrypted' ? 'cms-encrypted' : cms.layers > 0 ? 'cms-signed' : 'none',
      ...signed,
      ...optional('integrity', integrity),
      ...optional('issuerKnown', cms.issuerKnown),
      ...(cms.contentOffset === undefined ? {} : { contentOffset: cms.contentOffset }),
    },
  };
}

/** A tree speaks for itself; for other content, what its reader made of it. */
function statusOf(document: SourceDocument, tree: ReadTree, isDamaged: boolean): DecodeRecord['status'] {
  if (tree.status !== undefined) return isDamaged && tree.status === 'ok' ? 'partial' : tree.status;
  switch (document.status) {
    case 'ingested':
    case 'ignored':
      return isDamaged ? 'partial' : 'ok';
    case 'partial':
    case 'rejected':
      return document.status;
  }
}

function refusedEntry(path: string, hash: string, diagnostics: readonly Diagnostic[]): DecodeRecord {
  return {
    path,
    sha256: hash,
    kind: 'archive',
    encoding: 'binary',
    envelope: 'none',
    status: diagnostics.some(({ severity }) => severity === 'error') ? 'rejected' : 'partial',
    diagnostics: reportDiagnostics(diagnostics),
  };
}

function unreadable(path: string, reason: string): DecodeRecord {
  const message = `The file cannot be read (${reason}). Check its permissions.`;
  return {
    ...refusedEntry(path, sha256(new Uint8Array()), [
      { code: 'unreadable-file', severity: 'error', message },
    ]),
    kind: 'unknown',
  };
}
