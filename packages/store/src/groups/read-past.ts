import type pg from 'pg';
import type { RecordForms } from '../documents/read-forms.js';
import { tellsSince } from '../documents/told-since.js';
import { documentsOf, SaidRecords, type Said } from './stored-records.js';

type PastRow = [groupId: string, documentId: string, index: number, observedAt: string, body: string];

/**
 * Reports that say when they were observed and name the build or the lines, each time they were made: from them it can
 * be told since when the present ones hold. `ids` are groups that changed; most devices never did.
 */
export async function readPast(
  pool: pg.Pool,
  forms: RecordForms,
  ids: readonly number[],
  watermark: number,
): Promise<SaidRecords | undefined> {
  if (ids.length === 0) return undefined;
  const { rows } = await pool.query<PastRow>({
    name: 'read-past-records',
    text: `SELECT w.id, r.document_id, r.index, r.observed_at::text, b.body::text
           FROM unnest($1::bigint[]) AS w(id)
           CROSS JOIN LATERAL (
             SELECT r.*, s.shape_id FROM group_member m JOIN device_snapshot s USING (identity_id)
             CROSS JOIN LATERAL (
               SELECT r.* FROM device_record r WHERE r.snapshot_id = s.id AND r.observed_at IS NOT NULL OFFSET 0) r
             WHERE m.group_id = w.id OFFSET 0) r
           JOIN record_shape h ON h.id = r.shape_id AND ${tellsSince}
           CROSS JOIN LATERAL (
             SELECT b.body FROM snapshot_body b WHERE b.snapshot_id = r.snapshot_id
             ORDER BY b.said_at, b.document_id, b.index LIMIT 1) b`,
    values: [ids],
    rowMode: 'array',
  });
  const documents = await documentsOf(pool, new Set(rows.map(([, documentId]) => documentId)), watermark);
  const said = new Map(ids.map((id): [number, Said[]] => [id, []]));
  for (const [groupId, documentId, index, lastAt, body] of rows)
    said.get(Number(groupId))?.push({ documentId, index, lastAt, isObserved: true, body });
  return SaidRecords.of(said, documents, forms);
}
