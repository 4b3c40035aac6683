import type { Instant } from '@ringcheck/model';
import type pg from 'pg';
import type { Forgotten } from './types.js';

const removed = async (pool: pg.Pool, sql: string, values: readonly unknown[]): Promise<number> =>
  (await pool.query(sql, [...values])).rowCount ?? 0;

/**
 * One bounded batch of each kind, in small transactions, so that a nightly scan never waits for them. Rows keep the
 * number and moment of their scan, so scans may go before them; the last one that was done stays.
 */
export async function forget(pool: pg.Pool, before: Instant, batch: number): Promise<Forgotten> {
  const intervals = (table: 'finding' | 'verdict_interval') =>
    removed(
      pool,
      `DELETE FROM ${table} WHERE id IN (
         SELECT id FROM ${table} WHERE to_scan_seq IS NOT NULL AND to_at < $1 ORDER BY id LIMIT $2)`,
      [before, batch],
    );
  const findings = await intervals('finding');
  const verdicts = await intervals('verdict_interval');
  if (findings === batch || verdicts === batch) return { findings, verdicts, scans: 0 };
  const scans = await removed(
    pool,
    `DELETE FROM scan WHERE id IN (
       SELECT id FROM scan s WHERE status IN ('done', 'failed', 'cancelled') AND finished_at < $1
         AND seq < (SELECT max(seq) FROM scan WHERE status = 'done')
       ORDER BY seq LIMIT $2)`,
    [before, batch],
  );
  return { findings, verdicts, scans };
}
