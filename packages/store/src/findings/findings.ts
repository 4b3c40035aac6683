import { outcomes, severities, stages, type Evidence, type Instant, type Json } from '@ringcheck/model';
import type { Database } from '../database/client.js';
import { Conditions, heldAt } from '../database/query.js';
import { decodeCursor, encodeCursor, indexable, instant, some, word } from '../database/rows.js';
import { countedScan } from '../scans/scan-counts.js';
import type { CauseCount, CoveringWaiver, FindingPageRequest, StoredFinding } from '../list-types.js';
import type { FindingInput, Slice } from '../types.js';
import { countHidden } from './count-hidden.js';

/** Findings as intervals of scan time; without `asOf`, those open now. */
export interface Findings {
  /** By device, each worst first as the rules gave them. */
  page(request: FindingPageRequest): Promise<Slice<StoredFinding>>;
  /** All findings of one device, worst first as the rules gave them. */
  ofDevice(deviceId: number, asOf?: Instant): Promise<readonly StoredFinding[]>;
  /**
   * Causes by the number of devices they touch, as the last scan counted, or the last one by a moment; unknowns are gaps
   * and not among them.
   */
  causes(limit: number, asOf?: Instant): Promise<readonly CauseCount[]>;
  /** Gaps by the number of devices they would decide. */
  gaps(limit: number, asOf?: Instant): Promise<readonly CauseCount[]>;
  /** How many open findings these waivers cover; one covered by two counts once. */
  hidden(waivers: readonly CoveringWaiver[], asOf?: Instant): Promise<number>;
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

const columns = `f.id, f.from_at, f.to_at, f.from_scan_seq, f.to_scan_seq, f.failing_since, d.public_id,
  i.rule_id, i.scope, i.cause, c.outcome, c.severity, c.stage, c.message, c.data, c.control, c.undecided, c.gap,
  coalesce(f.evidence, e.body) AS evidence`;
const joined = `finding_identity i ON i.id = f.identity_id JOIN finding_content c ON c.id = f.content_id
  JOIN device d ON d.id = f.device_id LEFT JOIN shared_part e ON e.id = f.evidence_id`;

function addMoment(conditions: Conditions, asOf: Instant | undefined): void {
  if (asOf === undefined) conditions.always('f.to_scan_seq IS NULL');
  conditions.add(asOf, (p) => heldAt('f', p));
}

/**
 * Conditions on what is said, by the numbers of the words: to lead to findings by an index, or to check those of one
 * device, where a list of numbers would be gone through for each.
 */
export function addWords(
  conditions: Conditions,
  filter: {
    readonly ruleId?: string;
    readonly cause?: string;
    readonly outcome?: string;
    readonly gap?: string;
  },
  use: 'lead' | 'check' = 'lead',
): void {
  const among = (column: string, numbers: string) =>
    use === 'lead' ? `${column} = ANY (ARRAY(${numbers}))` : `(${column} IN (${numbers})) IS TRUE`;
  const identity = (condition: string) =>
    among('f.identity_id', `SELECT id FROM finding_identity WHERE ${condition}`);
  conditions.add(filter.ruleId, (p) => identity(`rule_id = ${p}`));
  conditions.add(filter.cause === undefined ? undefined : indexable(filter.cause), (p) =>
    identity(`cause = ${p}`),
  );
  conditions.add(
    filter.outcome,
    (p) => `f.content_id IN (SELECT id FROM finding_content WHERE outcome = ${p})`,
  );
  conditions.add(
    filter.gap === undefined ? undefined : indexable(filter.gap),
    (p) => `f.has_gap AND ${among('f.content_id', `SELECT id FROM finding_content WHERE gap_key = ${p}`)}`,
  );
}

async function page({ pool }: Database, request: FindingPageRequest): Promise<Slice<StoredFinding>> {
  const { limit, cursor, filter = {}, asOf } = request;
  const conditions = new Conditions();
  addMoment(conditions, asOf);
  addWords(conditions, filter);
  conditions.add(
    filter.publicId === undefined ? undefined : indexable(filter.publicId),
    (p) => `f.device_id = (SELECT id FROM device WHERE public_id = ${p})`,
  );
  if (cursor !== undefined) {
    const [device, id] = decodeCursor(cursor, ['number', 'number']);
    conditions.always(`(f.device_id, f.id) > (${conditions.bind(device)}, ${conditions.bind(id)})`);
  }
  // Open ones have an index by device, so that no years of closed ones are passed by.
  const order = 'ORDER BY f.device_id, f.id';
  const { rows } = await pool.query<Row & { readonly device_id: string }>(
    `WITH f AS (SELECT * FROM finding f ${conditions.where} ${order} LIMIT ${conditions.bind(limit + 1)})
     SELECT ${columns}, f.device_id FROM f JOIN ${joined} ${order}`,
    conditions.values,
  );
  const kept = rows.slice(0, limit);
  const last = rows.length > limit ? kept.at(-1) : undefined;
  const next = last === undefined ? undefined : encodeCursor([Number(last.device_id), Number(last.id)]);
  return { items: kept.map(findingOf), ...some('next', next) };
}

/** Open findings of each key to speak for it: of each of its words the one of the first device, by an index. */
const speakers = {
  cause: `finding_identity w, LATERAL (SELECT * FROM finding f WHERE f.to_scan_seq IS NULL AND f.identity_id = w.id
    AND EXISTS (SELECT 1 FROM finding_content c WHERE c.id = f.content_id AND c.outcome <> 'unknown')
    ORDER BY f.device_id LIMIT 1) f WHERE w.cause = n.key`,
  gap: `finding_content w, LATERAL (SELECT * FROM finding f WHERE f.to_scan_seq IS NULL AND f.has_gap
    AND f.content_id = w.id ORDER BY f.device_id, f.id LIMIT 1) f WHERE w.gap_key = n.key`,
};
/** The same for all keys in one pass over what held at a moment. */
const pastSpeakers = {
  cause: `finding_identity i ON i.cause = n.key JOIN finding f ON f.identity_id = i.id
    JOIN finding_content c ON c.id = f.content_id AND c.outcome <> 'unknown'`,
  gap: `finding_content c ON c.gap_key = n.key JOIN finding f ON f.content_id = c.id AND f.has_gap`,
};

/** What the last scan counted, or the last one by a moment, with a finding of each to speak for it. */
async function counted(
  { pool }: Database,
  dimension: 'cause' | 'gap',
  limit: number,
  asOf?: Instant,
): Promise<CauseCount[]> {
  const spoken =
    asOf === undefined
      ? `n, LATERAL (SELECT f.* FROM ${speakers[dimension]} ORDER BY f.device_id, f.id LIMIT 1) f`
      : `(SELECT n.key AS said, min(ARRAY[f.device_id, f.id]) AS first FROM n JOIN ${pastSpeakers[dimension]}
           WHERE ${heldAt('f', '$3')} GROUP BY n.key) s JOIN n ON n.key = s.said JOIN finding f ON f.id = s.first[2]`;
  const { rows } = await pool.query<Row & { devices: number; findings: number; key: string }>(
    `WITH n AS (
       SELECT key, devices, findings FROM scan_count WHERE scan_id = ${countedScan('$3')} AND dimension = $1
       ORDER BY devices DESC, findings DESC, key COLLATE "C" LIMIT $2)
     SELECT ${columns}, n.key, n.devices, n.findings
     FROM ${spoken} JOIN ${joined}
     ORDER BY n.devices DESC, n.findings DESC, n.key COLLATE "C"`,
    [dimension, limit, asOf ?? null],
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
        `SELECT ${columns} FROM finding f JOIN ${joined} ${conditions.where} ORDER BY f.id`,
        conditions.values,
      );
      return rows.map(findingOf);
    },
    causes: (limit, asOf) => counted(database, 'cause', limit, asOf),
    gaps: (limit, asOf) => counted(database, 'gap', limit, asOf),
    hidden: (waivers, asOf) => countHidden(database.pool, waivers, asOf),
  };
}
