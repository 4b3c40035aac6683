import type pg from 'pg';
import type { RecordForms } from '../documents/read-forms.js';
import { precedes, type Evidence } from '../documents/write-bodies.js';
import { documentsOf, SaidRecords, type Said, type StoredDocuments } from './stored-records.js';

interface LiveRow extends Said {
  readonly identity_id: string;
  /** How often the identity said something new; what is not live any more is counted too. */
  readonly said: number;
  /** Null where nothing the identity said is live; no document has the row then. */
  readonly snapshot_id: string | null;
  readonly said_at: number | null;
}

export interface Live {
  readonly records: SaidRecords;
  /** Groups that said something else before. */
  readonly changed: readonly string[];
}

/**
 * What is said of devices now. The first to say it is the evidence, the last time it was said is its age. It is read
 * device by device through the indexes (`OFFSET 0` keeps it so): right after a large upload, when nothing is known of
 * the tables, they would be read whole for each chunk.
 */
export async function readLive(
  pool: pg.Pool,
  forms: RecordForms,
  ids: readonly number[],
  watermark: number,
): Promise<Live> {
  const { rows } = await pool.query<LiveRow>({
    name: 'read-live-records',
    text: `SELECT w.id AS group_id, m.identity_id, m.said, l.snapshot_id, l.is_observed, b.document_id, b.index, b.body::text AS body,
             floor(extract(epoch FROM l.last_at) * 1000)::float8 AS last_at, extract(epoch FROM b.said_at)::float8 AS said_at
           FROM unnest($1::bigint[]) AS w(id)
           CROSS JOIN LATERAL (
             SELECT m.identity_id,
               (SELECT count(*)::int FROM device_snapshot s WHERE s.identity_id = m.identity_id) AS said
             FROM group_member m WHERE m.group_id = w.id OFFSET 0) m
           LEFT JOIN LATERAL (
             SELECT l.* FROM live_snapshot l WHERE l.identity_id = m.identity_id OFFSET 0) l ON true
           LEFT JOIN LATERAL (
             SELECT b.* FROM snapshot_body b WHERE b.snapshot_id = l.snapshot_id OFFSET 0) b ON true`,
    values: [ids],
  });
  const documents = await documentsOf(pool, rows, watermark);
  return {
    records: await SaidRecords.of(firstOf(rows, documents), documents, forms),
    changed: changedGroups(rows),
  };
}

/** Of several documents that say the same the first. */
function firstOf(rows: readonly LiveRow[], documents: StoredDocuments): readonly LiveRow[] {
  const placeOf = ({ said_at, document_id, index }: LiveRow): Evidence => ({
    saidAt: said_at ?? 0,
    sha256: documents.get(document_id)?.document.sha256 ?? '',
    index,
  });
  const firsts = new Map<string, LiveRow>();
  for (const row of rows) {
    if (row.snapshot_id === null || !documents.has(row.document_id)) continue;
    const held = firsts.get(row.snapshot_id);
    if (held === undefined || precedes(placeOf(row), placeOf(held))) firsts.set(row.snapshot_id, row);
  }
  return [...firsts.values()];
}

function changedGroups(rows: readonly LiveRow[]): readonly string[] {
  const live = new Map<string, Set<string>>();
  for (const { identity_id, snapshot_id } of rows) {
    const held = live.get(identity_id);
    if (held === undefined) live.set(identity_id, new Set(snapshot_id === null ? [] : [snapshot_id]));
    else if (snapshot_id !== null) held.add(snapshot_id);
  }
  return [
    ...new Set(
      rows.flatMap(({ group_id, identity_id, said }) =>
        said > (live.get(identity_id)?.size ?? 0) ? [group_id] : [],
      ),
    ),
  ];
}
