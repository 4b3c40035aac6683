import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { startTestDatabase, type TestDatabase } from '@ringcheck/store';
import { openQueue, type QueueBackend, type WakeQueue, type WakeUp } from './wake-queue.js';

interface Engine {
  readonly backend: QueueBackend;
  readonly stop: () => Promise<void>;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function startPostgres(): Promise<Engine> {
  const database: TestDatabase = await startTestDatabase();
  return { backend: { kind: 'postgres', databaseUrl: database.databaseUrl }, stop: () => database.close() };
}

async function startRedis(): Promise<Engine> {
  const port = await freePort();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ringcheck-redis-'));
  const server: ChildProcess = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''],
    { stdio: 'ignore' },
  );
  const probe = new Redis({ port, lazyConnect: true, retryStrategy: () => 50 });
  probe.on('error', () => undefined);
  await until(async () => (await probe.ping().catch(() => '')) === 'PONG');
  probe.disconnect();
  return {
    backend: { kind: 'redis', url: `redis://127.0.0.1:${port}` },
    stop: async () => {
      const gone = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function until(ask: () => Promise<boolean> | boolean, timeoutMs = 20_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await ask())) {
    if (Date.now() > end) throw new Error('it did not come about in time');
    await sleep(25);
  }
}

const keysOf = (refs: readonly WakeUp[]): string[] => refs.map(({ key }) => key).sort();

/** What every backend of the queue must do. */
function queueContract(start: () => Promise<Engine>): void {
  let engine: Engine;
  let count = 0;
  const open: WakeQueue[] = [];

  const openOne = async (name: string, more: { lockMs?: number } = {}): Promise<WakeQueue> => {
    const queue = await openQueue({ backend: engine.backend, name, ...more });
    open.push(queue);
    return queue;
  };
  const freshName = (): string => `test-${++count}`;

  beforeAll(async () => {
    engine = await start();
  }, 120_000);
  afterEach(async () => {
    await Promise.all(open.splice(0).map((queue) => queue.close()));
  });
  afterAll(async () => {
    await engine.stop();
  });

  it('hands every wake-up to a worker once', async () => {
    const queue = await openOne(freshName());
    const seen: WakeUp[] = [];
    await queue.work(async (ref) => void seen.push(ref), { concurrency: 4 });
    await queue.wake(Array.from({ length: 200 }, (_, i) => ({ kind: 'decode', key: String(i) })));
    await until(() => seen.length >= 200);
    expect(new Set(keysOf(seen)).size).toBe(200);
    expect(seen).toHaveLength(200);
  });

  it('does not queue work that is waiting already', async () => {
    const name = freshName();
    const queue = await openOne(name);
    for (let i = 0; i < 3; i++) await queue.wake([{ kind: 'scan-plan', key: 'a' }]);
    const seen: WakeUp[] = [];
    await queue.work(async (ref) => void seen.push(ref), { concurrency: 1 });
    await until(() => seen.length > 0);
    await sleep(300);
    expect(seen).toEqual([{ kind: 'scan-plan', key: 'a' }]);
  });

  it('can be woken again for work that was handled before', async () => {
    const queue = await openOne(freshName());
    const seen: WakeUp[] = [];
    await queue.work(async (ref) => void seen.push(ref), { concurrency: 1 });
    await queue.wake([{ kind: 'decode', key: '7' }]);
    await until(() => seen.length === 1);
    await until(async () => {
      await queue.wake([{ kind: 'decode', key: '7' }]);
      return seen.length >= 2;
    });
    expect(keysOf(seen.slice(0, 2))).toEqual(['7', '7']);
  });

  it('calls a handler again after it threw', async () => {
    const queue = await openOne(freshName());
    let calls = 0;
    await queue.work(
      async () => {
        calls++;
        if (calls === 1) throw new Error('the database was away');
      },
      { concurrency: 1 },
    );
    await queue.wake([{ kind: 'decode', key: '1' }]);
    await until(() => calls === 2);
  });

  it('shares the work among the workers of two processes', async () => {
    const name = freshName();
    const [one, two] = [await openOne(name), await openOne(name)];
    const seen: string[] = [];
    for (const [index, queue] of [one, two].entries()) {
      await queue.work(
        async ({ key }) => {
          seen.push(`${index} ${key}`);
          await sleep(20);
        },
        { concurrency: 1 },
      );
    }
    await one.wake(Array.from({ length: 40 }, (_, i) => ({ kind: 'scan-chunk', key: String(i) })));
    await until(() => seen.length >= 40);
    expect(new Set(seen.map((entry) => entry.split(' ')[1])).size).toBe(40);
    expect(new Set(seen.map((entry) => entry.split(' ')[0])).size).toBe(2);
  });

  it('waits for a running handler when it is closed', async () => {
    const queue = await openQueue({ backend: engine.backend, name: freshName() });
    let state = 'waiting';
    await queue.work(
      async () => {
        state = 'running';
        await sleep(300);
        state = 'finished';
      },
      { concurrency: 1 },
    );
    await queue.wake([{ kind: 'decode', key: '1' }]);
    await until(() => state === 'running');
    await queue.close();
    expect(state).toBe('finished');
  });

  it('does nothing when nobody is to be woken', async () => {
    const queue = await openOne(freshName());
    await expect(queue.wake([])).resolves.toBeUndefined();
  });
}

describe('the queue on PostgreSQL', () => {
  queueContract(startPostgres);
});

if (spawnSync('redis-server', ['--version']).status === 0) {
  describe('the queue on Redis', () => {
    queueContract(startRedis);
  });
} else {
  it('leaves the queue on Redis out where redis-server is not installed', () => {
    console.log('left out: the queue on Redis; install it with: apt-get install redis-server');
    expect(process.env['RINGCHECK_REQUIRE_ALL']).toBeUndefined();
  });
}
