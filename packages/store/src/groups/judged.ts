import type pg from 'pg';
import type { JudgedGroup } from '../types.js';

/** By what a scan judges: see `scan.epoch` and `scan.watermark`. */
export interface JudgedBy {
  readonly epoch: number;
  readonly watermark: number;
}

/**
 * Remember that these groups were judged, in the transaction that saves their results: until then they stay due, so a
 * scan that ends early loses nothing. Groups judged as before are not written.
 */
export async function markGroupsJudged(
  client: pg.ClientBase,
  groups: readonly JudgedGroup[],
  { epoch, watermark }: JudgedBy,
): Promise<void> {
  if (groups.length === 0) return;
  const ids = groups.map(({ groupId }) => groupId);
  await client.query({
    name: 'groups-judged',
    text: `INSERT INTO group_judged AS j (group_id, epoch, review_at, ages_matter)
           SELECT v.id, $4, v.review_at, v.ages_matter
           FROM unnest($1::bigint[], $2::timestamptz[], $3::boolean[]) AS v(id, review_at, ages_matter) ORDER BY v.id
           ON CONFLICT (group_id) DO UPDATE
           SET epoch = EXCLUDED.epoch, review_at = EXCLUDED.review_at, ages_matter = EXCLUDED.ages_matter
           WHERE (j.epoch, j.review_at, j.ages_matter)
             IS DISTINCT FROM (EXCLUDED.epoch, EXCLUDED.review_at, EXCLUDED.ages_matter)`,
    values: [
      ids,
      groups.map(({ reviewAt }) => reviewAt ?? null),
      groups.map(({ agesMatter }) => agesMatter),
      epoch,
    ],
  });
  await client.query({
    name: 'groups-clean',
    text: 'DELETE FROM group_dirty WHERE group_id = ANY($1::bigint[]) AND seq <= $2',
    values: [ids, watermark],
  });
}
