import { documentKinds, type DeviceRecord, type DocumentKind, type DocumentRef } from '@ringcheck/model';
import type pg from 'pg';
import { word } from '../database/rows.js';
import type { ReadBody, RecordForms } from '../documents/read-forms.js';
import type { StoredRecord } from '../types.js';

/** A record of a device as rows give it. */
export interface Said {
  readonly group_id: string;
  readonly document_id: string;
  readonly index: number;
  /** Milliseconds since 1970. */
  readonly last_at: number;
  readonly is_observed: boolean;
  /** As text: it is read when its record is asked for. */
  readonly body: string;
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

/** Of each device what is said of it, in the order of the documents. */
export class SaidRecords {
  private readonly instants = new Map<number, string>();

  private constructor(
    private readonly byGroup: ReadonlyMap<number, readonly Said[]>,
    private readonly documents: StoredDocuments,
    private readonly read: ReadBody,
  ) {}

  static async of(
    rows: readonly Said[],
    documents: StoredDocuments,
    forms: RecordForms,
  ): Promise<SaidRecords> {
    const told = rows.filter(({ document_id }) => documents.has(document_id)).sort(byPlace);
    const read = await forms.reader(told.map(({ body }) => body));
    const byGroup = new Map<number, Said[]>();
    for (const row of told) {
      const group = Number(row.group_id);
      const held = byGroup.get(group);
      if (held) held.push(row);
      else byGroup.set(group, [row]);
    }
    return new SaidRecords(byGroup, documents, read);
  }

  /** The records of a device, made now: those of all devices at a time would be many times as long in memory. */
  ofGroup(groupId: number): readonly StoredRecord[] {
    return (this.byGroup.get(groupId) ?? []).flatMap((row) => {
      const stored = this.documents.get(row.document_id);
      return stored === undefined ? [] : [recordOf(row, this.read(row.body), stored, this.instantOf(row))];
    });
  }

  private instantOf({ last_at }: Said): string {
    let instant = this.instants.get(last_at);
    if (instant === undefined) this.instants.set(last_at, (instant = new Date(last_at).toISOString()));
    return instant;
  }
}

const byPlace = (a: Said, b: Said): number =>
  Number(a.document_id) - Number(b.document_id) || a.index - b.index;

function recordOf(
  { document_id, index, is_observed }: Said,
  record: DeviceRecord,
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
    record: observedAt(record, is_observed ? lastAt.replace('.000Z', 'Z') : undefined),
  };
}

/** The same record, said then. */
function observedAt(record: DeviceRecord, instant: string | undefined): DeviceRecord {
  if (record.observedAt === instant) return record;
  const { observedAt: _observedAt, ...said } = record;
  return instant === undefined ? said : { ...said, observedAt: instant };
}
