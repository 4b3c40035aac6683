import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { installBinaries } from './binaries.js';
import {
  configure,
  freePort,
  initialise,
  isPostgres,
  readOrMakePassword,
  readPostmaster,
  start,
  type Cluster,
} from './cluster.js';
import { startEmbedded, type EmbeddedEvent, type EmbeddedServer } from './embedded.js';
import { serverReaches, serverUser } from './server-user.js';
import { withStartLock } from './start-lock.js';

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ answer: unknown }>(sql);
    return rows[0]?.answer;
  } finally {
    await client.end();
  }
}

async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await condition())) await sleep(50);
}

describe('the embedded server', () => {
  let parent: string;
  let dataDir: string;
  const servers: EmbeddedServer[] = [];
  const settings = { fsync: 'off' };

  beforeAll(async () => {
    parent = await mkdtemp(path.join(os.tmpdir(), 'ringcheck server '));
    await import('node:fs/promises').then(({ chmod }) => chmod(parent, 0o755));
    dataDir = path.join(parent, "with blanks and 'quotes'");
  });
  afterAll(() => rm(parent, { recursive: true, force: true }));
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.stop();
  });

  async function begin(onEvent?: (event: EmbeddedEvent) => void): Promise<EmbeddedServer> {
    const server = await startEmbedded({ dataDir, settings, ...(onEvent ? { onEvent } : {}) });
    servers.push(server);
    return server;
  }
  const pid = async () => (await readPostmaster(dataDir))?.pid ?? 0;

  it('starts in a folder with blanks and quotes, keeps its data and a password of its own', async () => {
    const first = await begin();
    expect(first.adopted).toBe(false);
    await ask(first.databaseUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const password = new URL(first.databaseUrl).password;
    expect(password.length).toBeGreaterThan(20);
    expect((await stat(path.join(dataDir, 'postgres.password'))).mode & 0o777).toBe(0o600);
    await first.stop();
    await expect(ask(first.databaseUrl, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
    const second = await begin();
    expect(new URL(second.databaseUrl).password).toBe(password);
    expect(await ask(second.databaseUrl, 'SELECT answer FROM kept')).toBe(42);
    const wrong = new URL(second.databaseUrl);
    wrong.password = 'guessed';
    await expect(ask(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
  });

  it('has the names its libraries are loaded by, whether or not an install script ran', async () => {
    await begin();
    const { initdb } = await installBinaries(dataDir);
    const library = path.join(path.dirname(initdb), '..', 'lib', 'libpq.so.5');
    expect((await stat(process.platform === 'linux' ? library : initdb)).isFile()).toBe(true);
  });

  it('is shared by two that use one folder, and stopped by the last', async () => {
    const [first, second] = await Promise.all([begin(), begin()]);
    expect([first.adopted, second.adopted].sort()).toEqual([false, true]);
    expect(second.port).toBe(first.port);
    await first.stop();
    expect(await ask(second.databaseUrl, 'SELECT 1 AS answer')).toBe(1);
    const running = await pid();
    await second.stop();
    expect(await isPostgres(running)).toBe(false);
  });

  it('is taken over when the one that started it was killed', async () => {
    // Started without anybody holding it: what a kill -9 of the parent leaves.
    const cluster: Cluster = {
      dataDir,
      binaries: await installBinaries(dataDir),
      user: await serverUser(),
      password: await readOrMakePassword(dataDir),
    };
    await initialise(cluster);
    const port = await freePort();
    await configure(cluster, port, settings);
    await start(cluster);
    const orphan = await pid();
    const server = await begin();
    expect(server.adopted).toBe(true);
    expect(server.port).toBe(port);
    await server.stop();
    expect(await isPostgres(orphan)).toBe(false);
  });

  it('comes back on the same port with its data when it is killed while we live', async () => {
    const events: string[] = [];
    const server = await begin((event) => events.push(event.kind));
    await ask(server.databaseUrl, 'CREATE TABLE survivor AS SELECT 7 AS answer');
    process.kill(await pid(), 'SIGKILL');
    await until(() => events.includes('recovered'));
    expect(events[0]).toBe('lost');
    expect(await ask(server.databaseUrl, 'SELECT answer FROM survivor')).toBe(7);
  });

  it('starts over a stale postmaster.pid, also when the number belongs to another process now', async () => {
    const server = await begin();
    const file = path.join(dataDir, 'postgres', 'postmaster.pid');
    const text = await readFile(file, 'utf8');
    await server.stop();
    await writeFile(file, text.replace(/^\d+/, String(process.pid)));
    expect(await isPostgres(process.pid)).toBe(false);
    const again = await begin();
    expect(again.adopted).toBe(false);
    expect(await ask(again.databaseUrl, 'SELECT 1 AS answer')).toBe(1);
  });

  it('clears what a start that was killed left behind', async () => {
    await rm(path.join(dataDir, 'postgres'), { recursive: true, force: true });
    await writeFile(path.join(dataDir, 'start.lock'), '999999999 dead');
    await writeFile(path.join(dataDir, 'postgres-draft-x'), '');
    const server = await begin();
    expect(await ask(server.databaseUrl, 'SELECT 1 AS answer')).toBe(1);
    await expect(stat(path.join(dataDir, 'postgres-draft-x'))).rejects.toThrow('ENOENT');
  });

  it('says so when the data is of another version', async () => {
    const file = path.join(dataDir, 'postgres', 'PG_VERSION');
    await writeFile(file, '14\n');
    await expect(startEmbedded({ dataDir })).rejects.toMatchObject({
      code: 'data-from-other-version',
      message: expect.stringContaining('PostgreSQL 14'),
    });
    await writeFile(file, '18\n');
  });

  it('says so when the server may not enter the folder', async () => {
    const closed = await mkdtemp(path.join(os.tmpdir(), 'ringcheck-closed-'));
    const isRoot = process.getuid?.() === 0;
    expect(await serverReaches(path.join(closed, 'not', 'made yet'))).toBe(!isRoot);
    if (isRoot) {
      await expect(startEmbedded({ dataDir: path.join(closed, 'data') })).rejects.toMatchObject({
        code: 'data-folder-unreachable',
      });
    }
    await rm(closed, { recursive: true });
  });

  it('lets one start at a time in one folder', async () => {
    let inside = 0;
    let most = 0;
    const task = async () => {
      most = Math.max(most, ++inside);
      await sleep(30);
      inside--;
    };
    await Promise.all([1, 2, 3].map(() => withStartLock(dataDir, task)));
    expect(most).toBe(1);
  });
});
