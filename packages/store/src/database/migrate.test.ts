import pg from 'pg';
import { startTestDatabase, type TestDatabase } from '../testing.js';
import { Prisma } from '../generated/client.js';
import { openPrisma } from './client.js';
import { migrate } from './migrate.js';
import { readMigrations } from './migrations.js';
import { openPool } from './pool.js';

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('migrate', () => {
  let database: TestDatabase;
  let empty: string;

  beforeAll(async () => {
    database = await startTestDatabase();
    const url = new URL(database.databaseUrl);
    const name = `${url.pathname.slice(1)}_empty`;
    await query(database.databaseUrl, `CREATE DATABASE ${name}`);
    url.pathname = `/${name}`;
    empty = url.href;
  });
  afterAll(async () => {
    await query(database.databaseUrl, `DROP DATABASE ${new URL(empty).pathname.slice(1)} WITH (FORCE)`);
    await database.close();
  });

  it('applies every migration once, also when two processes start together', async () => {
    const names = (await readMigrations()).map((migration) => migration.name);
    const applied = await Promise.all([migrate(empty), migrate(empty)]);
    expect(applied.flat()).toEqual(names);
    expect(await migrate(empty)).toEqual([]);
  });

  it('makes every table and column that the client asks for', async () => {
    const pool = openPool(empty, 2);
    const prisma = openPrisma(pool);
    const models = Object.values(Prisma.ModelName);
    expect(models.length).toBeGreaterThan(15);
    for (const model of models) {
      const name = `${model.charAt(0).toLowerCase()}${model.slice(1)}` as Uncapitalize<Prisma.ModelName>;
      const table = prisma[name] as unknown as { findFirst(): Promise<unknown> };
      expect(await table.findFirst()).toBeNull();
    }
    await prisma.$disconnect();
    await pool.end();
  });

  it('allows one open verdict, one open finding of an identity and one writing scan', async () => {
    const rows = await query(empty, `SELECT indexdef FROM pg_indexes WHERE indexdef LIKE 'CREATE UNIQUE%'`);
    const unique = rows.map((row) => String(row['indexdef']).replace(/^.* USING btree /, ''));
    expect(unique).toEqual(
      expect.arrayContaining([
        '(device_id) WHERE (to_scan_seq IS NULL)',
        '(device_id, identity_id) WHERE (to_scan_seq IS NULL)',
        '(writing)',
        '(schedule_id, slot_at)',
        '(kind, key)',
      ]),
    );
  });

  it('refuses a database that knows a migration we do not', async () => {
    await query(
      database.databaseUrl,
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ('x', 'x', '29990101000000_from_the_future', now(), 1)`,
    );
    await expect(migrate(database.databaseUrl)).rejects.toMatchObject({
      code: 'migration-failed',
      message: expect.stringContaining('29990101000000_from_the_future'),
    });
  });
});
