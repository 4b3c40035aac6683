import type { Instant, Json } from '@ringcheck/model';
import type pg from 'pg';
import { copyRows, type Cell } from '../database/copy.js';
import { transaction } from '../database/pool.js';
import { toJsonText } from '../database/rows.js';
import { intakeLock, lastIntake } from '../documents/intake.js';
import { codeOf, StoreError } from '../errors.js';
import { workKinds } from '../work/work-kinds.js';

export interface BeginInput {
  /** The instant to judge by; moved up to the last scan's, should a clock have been set back. */
  readonly now: Instant;
  readonly policyVersionId?: number;
  readonly rulePack: string;
}

export type Begun = 'begun' | 'busy' | 'over';

const uniqueViolation = '23505';

/**
 * Make a queued scan the one that writes and fix everything it reads. `busy`: another scan writes, or was asked for
 * earlier and waits too, as scans write in the order of their numbers. `over`: it has ended. A scan that has begun
 * before keeps what was fixed then.
 */
export async function beginScan(pool: pg.Pool, id: string, input: BeginInput): Promise<Begun> {
  try {
    return await transaction(pool, async (client) => {
      const { rows } = await client.query<{ status: string; waits: boolean }>(
        `SELECT status, EXISTS (SELECT 1 FROM scan o WHERE o.status = 'queued' AND o.seq < scan.seq) AS waits
         FROM scan WHERE id = $1 FOR UPDATE`,
        [id],
      );
      const status = rows[0]?.status;
      if (status === undefined) throw new StoreError('scan-not-found', `There is no scan ${id}.`);
      if (status === 'planning' || status === 'running' || status === 'closing') return 'begun';
      if (status !== 'queued') return 'over';
      if (rows[0]?.waits === true) return 'busy';
      await client.query('SELECT pg_advisory_xact_lock($1)', [intakeLock]);
      await client.query(
        `UPDATE scan SET status = 'planning', writing = true, started_at = now(), policy_version_id = $2, rule_pack = $3,
           now = GREATEST($4::timestamptz, (SELECT max(now) FROM scan WHERE status = 'done')),
           watermark = ${lastIntake}
         WHERE id = $1`,
        [id, input.policyVersionId ?? null, input.rulePack, input.now],
      );
      return 'begun';
    });
  } catch (error) {
    if (codeOf(error) === uniqueViolation) return 'busy';
    throw error;
  }
}

/**
 * Store the chunks of a scan being planned, with a work row each, and set it running; without chunks it is closing.
 * A second call changes nothing. Returns the number of chunks there are.
 */
export function addChunks(
  pool: pg.Pool,
  id: string,
  bodies: AsyncIterable<Json> | Iterable<Json>,
): Promise<number> {
  return transaction(pool, async (client) => {
    const { rows } = await client.query<{ status: string; total: number }>(
      'SELECT status, chunks_total AS total FROM scan WHERE id = $1 FOR UPDATE',
      [id],
    );
    const scan = rows[0];
    if (!scan) throw new StoreError('scan-not-found', `There is no scan ${id}.`);
    if (scan.status === 'running' || scan.status === 'closing') return scan.total;
    if (scan.status !== 'planning') throw new StoreError('scan-not-open', `Scan ${id} is ${scan.status}.`);
    let total = 0;
    for await (const body of bodies) {
      await copyRows(client, 'scan_chunk', ['scan_id', 'seq', 'body'], [[id, total, toJsonText(body)]]);
      total++;
    }
    await client.query('UPDATE scan SET status = $2, chunks_total = $3 WHERE id = $1', [
      id,
      total === 0 ? 'closing' : 'running',
      total,
    ]);
    await copyRows(client, 'work', ['kind', 'key', 'payload'], workOf(id, total));
    return total;
  });
}

function* workOf(scanId: string, total: number): Generator<readonly Cell[]> {
  if (total === 0) yield [workKinds.scanClose, scanId, toJsonText({ scanId })];
  for (let seq = 0; seq < total; seq++)
    yield [workKinds.scanChunk, `${scanId}-${seq}`, toJsonText({ scanId, chunk: seq })];
}
