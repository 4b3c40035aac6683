import { outcomes, severities, stages, type Evidence, type Instant, type Json } from '@ringcheck/model';
import type { Database } from '../database/client.js';
import { Conditions } from '../database/query.js';
import { decodeCursor, encodeCursor, indexable, instant, some, word } from '../database/rows.js';
import type { CauseCount, FindingPageRequest, StoredFinding } from '../list-types.js';
import type { FindingInput, Slice } from '../types.js';

/** Findings as intervals of scan time; without `asOf`, those open now. */
export interface Findings {
  page(request: FindingPageRequest): Promise<Slice<StoredFinding>>;
  /** All findings of one device, worst first as the rules gave them. */
  ofDevice(deviceId: number, asOf?: Instant): Promise<readonly StoredFinding[]>;
  /** Causes by the number of devices they touch; unknowns are gaps and not among them. */
  causes(limit: number): Promise<readonly CauseCount[]>;
  /** Gaps by the number of devices they would decide. */
  gaps(limit: number): Promise<readonly CauseCount[]>;
}

interface Row {
  readonly id: string;
  readonly public_id: string;
  readonly rule_id: string;
  readonly scope: string;
  readonly cause: string;
  readonly outcome: string;
  readonly severity: string;
  readonly stage: string;
  readonly message: string;
  readonly data: Json;
  readonly evidence: readonly Evidence[];
  readonly control: string | null;
  readonly undecided: boolean;
  readonly gap: FindingInput['gap'] | null;
  readonly from_at: Date;
  readonly to_at: Date | null;
  readonly from_scan_seq: string;
  readonly to_scan_seq: string | null;
  readonly failing_since: Date;
}

function findingOf(row: Row): StoredFinding {
  return {
    id: Number(row.id),
    publicId: row.public_id,
    ruleId: row.rule_id,
    scope: row.scope,
    cause: row.cause,
    outcome: word(outcomes, row.outcome),
    severity: word(severities, row.severity),
    stage: word(stages, row.stage),
    message: row.message,
    data: row.data,
    evidence: row.evidence,
    ...some('control', row.control),
    ...(row.undecided ? { undecided: true } : {}),
    ...some('gap', row.gap),
    from: instant(row.from_at),
    ...some('to', row.to_at === null ? undefined : instant(row.to_at)),
    fromScan: Number(row.from_scan_seq),
    ...some('toScan', row.to_scan_seq === null ? undefined : Number(row.to_scan_seq)),
    failingSince: instant(row.failing_since),
  };
}

const columns = 'f.*, d.public_id';

function addMoment(conditions: Conditions, asOf: Instant | undefined): void {
  if (asOf === undefined) conditions.always('f.to_scan_seq IS NULL');
  conditions.add(
    asOf,
    (p) => `f.from_at <= ${p}::timestamptz AND (f.to_at IS NULL OR f.to_at > ${p}::timestamptz)`,
  );
}

async function page({ pool }: Database, request: FindingPageRequest): Promise<Slice<StoredFinding>> {
  const { limit, cursor, filter = {}, asOf } = request;
  const conditions = new Conditions();
  addMoment(conditions, asOf);
  conditions.add(filter.ruleId, (p) => `f.rule_id = ${p}`);
  conditions.add(filter.outcome, (p) => `f.outcome = ${p}`);
  conditions.add(filter.cause === undefined ? undefined : indexable(filter.cause), (p) => `f.cause = ${p}`);
  conditions.add(
    filter.publicId === undefined ? undefined : indexable(filter.publicId),
    (p) => `d.public_id = ${p}`,
  );
  if (cursor !== undefined) conditions.add(decodeCursor(cursor, ['number'])[0], (p) => `f.id > ${p}`);
  const { rows } = await pool.query<Row>(
    `SELECT ${columns} FROM finding f JOIN device d ON d.id = f.device_id ${conditions.where}
     ORDER BY f.id LIMIT ${conditions.bind(limit + 1)}`,
    conditions.values,
  );
  const items = rows.slice(0, limit).map(findingOf);
  const last = items.at(-1);
  return { items, ...some('next', rows.length > limit && last ? encodeCursor([last.id]) : undefined) };
}

/** Open findings by one of their keys, with a finding of each to speak for it. */
async function counted(
  { pool }: Database,
  key: string,
  condition: string,
  limit: number,
): Promise<CauseCount[]> {
  const { rows } = await pool.query<Row & { devices: number; findings: number; key: string }>(
    `WITH counted AS (
       SELECT ${key} AS key, count(DISTINCT device_id)::int AS devices, count(*)::int AS findings, min(id) AS sample
       FROM finding f WHERE to_scan_seq IS NULL AND ${condition} GROUP BY ${key}
       ORDER BY devices DESC, findings DESC, key LIMIT $1)
     SELECT ${columns}, c.key, c.devices, c.findings
     FROM counted c JOIN finding f ON f.id = c.sample JOIN device d ON d.id = f.device_id
     ORDER BY c.devices DESC, c.findings DESC, c.key`,
    [limit],
  );
  return rows.map((row) => ({
    key: row.key,
    devices: row.devices,
    findings: row.findings,
    sample: findingOf(row),
  }));
}

export function findingsOf(database: Database): Findings {
  return {
    page: (request) => page(database, request),
    async ofDevice(deviceId, asOf) {
      const conditions = new Conditions();
      conditions.add(deviceId, (p) => `f.device_id = ${p}`);
      addMoment(conditions, asOf);
      const { rows } = await database.pool.query<Row>(
        `SELECT ${columns} FROM finding f JOIN device d ON d.id = f.device_id ${conditions.where} ORDER BY f.id`,
        conditions.values,
      );
      return rows.map(findingOf);
    },
    causes: (limit) => counted(database, 'cause', `outcome <> 'unknown'`, limit),
    gaps: (limit) => counted(database, 'gap_key', 'gap_key IS NOT NULL', limit),
  };
}
