import { changeKinds } from '@ringcheck/contracts';
import { outcomes, severities, stages, verdicts } from '@ringcheck/model';
import type { Instant } from '@ringcheck/model';
import type { Database } from '../database/client.js';
import { Conditions } from '../database/query.js';
import { decodeCursor, encodeCursor, instant, some, word } from '../database/rows.js';
import type { Slice } from '../types.js';
import { changeCountSql, changePageSql } from './diff-sql.js';
import { forget } from './forget.js';
import {
  type Change,
  type ChangeCounts,
  type DiffRequest,
  type Forgotten,
  type TrendPoint,
  type TrendRequest,
} from './types.js';

/** The past as scans left it. */
export interface History {
  /** What differs between two scans, findings first. */
  diff(request: DiffRequest): Promise<Slice<Change>>;
  /** How much of it there is, by kind. */
  countDiff(from: number, to: number): Promise<ChangeCounts>;
  /** What the latest scans left, oldest first. */
  trend(request: TrendRequest): Promise<readonly TrendPoint[]>;
  /** Remove at most `batch` rows of each kind that ended before the moment; what is still true stays, however old. */
  forget(before: Instant, batch: number): Promise<Forgotten>;
}

interface ChangeRow {
  readonly rank: number;
  readonly public_id: string;
  readonly name: string | null;
  readonly identity_id: number;
  readonly before: string | null;
  readonly after: string | null;
  readonly rule_id: string | null;
  readonly scope: string | null;
  readonly cause: string | null;
  readonly outcome: string | null;
  readonly severity: string | null;
  readonly stage: string | null;
  readonly outcome_before: string | null;
}

function changeOf(row: ChangeRow): Change {
  const kind = changeKinds[row.rank] ?? 'verdict';
  const device = { kind, publicId: row.public_id, ...some('name', row.name) };
  const { rule_id: ruleId, scope, cause, outcome, severity, stage } = row;
  if (
    ruleId === null ||
    scope === null ||
    cause === null ||
    outcome === null ||
    severity === null ||
    stage === null
  ) {
    const verdict = {
      ...some('before', row.before === null ? undefined : word(verdicts, row.before)),
      ...some('after', row.after === null ? undefined : word(verdicts, row.after)),
    };
    return { ...device, verdict };
  }
  const finding = {
    ruleId,
    scope,
    cause,
    outcome: word(outcomes, outcome),
    ...some('before', row.outcome_before === null ? undefined : word(outcomes, row.outcome_before)),
    severity: word(severities, severity),
    stage: word(stages, stage),
  };
  return { ...device, finding };
}

export function historyOf({ pool }: Database): History {
  return {
    async diff({ from, to, kind, limit, cursor }) {
      const [rank, publicId, identity] =
        cursor === undefined ? [null, null, null] : decodeCursor(cursor, ['number', 'text', 'number']);
      const { rows } = await pool.query<ChangeRow>(changePageSql, [
        from,
        to,
        kind === undefined ? null : changeKinds.indexOf(kind),
        rank,
        publicId,
        identity,
        limit + 1,
      ]);
      const kept = rows.slice(0, limit);
      const last = kept.at(-1);
      return {
        items: kept.map(changeOf),
        ...some(
          'next',
          rows.length > limit && last
            ? encodeCursor([last.rank, last.public_id, last.identity_id])
            : undefined,
        ),
      };
    },
    async countDiff(from, to) {
      const { rows } = await pool.query<{ rank: number; count: number }>(changeCountSql, [from, to]);
      const counted = new Map(rows.map(({ rank, count }) => [rank, count]));
      return Object.fromEntries(
        changeKinds.map((kind, rank) => [kind, counted.get(rank) ?? 0]),
      ) as ChangeCounts;
    },
    async trend({ dimension, key, since, until, limit }) {
      const scans = new Conditions([dimension]);
      scans.always(`status = 'done'`);
      scans.add(since, (p) => `now >= ${p}`);
      scans.add(until, (p) => `now <= ${p}`);
      const latest = `SELECT id, seq, now FROM scan ${scans.where} ORDER BY seq DESC LIMIT ${scans.bind(limit)}`;
      const wanted =
        key === undefined
          ? ''
          : `AND (c.key = ${scans.bind(key)} OR starts_with(c.key, ${scans.bind(`${key}\n`)}))`;
      const { rows } = await pool.query<TrendRow>(
        `SELECT s.id, s.now, c.key, c.devices, c.findings FROM (${latest}) s
         LEFT JOIN scan_count c ON c.scan_id = s.id AND c.dimension = $1 ${wanted}
         ORDER BY s.seq, c.devices DESC, c.key`,
        scans.values,
      );
      return pointsOf(rows);
    },
    forget: (before, batch) => forget(pool, before, batch),
  };
}

interface TrendRow {
  readonly id: string;
  readonly now: Date;
  readonly key: string | null;
  readonly devices: number;
  readonly findings: number;
}

function pointsOf(rows: readonly TrendRow[]): readonly TrendPoint[] {
  const points = new Map<string, { scanId: string; at: Instant; counts: TrendPoint['counts'][number][] }>();
  for (const { id, now, key, devices, findings } of rows) {
    let point = points.get(id);
    if (point === undefined) {
      point = { scanId: id, at: instant(now), counts: [] };
      points.set(id, point);
    }
    if (key !== null) point.counts.push({ key, devices, findings });
  }
  return [...points.values()];
}
