import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { repository } from '../e2e/product.js';
import { runCycle, type Around, type Phase } from './cycle.js';
import { whileHeld } from './hold.js';
import { say, suite } from './options.js';
import { differences, outcomeOf, type Outcome } from './outcome.js';
import { noProcesses } from './processes.js';
import { noRedis, Redis } from './redis.js';
import { Server } from './server.js';

const nothing: Around = (_phase, _day, task) => task();

/** Do something while a worker stands in a write of that phase, on the first day. */
function inWrite(server: Server, phase: Phase, table: string, act: () => Promise<void>): Around {
  return async (at, day, task) => {
    if (at !== phase || day !== 0) return task();
    const caught = await whileHeld(server, { part: 'worker', table }, task, async ({ owner, statement }) => {
      say(`${phase}: worker ${owner.pid} stands in ${table}: ${statement}`);
      await act();
    });
    if (caught === undefined) throw new Error(`no worker wrote to ${table}`);
  };
}

suite('a scan whose Redis is lost', noRedis ?? noProcesses, () => {
  let redis: Redis;
  let server: Server;
  let wanted: Outcome;
  beforeAll(async () => {
    redis = await Redis.start();
    server = await Server.start({ env: { REDIS_URL: redis.url } });
    await runCycle(server, 'hand', nothing);
    wanted = await outcomeOf(server);
  });
  afterAll(async () => {
    await server.stop();
    await redis.stop();
  });

  const same = async (around: Around): Promise<void> => {
    await runCycle(server, 'hand', around);
    expect(differences(wanted, await outcomeOf(server))).toEqual([]);
  };

  it('ends with the same findings when everything in it is flushed', async () => {
    await same(
      inWrite(server, 'scan', 'finding', async () => {
        expect(await redis.ask('FLUSHALL')).toBe('+OK\r\n');
      }),
    );
  });

  it('ends with the same findings when it is killed and comes back empty', async () => {
    await same(
      inWrite(server, 'scan', 'scan_chunk', async () => {
        await redis.kill();
        await sleep(1_500);
        await redis.again();
      }),
    );
  });

  it('takes uploads while it is gone, and reads them when it is back', async () => {
    await same(async (phase, day, task) => {
      if (phase !== 'upload' || day !== 0) return task();
      await redis.kill();
      try {
        await task();
      } finally {
        await redis.again();
      }
    });
  });

  it('is written once when two workers are told of every chunk by queues of their own', async () => {
    const other = await Redis.start();
    const second = spawn(process.execPath, [path.join(repository, 'apps/worker/dist/main.js')], {
      cwd: repository,
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        ...(await settingsOf(server)),
        REDIS_URL: other.url,
        RINGCHECK_SCAN_CHUNK: '25',
        RINGCHECK_WORK_LOCK_SECONDS: '2',
        RINGCHECK_LOG_LEVEL: 'warn',
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    try {
      await same(nothing);
    } finally {
      const gone = new Promise<void>((resolve) => second.once('exit', () => resolve()));
      second.kill('SIGTERM');
      await gone;
      await other.stop();
    }
  });
});

/** What a worker on another machine would be given. */
async function settingsOf(server: Server): Promise<Record<string, string>> {
  const key = (await readFile(path.join(server.dataDir, 'blob.key'), 'utf8')).trim();
  const { port } = await server.postmaster();
  const password = (await readFile(path.join(server.dataDir, 'postgres.password'), 'utf8')).trim();
  return {
    DATABASE_URL: `postgresql://ringcheck:${encodeURIComponent(password)}@127.0.0.1:${port}/ringcheck`,
    RINGCHECK_BLOB_KEY: key,
  };
}
