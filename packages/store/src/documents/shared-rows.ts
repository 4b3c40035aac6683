import type pg from 'pg';
import type { Cell } from '../database/copy.js';

/** A row of a table of shared things: its digest, then its columns. */
export type SharedRow = readonly [digest: string, ...cells: Cell[]];

export interface SharedTable {
  readonly name: string;
  readonly columns: readonly (readonly [name: string, type: string])[];
}

/** The ids of rows that are shared between documents, made where they are missing. */
export async function idsOf(
  pool: pg.Pool,
  table: SharedTable,
  rows: readonly SharedRow[],
): Promise<ReadonlyMap<string, number>> {
  const wanted = new Map(rows.map((row) => [row[0], row]));
  const ids = await findShared(pool, table, [...wanted.keys()]);
  // In one order for all: two that make the same rows must not wait for each other in a circle.
  const missing = [...wanted.values()].filter(([digest]) => !ids.has(digest)).sort(byDigest);
  if (missing.length === 0) return ids;
  const columns = table.columns.map(([name]) => name);
  const arrays = table.columns.map(([, type], i) => `$${i + 2}::${type === 'text[]' ? 'text' : type}[]`);
  const cells = table.columns.map(([name, type]) => (type === 'text[]' ? `v.${name}::text[]` : `v.${name}`));
  await pool.query(
    `INSERT INTO ${table.name} (digest, ${columns.join(', ')})
     SELECT decode(v.digest, 'hex'), ${cells.join(', ')}
     FROM unnest($1::text[], ${arrays.join(', ')}) AS v(digest, ${columns.join(', ')})
     ON CONFLICT (digest) DO NOTHING`,
    [missing.map(([digest]) => digest), ...columns.map((_, i) => missing.map((row) => row[i + 1]))],
  );
  const made = await findShared(
    pool,
    table,
    missing.map(([digest]) => digest),
  );
  return new Map([...ids, ...made]);
}

const byDigest = ([a]: SharedRow, [b]: SharedRow): number => (a < b ? -1 : 1);

async function findShared(
  pool: pg.Pool,
  { name }: SharedTable,
  digests: readonly string[],
): Promise<Map<string, number>> {
  if (digests.length === 0) return new Map();
  const { rows } = await pool.query<{ digest: string; id: string }>({
    name: `find-${name}`,
    text: `SELECT n.digest, t.id FROM unnest($1::text[]) AS n(digest) JOIN ${name} t ON t.digest = decode(n.digest, 'hex')`,
    values: [digests],
  });
  return new Map(rows.map((row) => [row.digest, Number(row.id)]));
}
