import pg from 'pg';
import { messageOf, StoreError } from '../errors.js';
import { readMigrations, type Migration } from './migrations.js';
import { applyMigrations } from './schema-engine.js';

/** Processes that start together migrate one after the other. */
const migrationLock = 7_246_402;

async function appliedChecksums(client: pg.Client): Promise<ReadonlyMap<string, string>> {
  const table = await client.query<{ name: string | null }>(
    `SELECT to_regclass('_prisma_migrations')::text AS name`,
  );
  if (table.rows[0]?.name === null) return new Map();
  const { rows } = await client.query<{ migration_name: string; checksum: string }>(
    'SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  return new Map(rows.map((row) => [row.migration_name, row.checksum]));
}

function missing(
  migrations: readonly Migration[],
  applied: ReadonlyMap<string, string>,
): readonly Migration[] {
  const names = new Set(migrations.map((migration) => migration.name));
  for (const name of applied.keys()) {
    if (!names.has(name)) {
      throw new StoreError(
        'migration-failed',
        `The database knows the migration ${name}, this Ringcheck does not: the database is newer. Start a newer Ringcheck.`,
      );
    }
  }
  return migrations.filter((migration) => applied.get(migration.name) !== migration.checksum);
}

/**
 * Bring a database up to date; returns the names of the migrations applied now. Running it again changes nothing.
 * Throws StoreError `migration-failed`.
 */
export async function migrate(databaseUrl: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'ringcheck migrate' });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    const migrations = await readMigrations();
    if (missing(migrations, await appliedChecksums(client)).length === 0) return [];
    return await applyMigrations(databaseUrl, migrations);
  } catch (cause) {
    if (cause instanceof StoreError) throw cause;
    throw new StoreError(
      'migration-failed',
      `The database could not be brought up to date: ${messageOf(cause)}`,
      {
        cause,
      },
    );
  } finally {
    await client.end();
  }
}
