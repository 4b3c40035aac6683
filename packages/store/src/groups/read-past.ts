import type pg from 'pg';
import type { RecordForms } from '../documents/read-forms.js';
import { tellsSince } from '../documents/told-since.js';
import { firstWords, type Words } from './first-words.js';
import { documentsOf, SaidRecords, type Said } from './stored-records.js';

/** Words, and each time they were said, as far as reports say it. */
interface PastWords extends Words {
  readonly groupId: number;
  readonly times: readonly string[];
  readonly body: string;
}

interface PastSaid extends Said {
  readonly snapshotId: string;
}

type PastRow = [
  groupId: string,
  snapshotId: string,
  times: readonly string[],
  documentId: string,
  index: number,
  saidAt: string,
  body: string,
];

/**
 * Reports that say when they were observed and name the build or the lines, each time they were made but for nights
 * between two that say the same: from them it can be told since when the present ones hold. As of all records, the
 * first to say the same is the evidence. `ids` are groups that changed or differ; most devices never did.
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
    text: `SELECT w.id, s.id, p.times, b.document_id, b.index, b.said_at::text, b.body::text
           FROM unnest($1::bigint[]) AS w(id)
           CROSS JOIN LATERAL (
             SELECT s.* FROM group_member m JOIN device_snapshot s USING (identity_id)
             WHERE m.group_id = w.id OFFSET 0) s
           JOIN record_shape h ON h.id = s.shape_id AND ${tellsSince}
           CROSS JOIN LATERAL (
             SELECT array_agg(r.observed_at::text) AS times FROM device_record r
             JOIN document d ON d.id = r.document_id AND d.seq <= $2
             WHERE r.snapshot_id = s.id AND r.observed_at IS NOT NULL) p
           JOIN snapshot_body b ON b.snapshot_id = s.id
           WHERE p.times IS NOT NULL`,
    values: [ids, watermark],
    rowMode: 'array',
  });
  const documents = await documentsOf(pool, new Set(rows.map(([, , , documentId]) => documentId)), watermark);
  const said = new Map(ids.map((id): [number, PastSaid[]] => [id, []]));
  for (const { groupId, times, ...words } of firstWords(rows.map(wordsOf), documents))
    for (const lastAt of times) said.get(groupId)?.push({ ...words, lastAt, isObserved: true });
  for (const [groupId, all] of said) said.set(groupId, endsOfRuns(all));
  return SaidRecords.of(said, documents, forms);
}

/** Of reports that say the same night after night the first and the last: those between tell nothing more. */
function endsOfRuns(said: readonly PastSaid[]): PastSaid[] {
  const sorted = [...said].sort((a, b) => (a.lastAt < b.lastAt ? -1 : 1));
  const goesOn = (a: PastSaid | undefined, b: PastSaid | undefined): boolean =>
    a?.snapshotId === b?.snapshotId && a?.lastAt !== b?.lastAt;
  return sorted.filter((one, place) => !goesOn(sorted[place - 1], one) || !goesOn(one, sorted[place + 1]));
}

function wordsOf([groupId, snapshotId, times, documentId, index, saidAt, body]: PastRow): PastWords {
  return { groupId: Number(groupId), snapshotId, times, documentId, index, saidAt, body };
}
