import { documentKinds, type DeviceRecord, type DocumentKind, type DocumentRef } from '@ringcheck/model';
import type pg from 'pg';
import { word } from '../database/rows.js';
import type { ReadBody, RecordForms } from '../documents/read-forms.js';
import type { StoredRecord } from '../types.js';

/** A record of a device as rows give it. */
export interface Said {
  readonly documentId: string;
  readonly index: number;
  /** As the server writes an instant. */
  readonly lastAt: string;
  readonly isObserved: boolean;
  /** As text: it is read when its record is asked for. */
  readonly body: string;
}

interface StoredDocument {
  readonly id: number;
  readonly document: DocumentRef;
  readonly kind: DocumentKind;
}

export type StoredDocuments = ReadonlyMap<string, StoredDocument>;

/** Documents by id; those above the watermark are not there. */
export async function documentsOf(
  pool: pg.Pool,
  ids: ReadonlySet<string>,
  watermark: number,
): Promise<StoredDocuments> {
  if (ids.size === 0) return new Map();
  const { rows } = await pool.query<{ id: string; kind: string; sha256: string; path: string }>({
    name: 'documents-of-records',
    text: `SELECT d.id, d.kind, d.sha256, s.path FROM unnest($1::bigint[]) AS w(id) JOIN document d USING (id)
           CROSS JOIN LATERAL (
             SELECT min(path COLLATE "C") AS path FROM document_sighting
             WHERE document_id = d.id AND seq <= $2) s
           WHERE d.seq <= $2 AND s.path IS NOT NULL`,
    values: [[...ids], watermark],
  });
  return new Map(
    rows.map(({ id, kind, sha256, path }) => [
      id,
      { id: Number(id), document: { path, sha256 }, kind: word(documentKinds, kind) },
    ]),
  );
}

/** Milliseconds since 1970 of an instant as the server writes it, in UTC. */
export const millisecondsOf = (text: string): number =>
  Date.parse(`${text.slice(0, 10)}T${text.slice(11).replace('+00', 'Z')}`);

/** Of each device what is said of it, in the order of the documents. */
export class SaidRecords {
  private readonly instants = new Map<string, string>();
  private readonly kept = new Map<number, readonly StoredRecord[]>();

  private constructor(
    private readonly byGroup: ReadonlyMap<number, readonly Said[]>,
    private readonly documents: StoredDocuments,
    private readonly read: ReadBody,
  ) {}

  static async of(
    byGroup: ReadonlyMap<number, readonly Said[]>,
    documents: StoredDocuments,
    forms: RecordForms,
  ): Promise<SaidRecords> {
    return new SaidRecords(byGroup, documents, await forms.reader(bodiesOf(byGroup)));
  }

  /** The records of a device, made now: those of all devices at a time would be many times as long in memory. */
  ofGroup(groupId: number): readonly StoredRecord[] {
    const kept = this.kept.get(groupId);
    this.kept.delete(groupId);
    return kept ?? this.make(groupId);
  }

  /** The same looked at before they are asked for: they are kept until then, as making them costs most. */
  ahead(groupId: number): readonly StoredRecord[] {
    const made = this.make(groupId);
    this.kept.set(groupId, made);
    return made;
  }

  private make(groupId: number): readonly StoredRecord[] {
    const records: StoredRecord[] = [];
    for (const said of this.byGroup.get(groupId) ?? []) {
      const stored = this.documents.get(said.documentId);
      if (stored !== undefined) records.push(this.recordOf(said, stored));
    }
    return records.sort(byPlace);
  }

  private recordOf({ index, isObserved, lastAt, body }: Said, stored: StoredDocument): StoredRecord {
    const receivedAt = this.instantOf(lastAt);
    return {
      documentId: stored.id,
      index,
      document: stored.document,
      kind: stored.kind,
      receivedAt,
      // As decoders write an instant.
      record: observedAt(this.read(body), isObserved ? receivedAt.replace('.000Z', 'Z') : undefined),
    };
  }

  private instantOf(text: string): string {
    let instant = this.instants.get(text);
    if (instant === undefined)
      this.instants.set(text, (instant = new Date(millisecondsOf(text)).toISOString()));
    return instant;
  }
}

function* bodiesOf(byGroup: ReadonlyMap<number, readonly Said[]>): Iterable<string> {
  for (const said of byGroup.values()) for (const { body } of said) yield body;
}

const byPlace = (a: StoredRecord, b: StoredRecord): number =>
  a.documentId - b.documentId || a.index - b.index;

/** The same record, said then. */
function observedAt(record: DeviceRecord, instant: string | undefined): DeviceRecord {
  if (record.observedAt === instant) return record;
  const { observedAt: _observedAt, ...said } = record;
  return instant === undefined ? said : { ...said, observedAt: instant };
}
