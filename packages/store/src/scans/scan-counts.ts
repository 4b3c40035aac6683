import type { Instant } from '@ringcheck/model';
import type pg from 'pg';

/** What the scans keep counts of; pairs have keys joined by a line break. */
export type CountDimension =
  | 'verdict'
  | 'compliance'
  | 'group'
  | 'network'
  | 'platform'
  | 'group.verdict'
  | 'group.compliance'
  | 'network.verdict'
  | 'rule'
  | 'cause'
  | 'gap'
  /** Sums of `decided` and `applicable` rules over all devices, in place of devices. */
  | 'coverage';

export interface CountRow {
  readonly key: string;
  readonly devices: number;
  readonly findings: number;
}

/** The last scan that ended and kept counts; of a parameter's moment, unless that is null. */
export const countedScan = (moment: string): string => `(SELECT s.id FROM scan s WHERE s.status = 'done'
  AND (${moment}::timestamptz IS NULL OR s.now <= ${moment}::timestamptz)
  AND EXISTS (SELECT 1 FROM scan_count n WHERE n.scan_id = s.id) ORDER BY s.seq DESC LIMIT 1)`;

export const mostCounts = 10_000;

/** Counts of the last scan that ended, or had by a moment, most devices first; none before the first one. */
export async function readCounts(
  pool: pg.Pool,
  dimension: CountDimension,
  asOf?: Instant,
): Promise<readonly CountRow[]> {
  const { rows } = await pool.query<CountRow>(
    `SELECT key, devices, findings FROM scan_count WHERE scan_id = ${countedScan('$2')} AND dimension = $1
     ORDER BY devices DESC, findings DESC, key COLLATE "C" LIMIT ${mostCounts}`,
    [dimension, asOf ?? null],
  );
  return rows;
}

/** One of them; undefined where nothing was counted, 0 where the scan met none. */
export async function readCount(
  pool: pg.Pool,
  dimension: CountDimension,
  key: string,
  asOf?: Instant,
): Promise<number | undefined> {
  const { rows } = await pool.query<{ id: string | null; devices: number | null }>(
    `SELECT c.id, n.devices FROM (SELECT ${countedScan('$3')} AS id) c
     LEFT JOIN scan_count n ON n.scan_id = c.id AND n.dimension = $1 AND n.key = $2`,
    [dimension, key, asOf ?? null],
  );
  return rows[0]?.id === null || rows[0] === undefined ? undefined : (rows[0].devices ?? 0);
}
