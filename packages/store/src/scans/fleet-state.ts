import type pg from 'pg';
import { together } from '../database/together.js';
import { countedScan } from './scan-counts.js';

/** Tells whether what was read before still stands; see `Devices.state`. */
export interface FleetState {
  /** The last scan that ended well; counts, causes and gaps are as it left them. */
  readonly done: string | undefined;
  /** The scan whose counts stand. */
  readonly counted: string | undefined;
  /** The policy in force. */
  readonly policy: number | undefined;
  /** Another text after each write of a scan to devices or findings. */
  readonly writes: string;
  /** Number of the oldest transaction that may write yet. */
  readonly horizon: string;
}

/** More than this many scans are not asked for while one is being asked for: a late number is seen among the last. */
const lastScans = 32;

/**
 * Devices and findings change only in transactions that also count a chunk of a scan or end the scan, so the rows of the
 * scans that can still write, and of the last ones, tell of each of them.
 */
const question = `WITH near AS (
    SELECT id, seq, status, chunks_done FROM scan WHERE status IN ('queued', 'planning', 'running', 'closing')
    UNION (SELECT id, seq, status, chunks_done FROM scan ORDER BY seq DESC LIMIT ${lastScans}))
  SELECT (SELECT id FROM scan WHERE status = 'done' ORDER BY seq DESC LIMIT 1) AS done,
    ${countedScan('NULL')} AS counted,
    (SELECT max(id) FROM policy_version) AS policy,
    (SELECT string_agg(concat_ws(' ', id, status, chunks_done), ',' ORDER BY seq) FROM near) AS writes,
    pg_snapshot_xmin(pg_current_snapshot())::text AS horizon`;

/** Reads the state for all who ask at once. */
export function fleetStates(pool: pg.Pool): () => Promise<FleetState> {
  return together(async () => {
    const { rows } = await pool.query<{ [K in keyof FleetState]: FleetState[K] | null }>(question);
    const row = rows[0];
    return {
      done: row?.done ?? undefined,
      counted: row?.counted ?? undefined,
      policy: row?.policy ?? undefined,
      writes: row?.writes ?? '',
      horizon: row?.horizon ?? '0',
    };
  });
}
