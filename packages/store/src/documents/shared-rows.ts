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
  const missing = [...wanted.values()].filter(([digest]) => !ids.has(digest));
  for (const [digest, id] of await makeShared(pool, table, missing)) ids.set(digest, id);
  return ids;
}

/** As `idsOf`, of rows with different digests that were just looked for and are most likely not there. */
export async function makeShared(
  pool: pg.Pool,
  table: SharedTable,
  rows: readonly SharedRow[],
): Promise<ReadonlyMap<string, number>> {
  if (rows.length === 0) return new Map();
  // In one order for all: two that make the same rows must not wait for each other in a circle.
  const ordered = [...rows].sort(byDigest);
  const columns = table.columns.map(([name]) => name);
  const arrays = table.columns.map(([, type], i) => `$${i + 2}::${type === 'text[]' ? 'text' : type}[]`);
  const cells = table.columns.map(([name, type]) => (type === 'text[]' ? `v.${name}::text[]` : `v.${name}`));
  const made = await pool.query<IdRow>({
    name: `make-${table.name}`,
    text: `INSERT INTO ${table.name} (digest, ${columns.join(', ')})
     SELECT decode(v.digest, 'hex'), ${cells.join(', ')}
     FROM unnest($1::text[], ${arrays.join(', ')}) AS v(digest, ${columns.join(', ')})
     ON CONFLICT (digest) DO NOTHING RETURNING encode(digest, 'hex') AS digest, id`,
    values: [ordered.map(([digest]) => digest), ...columns.map((_, i) => ordered.map((row) => row[i + 1]))],
  });
  const ids = idsByDigest(made.rows);
  // Another upload made them meanwhile.
  const others = ordered.flatMap(([digest]) => (ids.has(digest) ? [] : [digest]));
  for (const [digest, id] of await findShared(pool, table, others)) ids.set(digest, id);
  return ids;
}

const byDigest = ([a]: SharedRow, [b]: SharedRow): number => (a < b ? -1 : 1);

interface IdRow {
  readonly digest: string;
  readonly id: string;
}

const idsByDigest = (rows: readonly IdRow[]): Map<string, number> =>
  new Map(rows.map(({ digest, id }) => [digest, Number(id)]));

async function findShared(
  pool: pg.Pool,
  { name }: SharedTable,
  digests: readonly string[],
): Promise<Map<string, number>> {
  if (digests.length === 0) return new Map();
  const { rows } = await pool.query<IdRow>({
    name: `find-${name}`,
    text: `SELECT n.digest, t.id FROM unnest($1::text[]) AS n(digest) JOIN ${name} t ON t.digest = decode(n.digest, 'hex')`,
    values: [digests],
  });
  return idsByDigest(rows);
}
