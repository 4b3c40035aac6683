import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { lstat, mkdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { parseBlobKey } from './blobs/blob-key.js';
import { migrate } from './database/migrate.js';
import { readMigrations } from './database/migrations.js';
import { startEmbedded, type EmbeddedServer } from './embedded/embedded.js';
import { isAlive } from './embedded/start-lock.js';
import { StoreError } from './errors.js';
import { openStore, type Store } from './store.js';

/** A database of one's own, up to date and empty, on a server that all tests of this user share. */
export interface TestDatabase {
  readonly databaseUrl: string;
  /** Drop it; the last test that closes stops the server. */
  close(): Promise<void>;
}

const templateLock = 7_246_404;

/** In the system's temporary folder, kept between runs: the next run starts in a tenth of a second. */
async function sharedFolder(): Promise<string> {
  const uid = process.getuid?.();
  const folder = path.join(os.tmpdir(), `ringcheck-test-server-${uid ?? 'user'}`);
  await mkdir(folder, { recursive: true, mode: 0o711 });
  const { uid: owner } = await lstat(folder);
  if (uid !== undefined && owner !== uid)
    throw new StoreError('server-start-failed', `${folder} belongs to another user; remove it.`);
  return folder;
}

async function startShared(): Promise<EmbeddedServer> {
  const dataDir = await sharedFolder();
  // Nothing in it is worth a disk write.
  const settings = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    shared_buffers: '64MB',
  };
  const start = () => startEmbedded({ dataDir, database: 'shared', settings });
  try {
    return await start();
  } catch (error) {
    if (!(error instanceof StoreError) || error.code === 'no-server-binaries') throw error;
    // Written without fsync, it may not have survived a crash of the machine.
    await rm(dataDir, { recursive: true, force: true });
    await sharedFolder();
    return start();
  }
}

async function dropLeftovers(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT datname AS name FROM pg_database WHERE datname ~ '^test_[0-9]+_'`,
  );
  for (const { name } of rows) {
    if (!isAlive(Number(name.split('_')[1])))
      await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
  }
}

/** The migrated database that all others are copied from; one per set of migrations. */
async function ensureTemplate(server: EmbeddedServer, client: pg.Client): Promise<string> {
  const hash = createHash('sha256');
  for (const { name, checksum } of await readMigrations()) hash.update(name).update(checksum);
  const template = `template_${hash.digest('hex').slice(0, 16)}`;
  const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
  if (known.rowCount === 1) return template;
  const draft = `draft_${randomUUID()}`;
  await client.query(`CREATE DATABASE ${pg.escapeIdentifier(draft)}`);
  await migrate(server.urlOf(draft));
  // The migrating connections may take a moment to leave, and a database in use is not renamed.
  await client.query(
    `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()`,
    [draft],
  );
  await client.query(`ALTER DATABASE ${pg.escapeIdentifier(draft)} RENAME TO ${template}`);
  return template;
}

/** A fresh database on a real PostgreSQL; the first call of a run starts the server. */
export async function startTestDatabase(): Promise<TestDatabase> {
  const server = await startShared();
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
  const client = new pg.Client({ connectionString: server.databaseUrl });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [templateLock]);
    await dropLeftovers(client);
    const template = await ensureTemplate(server, client);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY wal_log`);
  } finally {
    await client.end();
  }
  return {
    databaseUrl: server.urlOf(name),
    async close() {
      const dropper = new pg.Client({ connectionString: server.databaseUrl });
      await dropper.connect();
      await dropper.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await dropper.end();
      await server.stop();
    },
  };
}

/** A store on a fresh database; `close` closes both. The blob key is new each time. */
export async function startTestStore(): Promise<Store & { readonly databaseUrl: string }> {
  const database = await startTestDatabase();
  const blobKey = parseBlobKey(randomBytes(32).toString('base64'), 'the test');
  const store = await openStore({ databaseUrl: database.databaseUrl, blobKey, migrate: false });
  return {
    ...store,
    databaseUrl: database.databaseUrl,
    async close() {
      await store.close();
      await database.close();
    },
  };
}
