import { columnMappingText } from '@ringcheck/intake';
import type { ColumnMapping, DocumentKind, SourceDocument } from '@ringcheck/model';
import { parseColumnMapping } from '@ringcheck/policy';
import type { Store, UploadFile } from '@ringcheck/store';
import { createHash } from 'node:crypto';
import { decoderVersion } from './decoder-version.js';

/** The mapping file that holds for the tables of one upload. */
export interface UploadMapping {
  readonly mapping: ColumnMapping;
  readonly sha256: string;
}

/** What is asked of the store. */
export interface MappingStore {
  readonly uploads: Pick<Store['uploads'], 'get'>;
  readonly blobs: Pick<Store['blobs'], 'read'>;
}

const longest = 256 * 1024;
/** Files of an upload that are looked into for a mapping: more of such a name are no mappings. */
const mostCandidates = 20;

const tables: readonly DocumentKind[] = ['inventory-csv', 'placement-csv', 'jamf-inventory', 'unknown'];

/** Whether a mapping could change how a file reads: tables, also those whose headings nobody knows. */
export function holdsTables(documents: readonly SourceDocument[]): boolean {
  return documents.some(({ kind, profiles }) => tables.includes(kind) && profiles.length === 0);
}

/** The only mapping inside an archive. */
export function mappingAmong(documents: readonly SourceDocument[]): UploadMapping | undefined {
  const texts = documents.flatMap(({ kind, text }) => (kind === 'column-mapping' ? (text ?? []) : []));
  return onlyMapping(texts);
}

const mostRemembered = 10_000;
const mostUploads = 100;

type Candidate = Pick<UploadFile, 'id' | 'sha256'>;

/** What is known of files beside tables, as every table of an upload asks the same of the same files. */
export class OtherFiles {
  readonly #hashes = new Set<string>();
  readonly #candidates = new Map<string, readonly Candidate[]>();

  /** Whether these bytes are known to hold no mapping. */
  has(sha256: string): boolean {
    return this.#hashes.has(sha256);
  }

  add(sha256: string): void {
    if (this.#hashes.size >= mostRemembered) this.#hashes.clear();
    this.#hashes.add(sha256);
  }

  /** Files of an upload that may be a mapping, one more than are looked into; its list never changes and is read once. */
  async candidates({ uploads }: MappingStore, uploadId: string): Promise<readonly Candidate[]> {
    const known = this.#candidates.get(uploadId);
    if (known !== undefined) return known;
    const upload = await uploads.get(uploadId);
    const found = (upload?.files ?? [])
      .filter(({ path, size }) => size <= longest && /\.(?:ya?ml|json)$/i.test(path))
      .slice(0, mostCandidates + 1)
      .map(({ id, sha256 }) => ({ id, sha256 }));
    if (this.#candidates.size >= mostUploads) this.#candidates.clear();
    this.#candidates.set(uploadId, found);
    return found;
  }
}

/**
 * The only mapping among the files that were uploaded with this one; they are all stored before any is read. What
 * holds none is noted in `others` and not read again.
 */
export async function mappingOfUpload(
  store: MappingStore,
  file: Pick<UploadFile, 'id' | 'uploadId'>,
  others = new OtherFiles(),
): Promise<UploadMapping | undefined> {
  const candidates = (await others.candidates(store, file.uploadId))
    .filter(({ id }) => id !== file.id)
    .slice(0, mostCandidates);
  const texts: string[] = [];
  for (const { sha256 } of candidates) {
    if (others.has(sha256)) continue;
    const text = columnMappingText(await collect(store.blobs.read(sha256)));
    if (text === undefined) others.add(sha256);
    else texts.push(text);
  }
  return onlyMapping(texts);
}

/** Of two that differ neither is taken: which was meant cannot be known. */
function onlyMapping(texts: readonly string[]): UploadMapping | undefined {
  const [text] = texts;
  if (text === undefined || texts.some((other) => other !== text)) return undefined;
  const { mapping } = parseColumnMapping(text);
  return mapping === undefined
    ? undefined
    : { mapping, sha256: createHash('sha256').update(text).digest('hex') };
}

/** A mapping that does not hold says why on its own file; tables are read without it. */
export function checkMapping(document: SourceDocument): SourceDocument {
  if (document.kind !== 'column-mapping' || document.text === undefined) return document;
  const { mapping, diagnostics } = parseColumnMapping(document.text);
  const all = [...document.diagnostics, ...diagnostics];
  if (mapping !== undefined) return { ...document, diagnostics: all };
  const { text: _text, ...rest } = document;
  return { ...rest, status: 'rejected', diagnostics: all };
}

/** The same bytes read by another mapping are another reading, which takes the place of the older one. */
export function versionWith(mapping: UploadMapping | undefined): string {
  return mapping === undefined ? decoderVersion : `${decoderVersion}+${mapping.sha256.slice(0, 12)}`;
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}
