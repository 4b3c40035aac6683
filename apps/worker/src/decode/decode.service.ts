import { groupIdentities } from '@ringcheck/assemble';
import { ingest } from '@ringcheck/intake';
import type { Diagnostic, SourceDocument } from '@ringcheck/model';
import { parsePolicy } from '@ringcheck/policy';
import { policyVocabulary } from '@ringcheck/rules';
import type { Store, UploadFile } from '@ringcheck/store';
import { createHash } from 'node:crypto';
import {
  checkMapping,
  mappingAmong,
  mappingOfUpload,
  OtherFiles,
  versionWith,
  type UploadMapping,
} from './column-mapping.js';
import { decoderVersion } from './decoder-version.js';
import { FileSummary } from './file-summary.js';
import type { WorkHandler, WorkOutcome } from '../runtime/outcome.js';

/** Records from which on an upload is worth grouping at its end. */
const largeExport = 1_000;
/** Records from which on an upload is grouped before its end: together the files that name one device cost less. */
const mostWaiting = 20_000;

/** Files from this size on are decoded one after the other, so that a process holds one large tree at a time. */
const largeFileBytes = 16 * 1024 * 1024;

/** Ends a reading that goes without the mapping that was uploaded for it; nothing of it is kept. */
class MappingFound extends Error {
  constructor(readonly mapping: UploadMapping) {
    super('the tables of this file have a mapping');
  }
}

type PendingFile = UploadFile & { readonly receivedAt: string };

/** Turns one uploaded file into documents. */
export class DecodeService implements WorkHandler {
  #lastLarge: Promise<unknown> = Promise.resolve();
  /** Records decoded here since this process grouped last. */
  #waiting = 0;
  readonly #noMappings = new OtherFiles();

  constructor(
    private readonly store: Store,
    private readonly trustAnchors: readonly Uint8Array[] = [],
  ) {}

  async run(key: string): Promise<WorkOutcome> {
    const file = await this.store.uploads.file(Number(key));
    if (file === undefined || file.status !== 'pending') return { status: 'done' };
    const records = await (file.size < largeFileBytes ? this.decode(file) : this.inTurn(file));
    this.#waiting += records;
    if (await this.isDue(file.uploadId)) {
      this.#waiting = 0;
      await this.store.groups.advance(groupIdentities);
    }
    return { status: 'done' };
  }

  /** A large upload is taken in as it comes, so that the next scan need not; small ones wait for it together. */
  private async isDue(uploadId: string): Promise<boolean> {
    if (this.#waiting >= mostWaiting) return true;
    return ((await this.store.uploads.recordsWhenDone(uploadId)) ?? 0) >= largeExport;
  }

  private inTurn(file: PendingFile): Promise<number> {
    const decode = (): Promise<number> => this.decode(file);
    const turn = this.#lastLarge.then(decode, decode);
    this.#lastLarge = turn;
    return turn;
  }

  /** Gives the number of device records. */
  private async decode(file: PendingFile): Promise<number> {
    try {
      return await this.save(file);
    } catch (error) {
      if (!(error instanceof MappingFound)) throw error;
      return this.save(file, error.mapping);
    }
  }

  private async save(file: PendingFile, mapping?: UploadMapping): Promise<number> {
    const summary = new FileSummary(file.path);
    await this.store.documents.save(file.id, {
      decoderVersion: versionWith(mapping),
      documents: this.documentsOf(file, summary, mapping),
      outcome: () => summary.outcome(),
    });
    return summary.records;
  }

  /** The documents of a file as they are decoded; throws MappingFound when they should have been read by a mapping. */
  private async *documentsOf(
    file: PendingFile,
    summary: FileSummary,
    mapping?: UploadMapping,
  ): AsyncGenerator<SourceDocument> {
    const blob = await this.store.blobs.open(file.sha256);
    const source = ingest({
      path: file.path,
      bytes: {
        size: blob.size,
        read: (offset, length) => blob.read(offset, length),
        sha256: () => file.sha256,
      },
      receivedAt: file.receivedAt,
      sha256,
      subtle: globalThis.crypto.subtle,
      digestSecret: this.store.digestSecret,
      ...(this.trustAnchors.length === 0 ? {} : { trustAnchors: this.trustAnchors }),
      ...(mapping === undefined ? {} : { columnMapping: mapping.mapping }),
    });
    for await (const read of source) {
      const document = checkMapping(checkPolicy(read));
      summary.add(document);
      // A file by itself has no mapping inside it: no need to write what a mapping changes.
      if (mapping === undefined && document.ref.path === file.path) await this.findMapping(file, summary);
      await this.savePolicy(document);
      yield document;
    }
    if (mapping === undefined) await this.findMapping(file, summary);
  }

  private async findMapping(file: PendingFile, summary: FileSummary): Promise<void> {
    if (!summary.holdsTables) return;
    const found =
      mappingAmong(summary.mappings) ?? (await mappingOfUpload(this.store, file, this.#noMappings));
    if (found !== undefined) throw new MappingFound(found);
  }

  /** Before its document: should we die in between, the file is decoded again and saves the same text again. */
  private async savePolicy(document: SourceDocument): Promise<void> {
    if (document.kind === 'policy-file' && document.status === 'ingested' && document.text !== undefined)
      await this.store.policies.save(document.text, 'upload');
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

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
