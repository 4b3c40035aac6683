import type pg from 'pg';
import { copyRows } from '../database/copy.js';
import { toJsonText } from '../database/rows.js';
import type { ScanMoment } from '../devices/match-devices.js';
import { wordsOf, type FindingWords, type WordIds } from '../findings/shared-parts.js';
import type { DeviceResult } from '../types.js';

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

interface Wanted {
  readonly deviceId: number;
  readonly words: FindingWords;
  readonly identityId: number;
  readonly contentId: number;
}

const keyOf = (deviceId: number | string, identityId: number) => `${deviceId} ${identityId}`;

/** Findings by identity; of two with one identity the first, which is the worse one, stands. */
function wantedOf(devices: ReadonlyMap<number, DeviceResult>, ids: WordIds): Map<string, Wanted> {
  const wanted = new Map<string, Wanted>();
  for (const [deviceId, device] of devices) {
    for (const finding of device.findings) {
      const words = wordsOf(finding);
      const identityId = ids.identity(words);
      const key = keyOf(deviceId, identityId);
      if (!wanted.has(key)) wanted.set(key, { deviceId, words, identityId, contentId: ids.content(words) });
    }
  }
  return wanted;
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

function* cellsOf(
  scan: ScanMoment,
  rows: readonly (Wanted & { readonly failingSince: Date })[],
  ids: WordIds,
) {
  for (const { deviceId, words, identityId, contentId, failingSince } of rows) {
    const { finding, evidence } = words;
    yield [
      deviceId,
      identityId,
      contentId,
      finding.gap !== undefined,
      evidence ? ids.part(evidence) : null,
      evidence ? null : toJsonText(finding.evidence),
      scan.seq,
      scan.now,
      failingSince,
    ];
  }
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
  const wanted = wantedOf(devices, ids);
  const open = new Map(rows.map((row) => [keyOf(row.device_id, row.identity_id), row]));
  const over = [...open].filter(([key, row]) => wanted.get(key)?.contentId !== row.content_id);
  const made = [...wanted].filter(([key, want]) => open.get(key)?.content_id !== want.contentId);
  await closeFindings(
    client,
    scan,
    over.map(([, row]) => row.id),
  );
  if (made.length > 0) {
    const since = made.map(([key, want]) => ({
      ...want,
      failingSince: open.get(key)?.failing_since ?? scan.now,
    }));
    await copyRows(client, 'finding', columns, cellsOf(scan, since, ids));
  }
  return {
    devices: new Set([
      ...over.map(([, row]) => Number(row.device_id)),
      ...made.map(([, want]) => want.deviceId),
    ]),
    opened: made.filter(([key]) => !open.has(key)).length,
    closed: over.filter(([key]) => !wanted.has(key)).length,
  };
}
