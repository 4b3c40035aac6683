import type pg from 'pg';

/** Some of the devices that the next scan has to judge, and the watermark at which to load them. */
export interface DueSample {
  readonly groupIds: readonly number[];
  readonly watermark: number;
}

/** Asked every second by workers that have nothing to do: the first question reads `least` rows at most. */
export async function sampleDue(pool: pg.Pool, least: number, size: number): Promise<DueSample | undefined> {
  const { rows: found } = await pool.query<{ met: number; idle: boolean }>({
    name: 'some-due',
    text: `SELECT (SELECT count(*)::int FROM (SELECT FROM group_dirty LIMIT $1) d) AS met,
             NOT EXISTS (SELECT FROM scan WHERE status IN ('queued', 'planning', 'running', 'closing')) AS idle`,
    values: [least],
  });
  if (found[0] === undefined || !found[0].idle || found[0].met < least) return undefined;
  const { rows } = await pool.query<{ ids: readonly number[] | null; watermark: string }>(
    `WITH counted AS MATERIALIZED (SELECT count(*) AS n FROM group_dirty),
       spread AS (
         SELECT group_id FROM (SELECT group_id, row_number() OVER (ORDER BY group_id) AS place FROM group_dirty) d
         WHERE place % GREATEST(1, (SELECT n FROM counted) / $1::int) = 0 LIMIT $1)
     SELECT (SELECT json_agg(g.id ORDER BY g.id) FROM spread JOIN device_group g ON g.id = group_id WHERE g.creates) AS ids,
       watermark FROM grouping_progress`,
    [size],
  );
  const [row] = rows;
  return row === undefined ? undefined : { groupIds: row.ids ?? [], watermark: Number(row.watermark) };
}
