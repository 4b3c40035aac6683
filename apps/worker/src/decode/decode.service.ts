import { groupIdentities } from '@ringcheck/assemble';
import { ingest } from '@ringcheck/intake';
import type { Diagnostic, DocumentKind, SourceDocument } from '@ringcheck/model';
import { parsePolicy } from '@ringcheck/policy';
import { policyVocabulary } from '@ringcheck/rules';
import type { FileOutcome, Store } from '@ringcheck/store';
import { createHash } from 'node:crypto';
import {
  checkMapping,
  holdsTables,
  mappingAmong,
  mappingOfUpload,
  versionWith,
  type UploadMapping,
} from './column-mapping.js';
import { decoderVersion } from './decoder-version.js';
import type { WorkHandler, WorkOutcome } from '../runtime/outcome.js';

/** Most diagnostics of an archive that stand on the file itself; each entry keeps all of its own. */
const mostDiagnostics = 200;

/** Decoders take a file whole, so a worker opens none that is larger. */
const mostBytes = 512 * 1024 * 1024;

/** Records from which on an upload is worth grouping by itself. */
const largeExport = 1_000;

/** Turns one uploaded file into documents. */
export class DecodeService implements WorkHandler {
  constructor(private readonly store: Store) {}

  async run(key: string): Promise<WorkOutcome> {
    const file = await this.store.uploads.file(Number(key));
    if (file === undefined || file.status !== 'pending') return { status: 'done' };
    if (file.size > mostBytes) return this.refuse(file.id);
    const bytes = await collect(this.store.blobs.read(file.sha256), file.size);
    const read = async (mapping?: UploadMapping): Promise<SourceDocument[]> => {
      const documents: SourceDocument[] = [];
      const source = ingest({
        path: file.path,
        bytes,
        receivedAt: file.receivedAt,
        sha256,
        subtle: globalThis.crypto.subtle,
        digestSecret: this.store.digestSecret,
        ...(mapping === undefined ? {} : { columnMapping: mapping.mapping }),
      });
      for await (const document of source) documents.push(checkMapping(checkPolicy(document)));
      return documents;
    };
    const plain = await read();
    const mapping = holdsTables(plain)
      ? (mappingAmong(plain) ?? (await mappingOfUpload(this.store, file)))
      : undefined;
    const documents = mapping === undefined ? plain : await read(mapping);
    for (const document of documents) {
      // Before the documents: should we die in between, this file is decoded again and saves the same text again.
      if (document.kind === 'policy-file' && document.status === 'ingested' && document.text !== undefined) {
        await this.store.policies.save(document.text, 'upload');
      }
    }
    await this.store.documents.save(file.id, {
      decoderVersion: versionWith(mapping),
      documents,
      outcome: () => outcomeOf(file.path, documents),
    });
    // A large export is taken in now, so that the next scan need not; small ones wait for it together.
    const records = documents.reduce((sum, { devices }) => sum + devices.length, 0);
    if (records >= largeExport) await this.store.groups.advance(groupIdentities);
    return { status: 'done' };
  }

  private async refuse(fileId: number): Promise<WorkOutcome> {
    const diagnostic: Diagnostic = {
      code: 'file-too-large-to-open',
      severity: 'error',
      message: `This file is larger than ${mostBytes / 1024 / 1024} MiB, more than is opened at a time. It is kept, but not read: split it, or upload what is in it as several archives.`,
    };
    await this.store.documents.save(fileId, {
      decoderVersion,
      documents: [],
      outcome: () => ({ status: 'rejected', kind: 'unknown', diagnostics: [diagnostic] }),
    });
    return { status: 'done' };
  }

  async giveUp(key: string): Promise<void> {
    const diagnostic: Diagnostic = {
      code: 'decode-failed',
      severity: 'error',
      message:
        'This file could not be processed because of an internal error; the server log has the details. The other files are not affected.',
    };
    await this.store.documents.save(Number(key), {
      decoderVersion,
      documents: [],
      outcome: () => ({ status: 'rejected', kind: 'unknown', diagnostics: [diagnostic] }),
    });
  }
}

/** A policy that does not hold never becomes a version; its file says why. */
function checkPolicy(document: SourceDocument): SourceDocument {
  if (document.kind !== 'policy-file' || document.text === undefined) return document;
  const { policy, diagnostics } = parsePolicy(document.text, document.ref, policyVocabulary);
  const broken = policy === undefined || diagnostics.some(({ severity }) => severity === 'error');
  const all = [...document.diagnostics, ...diagnostics];
  if (!broken) return { ...document, diagnostics: all };
  // Nobody reads it any more, and what does not fit a policy may be anything.
  const { text: _text, ...rest } = document;
  return { ...rest, status: 'rejected', diagnostics: all };
}

/** What became of the file as a whole: its own document, or the sum of an archive's entries. */
export function outcomeOf(path: string, documents: readonly SourceDocument[]): FileOutcome {
  const [only] = documents;
  if (only !== undefined && documents.length === 1 && only.ref.path === path) {
    return { status: only.status, kind: only.kind, diagnostics: only.diagnostics };
  }
  const kind: DocumentKind = documents.find((document) => document.ref.path === path)?.kind ?? 'archive';
  const diagnostics = documents.flatMap((document) =>
    document.diagnostics.map((diagnostic) =>
      document.ref.path === path ? diagnostic : { ...diagnostic, path: entryOf(path, document, diagnostic) },
    ),
  );
  return { status: sumOf(documents), kind, diagnostics: diagnostics.slice(0, mostDiagnostics) };
}

function entryOf(path: string, document: SourceDocument, diagnostic: Diagnostic): string {
  const entry = document.ref.path.slice(path.length).replace(/^!\//, '');
  return diagnostic.path === undefined ? entry : `${entry} · ${diagnostic.path}`;
}

function sumOf(documents: readonly SourceDocument[]): FileOutcome['status'] {
  const statuses = new Set(documents.map(({ status }) => status));
  if (statuses.has('rejected') || statuses.has('partial'))
    return statuses.has('ingested') || statuses.has('partial') ? 'partial' : 'rejected';
  return statuses.has('ingested') ? 'ingested' : 'ignored';
}

async function collect(chunks: AsyncIterable<Uint8Array>, size: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafe(size);
  let length = 0;
  for await (const chunk of chunks) {
    bytes.set(chunk, length);
    length += chunk.length;
  }
  return bytes;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
