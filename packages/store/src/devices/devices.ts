import {
  compliances,
  verdicts,
  type Compliance,
  type Instant,
  type Json,
  type Verdict,
} from '@ringcheck/model';
import type { Database } from '../database/client.js';
import { heldAt } from '../database/query.js';
import { indexable, instant, some, word } from '../database/rows.js';
import type { DeviceItem, DevicePage, DevicePageRequest, Verdicts } from '../list-types.js';
import { fleetStates, type FleetState } from '../scans/fleet-state.js';
import { KeptCounts } from '../scans/kept-counts.js';
import { readCounts, type CountDimension, type CountRow } from '../scans/scan-counts.js';
import { pageOfDevices } from './device-page.js';
import { deviceOf, pastColumns, pastDevices, presentColumns, type DeviceRow } from './device-row.js';
import { OrderedDevices } from './ordered-devices.js';
import { SearchTexts } from './search-texts.js';

/** The fleet as scans left it. */
export interface Devices {
  page(request: DevicePageRequest): Promise<DevicePage>;
  /** By public id or by one it had before; with the verdict of a moment, undefined when it had none then. */
  get(publicId: string, asOf?: Instant): Promise<DeviceItem | undefined>;
  /** What tells whether an answer that was read before still stands. */
  state(): Promise<FleetState>;
  /** As the last scan counted, or the last one by a moment. */
  count(asOf?: Instant): Promise<DeviceCounts>;
  /** Devices by one thing, counted likewise; see `CountDimension`. */
  counts(dimension: CountDimension, asOf?: Instant): Promise<readonly CountRow[]>;
  /** Verdict in force at a moment, or now. */
  verdict(deviceId: number, asOf?: Instant): Promise<Verdicts | undefined>;
  /** Every verdict the device ever had, latest first, at most `limit`. */
  history(deviceId: number, limit: number): Promise<readonly Verdicts[]>;
  /** What each device was last judged from: all a planner needs to leave it out. In batches. */
  fingerprints(): AsyncIterable<readonly FingerprintRow[]>;
  /** The same of these devices, as far as they are there. */
  lastJudged(publicIds: readonly string[]): Promise<readonly FingerprintRow[]>;
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
  readonly from_at: Date;
  readonly to_at: Date | null;
  readonly from_scan_seq: string;
  readonly to_scan_seq: string | null;
  readonly verdict: string;
  readonly expected: string | null;
  readonly coverage_decided: number;
  readonly coverage_applicable: number;
  readonly notes: Json;
  readonly results: Json;
  readonly own: { readonly [key: string]: Json } | null;
}

const intervals = `SELECT v.from_at, v.to_at, v.from_scan_seq, v.to_scan_seq, v.verdict, v.expected,
    v.coverage_decided, v.coverage_applicable, v.own,
    coalesce(v.notes, n.body) AS notes, coalesce(v.results, r.body) AS results
  FROM verdict_interval v
  LEFT JOIN shared_part n ON n.id = v.notes_id LEFT JOIN shared_part r ON r.id = v.results_id`;

function verdictsOf(row: IntervalRow): Verdicts {
  return {
    from: instant(row.from_at),
    ...some('to', row.to_at === null ? undefined : instant(row.to_at)),
    fromScan: Number(row.from_scan_seq),
    ...some('toScan', row.to_scan_seq === null ? undefined : Number(row.to_scan_seq)),
    verdict: word(verdicts, row.verdict),
    ...some('expected', row.expected === null ? undefined : word(verdicts, row.expected)),
    coverage: { decided: row.coverage_decided, applicable: row.coverage_applicable },
    notes: row.notes,
    results: row.own === null ? row.results : { ...(row.results as object), ...row.own },
  };
}

const zeros = <T extends string>(words: readonly T[]) =>
  Object.fromEntries(words.map((name) => [name, 0])) as Record<T, number>;

/** As the last scan counted: nothing is counted anew while a scan writes. */
async function countDevices({ pool }: Database, asOf?: Instant): Promise<DeviceCounts> {
  const of = async (dimension: CountDimension) =>
    new Map((await readCounts(pool, dimension, asOf)).map(({ key, devices }) => [key, devices]));
  const [byVerdict, byCompliance, coverage] = await Promise.all([
    of('verdict'),
    of('compliance'),
    of('coverage'),
  ]);
  const counts = { verdicts: zeros(verdicts), compliance: zeros(compliances) };
  let devices = 0;
  for (const [name, count] of byVerdict) {
    counts.verdicts[word(verdicts, name)] = count;
    devices += count;
  }
  for (const [name, count] of byCompliance)
    if (name !== '') counts.compliance[word(compliances, name)] = count;
  return {
    devices,
    ...counts,
    coverage: { decided: coverage.get('decided') ?? 0, applicable: coverage.get('applicable') ?? 0 },
  };
}

interface JudgedRow {
  readonly public_id: string;
  readonly fingerprint: string | null;
  readonly review_at: Date | null;
}

function fingerprintRow(row: JudgedRow): FingerprintRow {
  return {
    publicId: row.public_id,
    ...some('fingerprint', row.fingerprint),
    ...some('reviewAt', row.review_at === null ? undefined : instant(row.review_at)),
  };
}

const batchSize = 20_000;

async function* fingerprints({ pool }: Database): AsyncGenerator<readonly FingerprintRow[]> {
  let after = 0;
  for (;;) {
    const { rows } = await pool.query<JudgedRow & { readonly id: string }>(
      `SELECT id, public_id, fingerprint, review_at FROM device
       WHERE vanished_scan IS NULL AND id > $1 ORDER BY id LIMIT ${batchSize}`,
      [after],
    );
    if (rows.length === 0) return;
    yield rows.map(fingerprintRow);
    after = Number(rows.at(-1)?.id);
  }
}

export function devicesOf(database: Database): Devices {
  const { pool } = database;
  const state = fleetStates(pool);
  const sources = {
    pool,
    state,
    counts: new KeptCounts(pool),
    texts: new SearchTexts(pool),
    ordered: new OrderedDevices(pool),
  };
  return {
    page: (request) => pageOfDevices(sources, request),
    state,
    async get(publicId, asOf) {
      const { rows } = await pool.query<DeviceRow>(
        `SELECT ${asOf === undefined ? presentColumns : pastColumns('$2')}
         FROM ${asOf === undefined ? 'device d' : pastDevices('$2')}
         WHERE d.id = coalesce((SELECT id FROM device WHERE public_id = $1),
                               (SELECT device_id FROM device_alias WHERE alias = $1))`,
        asOf === undefined ? [indexable(publicId)] : [indexable(publicId), asOf],
      );
      return rows[0] ? deviceOf(rows[0]) : undefined;
    },
    count: (asOf) => countDevices(database, asOf),
    counts: (dimension, asOf) => readCounts(pool, dimension, asOf),
    async verdict(deviceId, asOf) {
      const moment = asOf === undefined ? 'v.to_scan_seq IS NULL' : heldAt('v', '$2');
      const { rows } = await pool.query<IntervalRow>(
        `${intervals} WHERE v.device_id = $1 AND ${moment} ORDER BY v.id LIMIT 1`,
        asOf === undefined ? [deviceId] : [deviceId, asOf],
      );
      return rows[0] ? verdictsOf(rows[0]) : undefined;
    },
    async history(deviceId, limit) {
      const { rows } = await pool.query<IntervalRow>(
        `${intervals} WHERE v.device_id = $1 ORDER BY v.from_at DESC, v.id DESC LIMIT $2`,
        [deviceId, limit],
      );
      return rows.map(verdictsOf);
    },
    fingerprints: () => fingerprints(database),
    async lastJudged(publicIds) {
      const { rows } = await pool.query<JudgedRow>(
        `SELECT public_id, fingerprint, review_at FROM device
         WHERE vanished_scan IS NULL AND public_id = ANY($1::text[])`,
        [publicIds.map(indexable)],
      );
      return rows.map(fingerprintRow);
    },
  };
}
