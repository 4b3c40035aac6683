import type { DocumentKind } from '@ringcheck/model';
import type pg from 'pg';
import { type Cell, copyRows } from '../database/copy.js';
import { transaction } from '../database/pool.js';
import { indexable, toJsonText } from '../database/rows.js';
import { digestOf } from '../documents/digests.js';
import { StoreError } from '../errors.js';
import { advanceTo } from '../groups/advance.js';
import type { Grouping, ScanScope } from '../types.js';
import { workKinds } from '../work/work-kinds.js';

export interface PlanInput {
  readonly grouping: Grouping;
  /** Most devices of a chunk. */
  readonly chunkSize: number;
  /** What outcomes depend on beside devices and documents: policy, rule pack. Other text, all devices are due. */
  readonly judgedBy: readonly string[];
  /** Kinds of documents every device is judged by: a change of them makes all devices due. */
  readonly world: readonly DocumentKind[];
}

interface PlannedScan {
  readonly status: string;
  readonly total: number;
  readonly watermark: string | null;
  readonly now: Date | null;
  readonly scope: ScanScope;
}

async function readScan(client: pg.Pool | pg.ClientBase, id: string, lock: boolean): Promise<PlannedScan> {
  const { rows } = await client.query<PlannedScan>(
    `SELECT status, chunks_total AS total, watermark, now, scope FROM scan WHERE id = $1 ${lock ? 'FOR UPDATE' : ''}`,
    [id],
  );
  const scan = rows[0];
  if (!scan) throw new StoreError('scan-not-found', `There is no scan ${id}.`);
  if (!['planning', 'running', 'closing'].includes(scan.status))
    throw new StoreError('scan-not-open', `Scan ${id} is ${scan.status}.`);
  return scan;
}

/**
 * Find the devices a scan has to judge: those of which something changed since they were judged last, those whose
 * time has come, and all of them when policy, rules or what they share changed. Stores them as chunks with a work row
 * each and sets the scan running; without chunks it is closing. A second call changes nothing. Returns the number of
 * chunks. Throws StoreError `scan-not-found`, `scan-not-open`.
 */
export async function planScan(pool: pg.Pool, id: string, input: PlanInput): Promise<number> {
  const { status, watermark } = await readScan(pool, id, false);
  if (status === 'planning') await advanceTo(pool, input.grouping, Number(watermark ?? 0));
  return transaction(pool, async (client) => {
    const scan = await readScan(client, id, true);
    if (scan.status !== 'planning') return scan.total;
    const epoch = await epochOf(client, Number(scan.watermark ?? 0), input);
    const total = await writeChunks(client, id, scan, epoch, input.chunkSize);
    await client.query('UPDATE scan SET status = $2, chunks_total = $3, epoch = $4 WHERE id = $1', [
      id,
      total === 0 ? 'closing' : 'running',
      total,
      epoch,
    ]);
    await copyRows(client, 'work', ['kind', 'key', 'payload'], workOf(id, total));
    return total;
  });
}

/** The number of everything outcomes depend on beside devices; the same again is the same number. */
async function epochOf(client: pg.ClientBase, watermark: number, input: PlanInput): Promise<number> {
  const { rows: documents } = await client.query<{ sha256: string; path: string; received_at: Date | null }>(
    // A firewall says the same whenever it is sent, if none else was sent at its path; of the others the age matters.
    `SELECT sha256, path,
       CASE WHEN kind <> 'firewall-policy' OR count(*) OVER (PARTITION BY kind, path) > 1
            THEN received_at END AS received_at
     FROM (
       SELECT d.id, d.sha256, d.kind, min(s.path COLLATE "C") AS path, max(s.received_at) AS received_at
       FROM document d JOIN document_sighting s ON s.document_id = d.id AND s.seq <= $1
       WHERE d.kind = ANY($2::text[]) AND d.seq <= $1 GROUP BY d.id) seen
     ORDER BY id`,
    [watermark, input.world],
  );
  const text = digestOf([
    ...input.judgedBy,
    ...documents.flatMap((one) => [one.sha256, one.path, one.received_at?.toISOString() ?? '']),
  ]);
  await client.query('INSERT INTO scan_epoch (text) VALUES ($1) ON CONFLICT (text) DO NOTHING', [text]);
  const { rows } = await client.query<{ id: number }>('SELECT id FROM scan_epoch WHERE text = $1', [text]);
  return rows[0]?.id ?? 0;
}

const inScope = `(g.public_id = ANY($5::text[]) OR g.aliases && $5::text[])`;

/** Few devices are cut finer, so that they are not left to one worker alone. */
const leastDevices = 64;
const fewChunks = 8;
const sizeOfChunks = `LEAST($4::int, GREATEST(${leastDevices}, (count(*) OVER () + ${fewChunks - 1}) / ${fewChunks}))`;

async function writeChunks(
  client: pg.ClientBase,
  id: string,
  { now, scope }: PlannedScan,
  epoch: number,
  chunkSize: number,
): Promise<number> {
  const { rowCount } = await client.query(
    `WITH due AS (
       SELECT group_id FROM group_dirty
       UNION SELECT group_id FROM group_judged WHERE epoch < $2
       UNION SELECT group_id FROM group_judged WHERE epoch > $2
       UNION SELECT group_id FROM group_judged WHERE review_at <= $3),
     placed AS (
       SELECT g.id, (row_number() OVER (ORDER BY g.id) - 1) / ${sizeOfChunks} AS chunk
       FROM due JOIN device_group g ON g.id = due.group_id
       WHERE g.creates AND ${scope.devices === undefined ? '$5::text[] IS NULL' : inScope})
     INSERT INTO scan_chunk (scan_id, seq, body)
     SELECT $1, chunk, json_build_object('groups', json_agg(id ORDER BY id)) FROM placed GROUP BY chunk`,
    [id, epoch, now, chunkSize, scope.devices?.map(indexable) ?? null],
  );
  return rowCount ?? 0;
}

function* workOf(scanId: string, total: number): Generator<readonly Cell[]> {
  if (total === 0) yield [workKinds.scanClose, scanId, toJsonText({ scanId })];
  for (let seq = 0; seq < total; seq++)
    yield [workKinds.scanChunk, `${scanId}-${seq}`, toJsonText({ scanId, chunk: seq })];
}
