import { randomUUID } from 'node:crypto';
import type { Json } from '@ringcheck/model';
import type { Database } from '../database/client.js';
import { clean, instant, jsonInput, some, word } from '../database/rows.js';
import { workStatuses, type ClaimedWork, type WorkInput, type WorkRow } from '../types.js';

/** What is to be done. Rows are the truth; a job of the queue only says that it is worth looking. */
export interface Work {
  /** Add rows that are not there yet. */
  add(rows: readonly WorkInput[]): Promise<void>;
  get(kind: string, key: string): Promise<WorkRow | undefined>;
  /**
   * Take a row for `lockMs`; undefined when it is done, failed, not due, or another holds it. A row whose holder let
   * its lock pass can be taken again.
   */
  claim(kind: string, key: string, lockMs: number): Promise<ClaimedWork | undefined>;
  /** Hold on to claimed work; false: it was lost, stop. */
  extend(work: ClaimedWork, lockMs: number): Promise<boolean>;
  /** False: the claim was lost and another decides. */
  complete(work: ClaimedWork): Promise<boolean>;
  /**
   * Give back, to be tried again after `retryMs`; without it the row has failed for good. Given back without an error,
   * it was only asked too early: that is no attempt.
   */
  release(work: ClaimedWork, error: string | undefined, retryMs?: number): Promise<boolean>;
  /** Kind and key of rows that are due and that nobody holds, oldest first. */
  due(limit: number): Promise<readonly Pick<WorkRow, 'kind' | 'key'>[]>;
  /** How much waits or runs, by kind. */
  open(): Promise<readonly { readonly kind: string; readonly count: number }[]>;
  /** Let a failed row run again. */
  retry(kind: string, key: string): Promise<boolean>;
}

interface Row {
  readonly kind: string;
  readonly key: string;
  readonly payload: Json;
  readonly status: string;
  readonly attempts: number;
  readonly last_error: string | null;
  readonly locked_until: Date;
}

const isDue = `(status = 'pending' AND available_at <= now() OR status = 'running' AND locked_until < now())`;
const milliseconds = (parameter: string) => `${parameter} * interval '1 millisecond'`;

export function workOf({ pool, prisma }: Database): Work {
  const settle = async (sql: string, values: readonly unknown[]) => {
    const { rowCount } = await pool.query(sql, [...values]);
    return rowCount === 1;
  };
  return {
    async add(rows) {
      await prisma.work.createMany({
        data: rows.map(({ kind, key, payload }) => ({ kind, key, payload: jsonInput(payload ?? {}) })),
        skipDuplicates: true,
      });
    },
    async get(kind, key) {
      const row = await prisma.work.findUnique({ where: { kind_key: { kind, key } } });
      if (!row) return undefined;
      const { payload, attempts, lastError } = row;
      const status = word(workStatuses, row.status);
      return { kind, key, payload: payload as Json, status, attempts, ...some('lastError', lastError) };
    },
    async claim(kind, key, lockMs) {
      const claim = randomUUID();
      const { rows } = await pool.query<Row>({
        name: 'claim-work',
        text: `UPDATE work SET status = 'running', attempts = attempts + 1, claim = $3,
                 locked_until = now() + ${milliseconds('$4')}
               WHERE kind = $1 AND key = $2 AND ${isDue}
               RETURNING kind, key, payload, status, attempts, last_error, locked_until`,
        values: [kind, key, claim, lockMs],
      });
      const row = rows[0];
      if (!row) return undefined;
      return {
        kind,
        key,
        payload: row.payload,
        status: 'running',
        attempts: row.attempts,
        ...some('lastError', row.last_error),
        claim,
        lockedUntil: instant(row.locked_until),
      };
    },
    extend: ({ kind, key, claim }, lockMs) =>
      settle(
        `UPDATE work SET locked_until = now() + ${milliseconds('$4')}
         WHERE kind = $1 AND key = $2 AND claim = $3 AND status = 'running'`,
        [kind, key, claim, lockMs],
      ),
    complete: ({ kind, key, claim }) =>
      settle(
        `UPDATE work SET status = 'done', finished_at = now(), locked_until = NULL
         WHERE kind = $1 AND key = $2 AND claim = $3 AND status = 'running'`,
        [kind, key, claim],
      ),
    release: ({ kind, key, claim }, error, retryMs) =>
      settle(
        `UPDATE work SET status = CASE WHEN $5::float8 IS NULL THEN 'failed' ELSE 'pending' END, locked_until = NULL,
           attempts = attempts - CASE WHEN $4::text IS NULL AND $5::float8 IS NOT NULL THEN 1 ELSE 0 END,
           last_error = $4, available_at = now() + ${milliseconds('coalesce($5::float8, 0)')},
           finished_at = CASE WHEN $5::float8 IS NULL THEN now() END
         WHERE kind = $1 AND key = $2 AND claim = $3 AND status = 'running'`,
        [kind, key, claim, error === undefined ? null : clean(error).slice(0, 2_000), retryMs ?? null],
      ),
    async due(limit) {
      const { rows } = await pool.query<{ kind: string; key: string }>(
        `SELECT kind, key FROM work WHERE status IN ('pending', 'running') AND ${isDue}
         ORDER BY available_at, id LIMIT $1`,
        [limit],
      );
      return rows;
    },
    async open() {
      const { rows } = await pool.query<{ kind: string; count: number }>(
        `SELECT kind, count(*)::int AS count FROM work WHERE status IN ('pending', 'running')
         GROUP BY kind ORDER BY kind`,
      );
      return rows;
    },
    retry: (kind, key) =>
      settle(
        `UPDATE work SET status = 'pending', available_at = now(), finished_at = NULL
         WHERE kind = $1 AND key = $2 AND status = 'failed'`,
        [kind, key],
      ),
  };
}
