import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startTestDatabase, type TestDatabase } from '@ringcheck/store';
import { freePort } from '@ringcheck/testkit';
import { Redis } from 'ioredis';
import pg from 'pg';
import { openQueue, type QueueBackend, type WakeQueue, type WakeUp } from './wake-queue.js';

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20);
}

const keysOf = (count: number): WakeUp[] =>
  Array.from({ length: count }, (_, i) => ({ kind: 'decode', key: String(i) }));

/** A worker of another process that takes a job and never ends it. */
function startHangingWorker(backend: QueueBackend, name: string): ChildProcess {
  const program = `
    const { Worker, createPostgresBackend, DEFAULT_SCHEMA } = await import('bullmq');
    const [kind, url, name] = process.argv.slice(1);
    const hang = async () => { process.stdout.write('taken'); await new Promise(() => setInterval(() => {}, 1000)); };
    const options = { lockDuration: 1000, stalledInterval: 500, concurrency: 1 };
    if (kind === 'postgres') {
      const { default: pg } = await import('pg');
      const connection = new pg.Pool({ connectionString: url, options: '-c search_path=' + DEFAULT_SCHEMA + ',public' });
      new Worker(name, hang, { ...options, connection }, createPostgresBackend);
    } else {
      const { Redis } = await import('ioredis');
      new Worker(name, hang, { ...options, connection: new Redis(url, { maxRetriesPerRequest: null }) });
    }`;
  const url = backend.kind === 'postgres' ? backend.databaseUrl : backend.url;
  return spawn(process.execPath, ['--input-type=module', '-e', program, backend.kind, url, name], {
    cwd: path.dirname(fileURLToPath(import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** What every backend must do. */
function queueContract(backend: () => QueueBackend): void {
  let name: string;
  const queues: WakeQueue[] = [];
  /** A busy machine may hold a worker up for seconds: only a job that is to be taken away is locked for less. */
  async function open(lockMs = 60_000): Promise<WakeQueue> {
    const queue = await openQueue({ backend: backend(), name, lockMs });
    queues.push(queue);
    return queue;
  }
  beforeEach(() => {
    name = `test-${randomUUID()}`;
  });
  afterEach(async () => {
    for (const queue of queues.splice(0)) await queue.close();
  });

  it('hands every wake-up to a handler once, also with two processes at work', async () => {
    const handled: string[] = [];
    const [first, second] = [await open(), await open()];
    const handler = async ({ kind, key }: WakeUp) => {
      handled.push(`${kind}-${key}`);
    };
    await first.work(handler, { concurrency: 4 });
    await second.work(handler, { concurrency: 4 });
    await first.wake(keysOf(100));
    await until(() => handled.length >= 100);
    await sleep(200);
    expect(new Set(handled).size).toBe(100);
    expect(handled).toHaveLength(100);
  });

  it('does not queue a row twice that is waiting already', async () => {
    const queue = await open();
    await queue.wake([{ kind: 'decode', key: '7' }]);
    await queue.wake([{ kind: 'decode', key: '7' }]);
    await queue.wake([{ kind: 'scan-plan', key: '7' }]);
    const handled: string[] = [];
    await queue.work(async ({ kind }) => void handled.push(kind), { concurrency: 1 });
    await until(() => handled.length >= 2);
    await sleep(200);
    expect(handled.sort()).toEqual(['decode', 'scan-plan']);
  });

  it('wakes a row again that was handled before', async () => {
    const queue = await open();
    let times = 0;
    await queue.work(async () => void times++, { concurrency: 1 });
    await queue.wake([{ kind: 'decode', key: '1' }]);
    await until(() => times === 1);
    // Its job is removed a moment after the handler returned.
    while (times < 2) {
      await queue.wake([{ kind: 'decode', key: '1' }]);
      await sleep(50);
    }
    expect(times).toBeGreaterThanOrEqual(2);
  });

  it('calls a handler again that threw', async () => {
    const queue = await open();
    let times = 0;
    await queue.work(
      async () => {
        if (++times === 1) throw new Error('the first time fails');
      },
      { concurrency: 1 },
    );
    await queue.wake([{ kind: 'decode', key: '1' }]);
    await until(() => times === 2);
  });

  it('runs no more handlers at a time than asked for', async () => {
    const queue = await open();
    let [running, most, done] = [0, 0, 0];
    await queue.work(
      async () => {
        most = Math.max(most, ++running);
        await sleep(20);
        running--;
        done++;
      },
      { concurrency: 3 },
    );
    await queue.wake(keysOf(20));
    await until(() => done === 20);
    expect(most).toBeLessThanOrEqual(3);
  });

  it('waits for running handlers when it closes', async () => {
    const queue = await open();
    let state = 'waiting';
    await queue.work(
      async () => {
        state = 'begun';
        await sleep(300);
        state = 'ended';
      },
      { concurrency: 1 },
    );
    await queue.wake([{ kind: 'decode', key: '1' }]);
    await until(() => state === 'begun');
    await queues.pop()?.close();
    expect(state).toBe('ended');
  });

  it('gives the job of a killed worker to another', async () => {
    const queue = await open(1_000);
    await queue.wake([{ kind: 'decode', key: 'orphan' }]);
    const dying = startHangingWorker(backend(), name);
    await new Promise((resolve) => dying.stdout?.once('data', resolve));
    dying.kill('SIGKILL');
    const handled: string[] = [];
    await queue.work(async ({ key }) => void handled.push(key), { concurrency: 1 });
    await until(() => handled.length > 0);
    expect(handled).toEqual(['orphan']);
  });
}

describe('the queue on PostgreSQL', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await startTestDatabase();
  });
  afterAll(() => database.close());

  queueContract(() => ({ kind: 'postgres', databaseUrl: database.databaseUrl }));

  it('makes its tables once when several processes open it together', async () => {
    const backend: QueueBackend = { kind: 'postgres', databaseUrl: database.databaseUrl };
    const opened = await Promise.all([1, 2, 3].map(() => openQueue({ backend, name: 'together' })));
    await Promise.all(opened.map((queue) => queue.close()));
    expect(opened).toHaveLength(3);
  });

  it('asks a database that answers nobody now and then, and works on when it is back', async () => {
    const { databaseUrl } = database;
    const errors: string[] = [];
    const handled: string[] = [];
    const queue = await openQueue({
      backend: { kind: 'postgres', databaseUrl },
      name: `test-${randomUUID()}`,
      lockMs: 1_000,
      onError: ({ message }) => errors.push(message),
    });
    await queue.wake(keysOf(200));
    await queue.work(async ({ key }) => void handled.push(key), { concurrency: 4 });
    await until(() => handled.length > 10);
    await closeDatabase(databaseUrl, true);
    await until(() => errors.some((message) => message.includes('not currently accepting connections')));
    await sleep(2_000);
    const asked = errors.length;
    await closeDatabase(databaseUrl, false);
    await until(() => new Set(handled).size === 200);
    await queue.close();
    expect(asked).toBeLessThan(60);
  });
});

/** Let nobody into a database any more, as while it recovers; or let them in again. */
async function closeDatabase(databaseUrl: string, isClosed: boolean): Promise<void> {
  const url = new URL(databaseUrl);
  const name = url.pathname.slice(1);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  await client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS ${!isClosed}`);
  if (isClosed)
    await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
  await client.end();
}

/** Whether a server that was started answers, or has ended instead. */
async function answers(server: ChildProcess, url: string): Promise<boolean> {
  const probe = new Redis(url, { maxRetriesPerRequest: null });
  probe.on('error', () => undefined);
  const ended = new Promise<false>((resolve) => server.once('exit', () => resolve(false)));
  const isUp = await Promise.race([probe.ping().then(() => true), ended]);
  probe.disconnect();
  return isUp;
}

const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
if (hasRedis) {
  describe('the queue on Redis', () => {
    let server: ChildProcess;
    let folder: string;
    let url: string;

    beforeAll(async () => {
      folder = await mkdtemp(path.join(os.tmpdir(), 'ringcheck-redis-'));
      // A free port may be taken before the server has it: it says so by ending, and the next one is tried.
      do {
        const port = await freePort();
        url = `redis://127.0.0.1:${port}`;
        const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
        server = spawn('redis-server', settings, { stdio: 'ignore' });
      } while (!(await answers(server, url)));
    });
    afterAll(async () => {
      server.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    });

    queueContract(() => ({ kind: 'redis', url }));
  });
} else {
  const advice =
    'left out: the queue on Redis (no redis-server found; on Debian: apt-get install redis-server)';
  describe('the queue on Redis', () => {
    it('is tested where redis-server is installed', () => {
      console.warn(advice);
      if (process.env['RINGCHECK_REQUIRE_ALL'] === '1') throw new Error(advice);
    });
  });
}
