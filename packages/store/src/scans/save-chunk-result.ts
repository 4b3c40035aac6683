import type pg from 'pg';
import { transaction } from '../database/pool.js';
import { toJsonText } from '../database/rows.js';
import { matchDevices, type ScanMoment } from '../devices/match-devices.js';
import { StoreError } from '../errors.js';
import { markGroupsJudged } from '../groups/judged.js';
import type { SharedParts } from '../findings/shared-parts.js';
import type { ChunkCounts, ChunkResult, ChunkSaved, DeviceResult } from '../types.js';
import { workKinds } from '../work/work-kinds.js';
import { closeFindings, writeFindings } from './write-findings.js';
import { closeVerdicts, writeVerdicts } from './write-verdicts.js';

const nothing: ChunkCounts = { devices: 0, changed: 0, opened: 0, closed: 0 };

interface LockedChunk {
  readonly status: string;
  readonly counts: ChunkCounts | null;
}

/** The chunk, locked: a second worker on it waits here and then finds it done. */
async function lockChunk(
  client: pg.ClientBase,
  scanId: string,
  seq: number,
): Promise<LockedChunk | undefined> {
  const { rows } = await client.query<LockedChunk>(
    'SELECT status, counts FROM scan_chunk WHERE scan_id = $1 AND seq = $2 FOR UPDATE',
    [scanId, seq],
  );
  return rows[0];
}

interface ScanState {
  readonly status: string;
  readonly seq: string;
  readonly now: Date | null;
  readonly watermark: string | null;
  readonly epoch: number | null;
  readonly remaining: number;
}

async function readScan(client: pg.ClientBase, scanId: string): Promise<ScanState> {
  const { rows } = await client.query<ScanState>(
    'SELECT status, seq, now, watermark, epoch, chunks_total - chunks_done AS remaining FROM scan WHERE id = $1',
    [scanId],
  );
  if (!rows[0]) throw new StoreError('scan-not-found', `There is no scan ${scanId}.`);
  return rows[0];
}

async function endMerged(client: pg.ClientBase, scan: ScanMoment, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const open = async (table: 'verdict_interval' | 'finding') => {
    const { rows } = await client.query<{ id: string }>(
      `SELECT id FROM ${table} WHERE to_scan_seq IS NULL AND device_id = ANY($1::bigint[])`,
      [ids],
    );
    return rows.map((row) => row.id);
  };
  await closeVerdicts(client, scan, await open('verdict_interval'));
  await closeFindings(client, scan, await open('finding'));
}

/** Count the chunk as done; the last one hands the scan over to its closing. Returns how many are left. */
async function countDone(client: pg.ClientBase, scanId: string): Promise<number> {
  const { rows } = await client.query<{ remaining: number }>(
    `UPDATE scan SET chunks_done = chunks_done + 1,
       status = CASE WHEN chunks_done + 1 = chunks_total THEN 'closing' ELSE status END
     WHERE id = $1 AND status = 'running' RETURNING chunks_total - chunks_done AS remaining`,
    [scanId],
  );
  const remaining = rows[0]?.remaining;
  if (remaining === undefined) {
    throw new StoreError(
      'scan-not-open',
      `Scan ${scanId} takes no more results: it was cancelled or has failed.`,
    );
  }
  if (remaining === 0) {
    await client.query(
      'INSERT INTO work (kind, key, payload) VALUES ($1, $2, $3) ON CONFLICT (kind, key) DO NOTHING',
      [workKinds.scanClose, scanId, toJsonText({ scanId })],
    );
  }
  return remaining;
}

/**
 * Save everything a chunk found together with its mark, in one transaction; outcomes that did not change write
 * nothing. A chunk that is done already is left alone.
 * Throws StoreError `scan-not-found`, `scan-not-open` (cancelled, failed) or `chunk-not-found`.
 */
export async function saveChunkResult(
  pool: pg.Pool,
  shared: SharedParts,
  scanId: string,
  chunk: number,
  result: ChunkResult,
): Promise<ChunkSaved> {
  const words = await shared.take(result.devices);
  return transaction(pool, async (client) => {
    const locked = await lockChunk(client, scanId, chunk);
    const state = await readScan(client, scanId);
    if (locked?.status === 'done' || (!locked && state.status === 'done'))
      return { alreadyDone: true, remaining: state.remaining, counts: locked?.counts ?? nothing };
    if (!locked) throw new StoreError('chunk-not-found', `Scan ${scanId} has no chunk ${chunk}.`);
    if (state.status !== 'running' || state.now === null)
      throw new StoreError('scan-not-open', `Scan ${scanId} is ${state.status} and takes no results.`);
    const scan: ScanMoment = { seq: Number(state.seq), now: state.now };
    const matched = await matchDevices(client, scan, result.devices);
    await endMerged(client, scan, matched.merged);
    const byRow = new Map<number, DeviceResult>();
    result.devices.forEach((device, i) => byRow.set(matched.ids[i] ?? 0, device));
    const verdicts = await writeVerdicts(client, scan, byRow, words, matched.fresh);
    const findings = await writeFindings(client, scan, byRow, words, matched.fresh);
    await markGroupsJudged(client, result.judged ?? [], {
      epoch: state.epoch ?? 0,
      watermark: Number(state.watermark ?? 0),
    });
    const counts: ChunkCounts = {
      devices: byRow.size + (result.unchanged?.length ?? 0),
      changed: new Set([...matched.changed, ...verdicts, ...findings.devices]).size,
      opened: findings.opened,
      closed: findings.closed,
    };
    await client.query(
      `UPDATE scan_chunk SET status = 'done', finished_at = now(), counts = $3 WHERE scan_id = $1 AND seq = $2`,
      [scanId, chunk, toJsonText(counts)],
    );
    return { alreadyDone: false, remaining: await countDone(client, scanId), counts };
  });
}
