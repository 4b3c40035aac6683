import type pg from 'pg';
import { copyRows } from '../database/copy.js';
import { indexable, toJsonText } from '../database/rows.js';
import type { ScanMoment } from '../devices/match-devices.js';
import { findingDigest } from '../findings/digest.js';
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
  readonly rule_id: string;
  readonly scope: string;
  readonly cause: string;
  readonly digest: string;
  readonly failing_since: Date;
}

interface NewRow {
  readonly deviceId: number;
  readonly finding: FindingInput;
  readonly digest: string;
  readonly failingSince: Date;
}

const identity = (deviceId: number | string, ruleId: string, scope: string, cause: string) =>
  [deviceId, ruleId, scope, cause].join('\u0001');

/** Findings by identity; of two with one identity the first, which is the worse one, stands. */
function wantedOf(devices: ReadonlyMap<number, DeviceResult>): Map<string, Omit<NewRow, 'failingSince'>> {
  const wanted = new Map<string, Omit<NewRow, 'failingSince'>>();
  for (const [deviceId, device] of devices) {
    for (const finding of device.findings) {
      const key = identity(deviceId, finding.ruleId, indexable(finding.scope), indexable(finding.cause));
      if (!wanted.has(key)) wanted.set(key, { deviceId, finding, digest: findingDigest(finding) });
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
  'rule_id',
  'scope',
  'cause',
  'outcome',
  'severity',
  'stage',
  'message',
  'data',
  'evidence',
  'control',
  'undecided',
  'gap_key',
  'gap',
  'from_scan_seq',
  'from_at',
  'failing_since',
  'digest',
];

async function insertFindings(
  client: pg.ClientBase,
  scan: ScanMoment,
  rows: readonly NewRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await copyRows(
    client,
    'finding',
    columns,
    rows.map(({ deviceId, finding, digest, failingSince }) => [
      deviceId,
      finding.ruleId,
      indexable(finding.scope),
      indexable(finding.cause),
      finding.outcome,
      finding.severity,
      finding.stage,
      finding.message,
      toJsonText(finding.data),
      toJsonText(finding.evidence),
      finding.control ?? null,
      finding.undecided ?? false,
      finding.gap ? indexable(finding.gap.key) : null,
      finding.gap ? toJsonText(finding.gap) : null,
      scan.seq,
      scan.now,
      failingSince,
      digest,
    ]),
  );
}

/** Bring the open findings of these devices to what the scan says; what is the same is not touched. */
export async function writeFindings(
  client: pg.ClientBase,
  scan: ScanMoment,
  devices: ReadonlyMap<number, DeviceResult>,
): Promise<FindingsWritten> {
  const { rows } = await client.query<OpenRow>(
    `SELECT id, device_id, rule_id, scope, cause, digest, failing_since FROM finding
     WHERE to_scan_seq IS NULL AND device_id = ANY($1::bigint[])`,
    [[...devices.keys()]],
  );
  const wanted = wantedOf(devices);
  const open = new Map(rows.map((row) => [identity(row.device_id, row.rule_id, row.scope, row.cause), row]));
  const over = [...open].filter(([key, row]) => wanted.get(key)?.digest !== row.digest);
  const fresh = [...wanted].filter(([key, want]) => open.get(key)?.digest !== want.digest);
  await closeFindings(
    client,
    scan,
    over.map(([, row]) => row.id),
  );
  await insertFindings(
    client,
    scan,
    fresh.map(([key, want]) => ({ ...want, failingSince: open.get(key)?.failing_since ?? scan.now })),
  );
  return {
    devices: new Set([
      ...over.map(([, row]) => Number(row.device_id)),
      ...fresh.map(([, want]) => want.deviceId),
    ]),
    opened: fresh.filter(([key]) => !open.has(key)).length,
    closed: over.filter(([key]) => !wanted.has(key)).length,
  };
}
