import type pg from 'pg';
import { copyRows } from '../database/copy.js';
import { toJsonText } from '../database/rows.js';
import type { ScanMoment } from '../devices/match-devices.js';
import type { WordIds, WordNumbers } from '../findings/shared-parts.js';
import type { DeviceResult, FindingInput } from '../types.js';

export interface FindingsWritten {
  /** Rows of devices with a finding opened or closed. */
  readonly devices: ReadonlySet<number>;
  /** Identities that were not open before; those that are not any more. A changed one is neither. */
  readonly opened: number;
  readonly closed: number;
}

interface OpenRow {
  readonly id: string;
  readonly device_id: string;
  readonly identity_id: number;
  readonly content_id: number;
  readonly failing_since: Date;
}

/** A finding that a row is to be written of. */
interface Made {
  readonly deviceId: number;
  readonly finding: FindingInput;
  readonly numbers: WordNumbers;
  /** Of the row it replaces. */
  readonly failingSince: Date | undefined;
}

interface Difference {
  readonly over: readonly OpenRow[];
  readonly made: readonly Made[];
  readonly opened: number;
  readonly closed: number;
}

/** By device and identity. */
function byDevice(rows: readonly OpenRow[]): ReadonlyMap<number, Map<number, OpenRow>> {
  const open = new Map<number, Map<number, OpenRow>>();
  for (const row of rows) {
    const deviceId = Number(row.device_id);
    let held = open.get(deviceId);
    if (held === undefined) open.set(deviceId, (held = new Map()));
    held.set(row.identity_id, row);
  }
  return open;
}

/** Findings by identity; of two with one identity the first, which is the worse one, stands. */
function compare(
  devices: ReadonlyMap<number, DeviceResult>,
  rows: readonly OpenRow[],
  ids: WordIds,
): Difference {
  const over: OpenRow[] = [];
  const made: Made[] = [];
  let [opened, closed] = [0, 0];
  const open = byDevice(rows);
  for (const [deviceId, device] of devices) {
    const left = open.get(deviceId) ?? new Map<number, OpenRow>();
    const met = new Set<number>();
    for (const finding of device.findings) {
      const numbers = ids.of(finding);
      if (met.has(numbers.identity)) continue;
      met.add(numbers.identity);
      const held = left.get(numbers.identity);
      left.delete(numbers.identity);
      if (held?.content_id === numbers.content) continue;
      made.push({ deviceId, finding, numbers, failingSince: held?.failing_since });
      if (held === undefined) opened++;
      else over.push(held);
    }
    over.push(...left.values());
    closed += left.size;
  }
  return { over, made, opened, closed };
}

export async function closeFindings(
  client: pg.ClientBase,
  scan: ScanMoment,
  ids: readonly (string | number)[],
): Promise<void> {
  if (ids.length === 0) return;
  await client.query('UPDATE finding SET to_scan_seq = $2, to_at = $3 WHERE id = ANY($1::bigint[])', [
    ids,
    scan.seq,
    scan.now,
  ]);
}

const columns = [
  'device_id',
  'identity_id',
  'content_id',
  'has_gap',
  'evidence_id',
  'evidence',
  'from_scan_seq',
  'from_at',
  'failing_since',
];

function cellsOf(scan: ScanMoment, made: readonly Made[]) {
  const now = scan.now.toISOString();
  return made.map(({ deviceId, finding, numbers, failingSince }) => [
    deviceId,
    numbers.identity,
    numbers.content,
    finding.gap !== undefined,
    numbers.evidence ?? null,
    numbers.evidence === undefined ? toJsonText(finding.evidence) : null,
    scan.seq,
    now,
    failingSince ?? now,
  ]);
}

async function openRows(client: pg.ClientBase, devices: readonly number[]): Promise<readonly OpenRow[]> {
  if (devices.length === 0) return [];
  const { rows } = await client.query<OpenRow>(
    `SELECT id, device_id, identity_id, content_id, failing_since FROM finding
     WHERE to_scan_seq IS NULL AND device_id = ANY($1::bigint[])`,
    [devices],
  );
  return rows;
}

/**
 * Bring the open findings of these devices to what the scan says; what is the same is not touched. `fresh` devices
 * are new, so that nothing of theirs needs looking up.
 */
export async function writeFindings(
  client: pg.ClientBase,
  scan: ScanMoment,
  devices: ReadonlyMap<number, DeviceResult>,
  ids: WordIds,
  fresh: ReadonlySet<number> = new Set(),
): Promise<FindingsWritten> {
  const rows = await openRows(
    client,
    [...devices.keys()].filter((id) => !fresh.has(id)),
  );
  const { over, made, opened, closed } = compare(devices, rows, ids);
  await closeFindings(
    client,
    scan,
    over.map(({ id }) => id),
  );
  if (made.length > 0) await copyRows(client, 'finding', columns, cellsOf(scan, made));
  const touched = new Set(made.map(({ deviceId }) => deviceId));
  for (const { device_id: id } of over) touched.add(Number(id));
  return { devices: touched, opened, closed };
}
