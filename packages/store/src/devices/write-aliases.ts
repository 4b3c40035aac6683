import type pg from 'pg';
import { copyRows } from '../database/copy.js';
import { codeOf } from '../errors.js';

const uniqueViolation = '23505';

/**
 * Let these names lead to these rows. `taken` are aliases that lead elsewhere. The others go in by COPY, unless a
 * chunk that commits meanwhile brought one of them too.
 */
export async function writeAliases(
  client: pg.ClientBase,
  given: ReadonlyMap<string, number>,
  taken: ReadonlyMap<string, number>,
): Promise<void> {
  // In one order for all, so that no two chunks wait for each other.
  const pairs = [...given].sort(([a], [b]) => (a < b ? -1 : 1));
  const moved = pairs.filter(([alias]) => taken.has(alias));
  const fresh = pairs.filter(([alias]) => !taken.has(alias));
  await moveAliases(client, (await addAliases(client, fresh)) ? moved : pairs);
}

type Pairs = readonly (readonly [alias: string, id: number])[];

/** False, and nothing written, when one of them is there by now. */
async function addAliases(client: pg.ClientBase, pairs: Pairs): Promise<boolean> {
  if (pairs.length === 0) return true;
  await client.query('SAVEPOINT aliases');
  try {
    await copyRows(client, 'device_alias', ['alias', 'device_id'], pairs);
  } catch (error) {
    if (codeOf(error) !== uniqueViolation) throw error;
    await client.query('ROLLBACK TO aliases');
    return false;
  }
  await client.query('RELEASE aliases');
  return true;
}

async function moveAliases(client: pg.ClientBase, pairs: Pairs): Promise<void> {
  if (pairs.length === 0) return;
  await client.query(
    `INSERT INTO device_alias (alias, device_id) SELECT * FROM unnest($1::text[], $2::bigint[])
     ON CONFLICT (alias) DO UPDATE SET device_id = EXCLUDED.device_id WHERE device_alias.device_id <> EXCLUDED.device_id`,
    [pairs.map(([alias]) => alias), pairs.map(([, id]) => id)],
  );
}
