import { documentKinds, type DeviceRecord, type DocumentKind, type DocumentRef } from '@ringcheck/model';
import type pg from 'pg';
import { word } from '../database/rows.js';
import type { RecordForms, StoredBody } from '../documents/read-forms.js';
import type { StoredRecord } from '../types.js';

/** A record of a device as rows give it. */
export interface Said {
  readonly group_id: string;
  readonly document_id: string;
  readonly index: number;
  /** Milliseconds since 1970. */
  readonly last_at: number;
  readonly is_observed: boolean;
  readonly body: StoredBody;
}

interface StoredDocument {
  readonly document: DocumentRef;
  readonly kind: DocumentKind;
}

export type StoredDocuments = ReadonlyMap<string, StoredDocument>;

/** The documents these rows stand in, by id; documents above the watermark are not there. */
export async function documentsOf(
  pool: pg.Pool,
  said: readonly Pick<Said, 'document_id'>[],
  watermark: number,
): Promise<StoredDocuments> {
  const ids = new Set(said.map(({ document_id }) => document_id));
  if (ids.size === 0) return new Map();
  const { rows } = await pool.query<{ id: string; kind: string; sha256: string; path: string }>({
    name: 'documents-of-records',
    text: `SELECT d.id, d.kind, d.sha256, s.path FROM unnest($1::bigint[]) AS w(id) JOIN document d USING (id)
           CROSS JOIN LATERAL (
             SELECT min(path COLLATE "C") AS path FROM document_sighting
             WHERE document_id = d.id AND seq <= $2) s
           WHERE d.seq <= $2 AND s.path IS NOT NULL`,
    values: [[...ids].filter(isThere), watermark],
  });
  return new Map(
    rows.map(({ id, kind, sha256, path }) => [
      id,
      { document: { path, sha256 }, kind: word(documentKinds, kind) },
    ]),
  );
}

const isThere = (id: string | null): boolean => id !== null;

/** The records of each device, in the order of their documents. */
export async function recordsByGroup(
  rows: readonly Said[],
  documents: StoredDocuments,
  forms: RecordForms,
): Promise<ReadonlyMap<string, readonly StoredRecord[]>> {
  const told = rows.filter(({ document_id }) => documents.has(document_id)).sort(byPlace);
  const bodies = await forms.read(told.map(({ body }) => body));
  const instants = new Map<number, string>();
  const records = new Map<string, StoredRecord[]>();
  told.forEach((row, i) => {
    const [body, stored] = [bodies[i], documents.get(row.document_id)];
    if (body === undefined || stored === undefined) return;
    let lastAt = instants.get(row.last_at);
    if (lastAt === undefined) instants.set(row.last_at, (lastAt = new Date(row.last_at).toISOString()));
    const record = recordOf(row, body, stored, lastAt);
    const held = records.get(row.group_id);
    if (held) held.push(record);
    else records.set(row.group_id, [record]);
  });
  return records;
}

const byPlace = (a: Said, b: Said): number =>
  Number(a.document_id) - Number(b.document_id) || a.index - b.index;

function recordOf(
  { document_id, index, is_observed }: Said,
  { observedAt: _observedAt, ...said }: DeviceRecord,
  { document, kind }: StoredDocument,
  lastAt: string,
): StoredRecord {
  return {
    documentId: Number(document_id),
    index,
    document,
    kind,
    receivedAt: lastAt,
    // As decoders write an instant.
    record: is_observed ? { ...said, observedAt: lastAt.replace('.000Z', 'Z') } : said,
  };
}
