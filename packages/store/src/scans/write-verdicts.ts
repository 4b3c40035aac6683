import type pg from 'pg';
import { copyRows } from '../database/copy.js';
import { toJsonText } from '../database/rows.js';
import type { ScanMoment } from '../devices/match-devices.js';
import { isSameVerdict, ownText, verdictDigest } from '../findings/digest.js';
import { partOf, type WordIds } from '../findings/shared-parts.js';
import type { DeviceResult } from '../types.js';

export async function closeVerdicts(
  client: pg.ClientBase,
  scan: ScanMoment,
  ids: readonly (string | number)[],
): Promise<void> {
  if (ids.length === 0) return;
  await client.query(
    'UPDATE verdict_interval SET to_scan_seq = $2, to_at = $3 WHERE id = ANY($1::bigint[])',
    [ids, scan.seq, scan.now],
  );
}

interface OpenRow {
  readonly id: string;
  readonly device_id: string;
  readonly digest: string;
}

async function openRows(client: pg.ClientBase, devices: readonly number[]): Promise<readonly OpenRow[]> {
  if (devices.length === 0) return [];
  const { rows } = await client.query<OpenRow>(
    'SELECT id, device_id, digest FROM verdict_interval WHERE to_scan_seq IS NULL AND device_id = ANY($1::bigint[])',
    [devices],
  );
  return rows;
}

const columns = [
  'device_id',
  'from_scan_seq',
  'from_at',
  'verdict',
  'expected',
  'coverage_decided',
  'coverage_applicable',
  'notes_id',
  'notes',
  'results_id',
  'own',
  'digest',
];

interface Changed {
  readonly id: number;
  readonly device: DeviceResult;
  readonly own: string | null;
  readonly digest: string;
}

function cellsOf(scan: ScanMoment, changed: readonly Changed[], ids: WordIds) {
  const now = scan.now.toISOString();
  return changed.map(({ id, device, own, digest }) => {
    const hasOwn = device.hasOwnNotes === true;
    return [
      id,
      scan.seq,
      now,
      device.verdict,
      device.expected ?? null,
      device.coverage.decided,
      device.coverage.applicable,
      hasOwn ? null : ids.part(partOf(device.notes)),
      hasOwn ? toJsonText(device.notes) : null,
      ids.part(partOf(device.results)),
      own,
      digest,
    ];
  });
}

/**
 * Open a new interval for every device whose verdict says something new; returns the rows of those devices.
 * `fresh` devices are new and have none open.
 */
export async function writeVerdicts(
  client: pg.ClientBase,
  scan: ScanMoment,
  devices: ReadonlyMap<number, DeviceResult>,
  ids: WordIds,
  fresh: ReadonlySet<number> = new Set(),
): Promise<readonly number[]> {
  const rows = await openRows(
    client,
    [...devices.keys()].filter((id) => !fresh.has(id)),
  );
  const open = new Map(rows.map((row) => [Number(row.device_id), row]));
  const changed: Changed[] = [];
  for (const [id, device] of devices) {
    const own = ownText(device);
    const digest = verdictDigest(device, own);
    const held = open.get(id);
    if (held === undefined || !isSameVerdict(held.digest, device, digest))
      changed.push({ id, device, own, digest });
  }
  await closeVerdicts(
    client,
    scan,
    changed.flatMap(({ id }) => open.get(id)?.id ?? []),
  );
  if (changed.length > 0) await copyRows(client, 'verdict_interval', columns, cellsOf(scan, changed, ids));
  return changed.map(({ id }) => id);
}
