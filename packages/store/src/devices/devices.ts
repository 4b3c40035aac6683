import {
  compliances,
  verdicts,
  type Compliance,
  type Instant,
  type Json,
  type Verdict,
} from '@ringcheck/model';
import type { Database } from '../database/client.js';
import { indexable, instant, some, word } from '../database/rows.js';
import type { DeviceItem, DevicePageRequest, Verdicts } from '../list-types.js';
import type { Slice } from '../types.js';
import { pageOfDevices } from './device-page.js';
import { deviceOf, type DeviceRow } from './device-row.js';

/** The fleet as scans left it. */
export interface Devices {
  page(request: DevicePageRequest): Promise<Slice<DeviceItem>>;
  /** By public id or by one it had before. */
  get(publicId: string): Promise<DeviceItem | undefined>;
  count(): Promise<DeviceCounts>;
  /** Verdict in force at a moment, or now. */
  verdict(deviceId: number, asOf?: Instant): Promise<Verdicts | undefined>;
  /** Every verdict the device ever had, latest first, at most `limit`. */
  history(deviceId: number, limit: number): Promise<readonly Verdicts[]>;
  /** What each device was last judged from: all a planner needs to leave it out. In batches. */
  fingerprints(): AsyncIterable<readonly FingerprintRow[]>;
}

export interface DeviceCounts {
  readonly devices: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly compliance: Readonly<Record<Compliance, number>>;
  /** Sums over all devices. */
  readonly coverage: { readonly decided: number; readonly applicable: number };
}

export interface FingerprintRow {
  readonly publicId: string;
  readonly fingerprint?: string;
  readonly reviewAt?: Instant;
}

interface IntervalRow {
  readonly fromAt: Date;
  readonly toAt: Date | null;
  readonly fromScanSeq: bigint;
  readonly toScanSeq: bigint | null;
  readonly verdict: string;
  readonly expected: string | null;
  readonly coverageDecided: number;
  readonly coverageApplicable: number;
  readonly notes: unknown;
  readonly results: unknown;
}

function verdictsOf(row: IntervalRow): Verdicts {
  return {
    from: instant(row.fromAt),
    ...some('to', row.toAt === null ? undefined : instant(row.toAt)),
    fromScan: Number(row.fromScanSeq),
    ...some('toScan', row.toScanSeq === null ? undefined : Number(row.toScanSeq)),
    verdict: word(verdicts, row.verdict),
    ...some('expected', row.expected === null ? undefined : word(verdicts, row.expected)),
    coverage: { decided: row.coverageDecided, applicable: row.coverageApplicable },
    notes: row.notes as Json,
    results: row.results as Json,
  };
}

const zeros = <T extends string>(words: readonly T[]) =>
  Object.fromEntries(words.map((name) => [name, 0])) as Record<T, number>;

async function countDevices({ prisma }: Database): Promise<DeviceCounts> {
  const groups = await prisma.device.groupBy({
    by: ['verdict', 'compliance'],
    where: { vanishedScan: null },
    _count: true,
    _sum: { coverageDecided: true, coverageApplicable: true },
  });
  const counts = {
    devices: 0,
    verdicts: zeros(verdicts),
    compliance: zeros(compliances),
    coverage: { decided: 0, applicable: 0 },
  };
  for (const group of groups) {
    counts.devices += group._count;
    counts.verdicts[word(verdicts, group.verdict)] += group._count;
    if (group.compliance !== null) counts.compliance[word(compliances, group.compliance)] += group._count;
    counts.coverage.decided += group._sum.coverageDecided ?? 0;
    counts.coverage.applicable += group._sum.coverageApplicable ?? 0;
  }
  return counts;
}

const batchSize = 20_000;

async function* fingerprints({ pool }: Database): AsyncGenerator<readonly FingerprintRow[]> {
  let after = 0;
  for (;;) {
    const { rows } = await pool.query<{
      id: string;
      public_id: string;
      fingerprint: string | null;
      review_at: Date | null;
    }>(
      `SELECT id, public_id, fingerprint, review_at FROM device
       WHERE vanished_scan IS NULL AND id > $1 ORDER BY id LIMIT ${batchSize}`,
      [after],
    );
    if (rows.length === 0) return;
    yield rows.map((row) => ({
      publicId: row.public_id,
      ...some('fingerprint', row.fingerprint),
      ...some('reviewAt', row.review_at === null ? undefined : instant(row.review_at)),
    }));
    after = Number(rows.at(-1)?.id);
  }
}

export function devicesOf(database: Database): Devices {
  const { pool, prisma } = database;
  return {
    page: (request) => pageOfDevices(pool, request),
    async get(publicId) {
      const { rows } = await pool.query<DeviceRow>(
        `SELECT d.*, ARRAY(SELECT alias FROM device_alias a WHERE a.device_id = d.id ORDER BY alias) AS aliases
         FROM device d
         WHERE d.id = coalesce((SELECT id FROM device WHERE public_id = $1),
                               (SELECT device_id FROM device_alias WHERE alias = $1))`,
        [indexable(publicId)],
      );
      return rows[0] ? deviceOf(rows[0]) : undefined;
    },
    count: () => countDevices(database),
    async verdict(deviceId, asOf) {
      const row = await prisma.verdictInterval.findFirst({
        where:
          asOf === undefined
            ? { deviceId, toScanSeq: null }
            : { deviceId, fromAt: { lte: asOf }, OR: [{ toAt: null }, { toAt: { gt: asOf } }] },
      });
      return row ? verdictsOf(row) : undefined;
    },
    async history(deviceId, limit) {
      const rows = await prisma.verdictInterval.findMany({
        where: { deviceId },
        orderBy: [{ fromAt: 'desc' }, { id: 'desc' }],
        take: limit,
      });
      return rows.map(verdictsOf);
    },
    fingerprints: () => fingerprints(database),
  };
}
