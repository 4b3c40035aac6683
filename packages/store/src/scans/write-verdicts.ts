import type pg from 'pg';
import { copyRows } from '../database/copy.js';
import { toJsonText } from '../database/rows.js';
import type { ScanMoment } from '../devices/match-devices.js';
import { verdictDigest } from '../findings/digest.js';
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

/** Open a new interval for every device whose verdict says something new; returns the rows of those devices. */
export async function writeVerdicts(
  client: pg.ClientBase,
  scan: ScanMoment,
  devices: ReadonlyMap<number, DeviceResult>,
): Promise<readonly number[]> {
  const { rows } = await client.query<{ id: string; device_id: string; digest: string }>(
    'SELECT id, device_id, digest FROM verdict_interval WHERE to_scan_seq IS NULL AND device_id = ANY($1::bigint[])',
    [[...devices.keys()]],
  );
  const open = new Map(rows.map((row) => [Number(row.device_id), row]));
  const changed = [...devices].flatMap(([id, device]) => {
    const digest = verdictDigest(device);
    return open.get(id)?.digest === digest ? [] : [{ id, device, digest }];
  });
  await closeVerdicts(
    client,
    scan,
    changed.flatMap(({ id }) => open.get(id)?.id ?? []),
  );
  if (changed.length > 0) {
    await copyRows(
      client,
      'verdict_interval',
      [
        'device_id',
        'from_scan_seq',
        'from_at',
        'verdict',
        'expected',
        'coverage_decided',
        'coverage_applicable',
        'notes',
        'results',
        'digest',
      ],
      changed.map(({ id, device, digest }) => [
        id,
        scan.seq,
        scan.now,
        device.verdict,
        device.expected ?? null,
        device.coverage.decided,
        device.coverage.applicable,
        toJsonText(device.notes),
        toJsonText(device.results),
        digest,
      ]),
    );
  }
  return changed.map(({ id }) => id);
}
