import type { Json } from '@ringcheck/model';
import type pg from 'pg';
import { transaction } from '../database/pool.js';
import { toJsonText } from '../database/rows.js';
import { StoreError } from '../errors.js';
import type { ScanCounts, ScanScope } from '../types.js';
import { countScan } from './count-scan.js';

interface ClosingScan {
  readonly status: string;
  readonly seq: string;
  readonly now: Date;
  readonly watermark: string;
  readonly scope: ScanScope;
  readonly counts: ScanCounts | null;
}

/**
 * End devices whose names stand for no group any more, with their verdicts and findings. Grouping says so
 * (`group_end`), not the chunks: those hold only what had to be judged. A device that goes on under a stronger name
 * was renamed by the chunk that judged it.
 */
async function endVanished(
  client: pg.ClientBase,
  scan: ClosingScan,
): Promise<{ readonly devices: number; readonly findings: number }> {
  const { rows } = await client.query<{ id: string }>(
    `WITH ended AS (DELETE FROM group_end WHERE seq <= $1 RETURNING public_id)
     UPDATE device d SET vanished_scan = $2, updated_at = $3
     WHERE vanished_scan IS NULL AND public_id IN (SELECT public_id FROM ended)
       AND NOT EXISTS (SELECT 1 FROM device_group g WHERE g.public_id = d.public_id AND g.creates)
     RETURNING id`,
    [scan.watermark, scan.seq, scan.now],
  );
  const gone = rows.map((row) => row.id);
  const end = (table: 'verdict_interval' | 'finding') =>
    client.query(
      `UPDATE ${table} SET to_scan_seq = $2, to_at = $3 WHERE to_scan_seq IS NULL AND device_id = ANY($1::bigint[])`,
      [gone, scan.seq, scan.now],
    );
  if (gone.length === 0) return { devices: 0, findings: 0 };
  await end('verdict_interval');
  const { rowCount } = await end('finding');
  return { devices: gone.length, findings: rowCount ?? 0 };
}

async function sumChunks(
  client: pg.ClientBase,
  id: string,
): Promise<{
  readonly devices: number;
  readonly changed: number;
  readonly opened: number;
  readonly closed: number;
}> {
  const { rows } = await client.query<{ devices: number; changed: number; opened: number; closed: number }>(
    `SELECT coalesce(sum((counts->>'devices')::int), 0)::int AS devices,
            coalesce(sum((counts->>'changed')::int), 0)::int AS changed,
            coalesce(sum((counts->>'opened')::int), 0)::int AS opened,
            coalesce(sum((counts->>'closed')::int), 0)::int AS closed
     FROM scan_chunk WHERE scan_id = $1`,
    [id],
  );
  return rows[0] ?? { devices: 0, changed: 0, opened: 0, closed: 0 };
}

/** So many changed that the server's picture of its tables is out of date. */
const manyDevices = 5_000;

/**
 * Until the server looks by itself, it would plan questions for tables as they were before. A rough picture of the
 * columns it is asked by is enough until then.
 */
async function analyse(client: pg.ClientBase): Promise<void> {
  await client.query('SET LOCAL default_statistics_target = 20');
  await client.query(`ANALYZE
    device (id, public_id, name_sort, os_sort, verdict, verdict_rank, compliance, platform, group_name, network_name,
      vanished_scan),
    verdict_interval (device_id, from_at, from_scan_seq, to_at, to_scan_seq),
    finding (id, device_id, identity_id, content_id, has_gap, from_at, from_scan_seq, to_at, to_scan_seq),
    finding_identity, finding_content (id, outcome, gap_key),
    device_group (id, creates), group_dirty, group_judged`);
}

/**
 * End a scan all of whose chunks are done: close devices that are no more (a scan of the whole fleet does),
 * count, let the next scan write. A second call changes nothing and gives the same counts.
 * `more` is kept with the counts. Throws StoreError `scan-not-found`, `scan-not-open`.
 */
export async function closeScan(pool: pg.Pool, id: string, more?: Json): Promise<ScanCounts> {
  const { counts, changed } = await closeOnce(pool, id, more);
  if (changed > manyDevices) await makeIndexesReadable(pool);
  return counts;
}

/**
 * Lists of devices with a finding read an index alone only where the server knows that all may see the rows. It finds out
 * by itself within minutes; the scan has ended, so that a failure here takes nothing away.
 */
async function makeIndexesReadable(pool: pg.Pool): Promise<void> {
  await pool.query('VACUUM (SKIP_LOCKED, TRUNCATE FALSE) finding').catch(() => undefined);
}

interface Closed {
  readonly counts: ScanCounts;
  /** Devices that this call found changed; none where the scan had ended before. */
  readonly changed: number;
}

function closeOnce(pool: pg.Pool, id: string, more: Json | undefined): Promise<Closed> {
  return transaction(pool, async (client) => {
    const { rows } = await client.query<ClosingScan>(
      'SELECT status, seq, now, watermark, scope, counts FROM scan WHERE id = $1 FOR UPDATE',
      [id],
    );
    const scan = rows[0];
    if (!scan) throw new StoreError('scan-not-found', `There is no scan ${id}.`);
    if (scan.status === 'done' && scan.counts) return { counts: scan.counts, changed: 0 };
    if (scan.status !== 'closing') throw new StoreError('scan-not-open', `Scan ${id} is ${scan.status}.`);
    const isWhole = Object.keys(scan.scope).length === 0;
    const vanished = isWhole ? await endVanished(client, scan) : undefined;
    const sums = await sumChunks(client, id);
    if (sums.changed > manyDevices) await analyse(client);
    const counts: ScanCounts = {
      devices: sums.devices,
      verdicts: await countScan(client, { id, seq: scan.seq }, sums.changed + (vanished?.devices ?? 0)),
      opened: sums.opened,
      closed: sums.closed + (vanished?.findings ?? 0),
      vanished: vanished?.devices ?? 0,
      ...(more === undefined ? {} : { more }),
    };
    await client.query(
      `UPDATE scan SET status = 'done', writing = NULL, finished_at = now(), counts = $2 WHERE id = $1`,
      [id, toJsonText(counts)],
    );
    await endSlot(client, id, 'done', undefined);
    await client.query('DELETE FROM scan_chunk WHERE scan_id = $1', [id]);
    return { counts, changed: sums.changed };
  });
}

async function endSlot(
  client: pg.ClientBase,
  scanId: string,
  status: 'done' | 'failed',
  reason: string | undefined,
): Promise<void> {
  await client.query('UPDATE schedule_slot SET status = $2, reason = $3 WHERE scan_id = $1', [
    scanId,
    status,
    reason ?? null,
  ]);
}

/**
 * End a scan before its time. What its chunks have written stays: each of them is whole, and the next scan goes on
 * from there. Returns whether it was still open.
 */
export function abandonScan(
  pool: pg.Pool,
  id: string,
  status: 'failed' | 'cancelled',
  reason: string | undefined,
): Promise<boolean> {
  return transaction(pool, async (client) => {
    const { rowCount } = await client.query(
      `UPDATE scan SET status = $2, error = $3, writing = NULL, finished_at = now()
       WHERE id = $1 AND status IN ('queued', 'planning', 'running', 'closing')`,
      [id, status, reason ?? null],
    );
    if (rowCount === 0) return false;
    await endSlot(client, id, 'failed', reason ?? status);
    await client.query('DELETE FROM scan_chunk WHERE scan_id = $1', [id]);
    await client.query(
      `UPDATE work SET status = 'done', finished_at = now(), last_error = $2
       WHERE kind LIKE 'scan-%' AND (key = $1 OR key LIKE $1 || '-%') AND status IN ('pending', 'running')`,
      [id, `scan ${status}`],
    );
    return true;
  });
}
