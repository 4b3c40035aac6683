// The parts of a server that a scan needs, with real processes whose memory and processor time can be read.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.mjs';

const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const ticksPerSecond = 100;

/** Database, queue backend and one worker per processor (two at least); `profiles` is where V8 is to leave theirs. */
export async function startBench(folder, { chunk, backend, profiles }) {
  const store = await import('../../packages/store/dist/index.js');
  chmodSync(folder, 0o711);
  const server = await store.startEmbedded({ dataDir: path.join(folder, 'data') });
  const key = randomBytes(32).toString('base64');
  const redis = backend === 'redis' ? await startRedis(folder) : undefined;
  const opened = await store.openStore({
    databaseUrl: server.databaseUrl,
    blobKey: store.parseBlobKey(key, 'the bench'),
  });
  const times = { readMs: 0, judgeMs: 0, writeMs: 0, first: 0, last: 0 };
  const workers = Array.from({ length: Math.max(2, Math.min(4, os.availableParallelism())) }, () =>
    startWorker(
      {
        DATABASE_URL: server.databaseUrl,
        RINGCHECK_BLOB_KEY: key,
        RINGCHECK_SCAN_CHUNK: String(chunk),
        RINGCHECK_LOG_LEVEL: 'debug',
        ...(redis === undefined ? {} : { REDIS_URL: redis.url }),
      },
      times,
      profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`],
    ),
  );
  const pids = () => workers.map(({ pid }) => pid);
  const postmaster = Number(
    readFileSync(path.join(folder, 'data/postgres/postmaster.pid'), 'utf8').split('\n')[0],
  );
  return {
    databaseUrl: server.databaseUrl,
    pool: opened.pool,
    store: opened,
    upload: (files) => upload(opened, files),
    rest: (seconds) => rest({ pids, postmaster }, seconds),
    scan: () => scan(opened, times, { pids, postmaster, workers: workers.length }),
    peakMemoryMiB: () => Math.max(...pids().map(peakMiB)),
    async stop() {
      for (const worker of workers) worker.kill('SIGTERM');
      await Promise.all(
        workers.map((worker) => worker.exitCode ?? new Promise((done) => worker.once('exit', done))),
      );
      await opened.close();
      await server.stop();
      redis?.child.kill('SIGTERM');
    },
  };
}

async function startRedis(folder) {
  if (spawnSync('redis-server', ['--version']).status !== 0) throw new Error('redis-server is not installed');
  const port = await freePort();
  const child = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder],
    {
      stdio: 'ignore',
    },
  );
  await sleep(500);
  return { child, url: `redis://127.0.0.1:${port}` };
}

/** Its log tells how long each part of a chunk took. */
function startWorker(env, times, flags) {
  const worker = spawn(process.execPath, [...flags, path.join(repository, 'apps/worker/dist/main.js')], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let rest = '';
  worker.stderr.on('data', (bytes) => {
    const lines = (rest + bytes).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) note(line, times);
  });
  return worker;
}

function note(line, times) {
  if (!line.startsWith('{')) return void console.error(line);
  const told = JSON.parse(line);
  if (told.level >= 50) console.error(line);
  if (told.event !== 'chunk-judged') return;
  for (const name of ['readMs', 'judgeMs', 'writeMs']) times[name] += told[name];
  times.first ||= told.time - told.readMs - told.judgeMs - told.writeMs;
  times.last = told.time;
}

async function upload(store, files) {
  const incoming = [];
  for (const file of files) {
    incoming.push({
      path: file.path,
      bytes: (async function* () {
        yield file.bytes();
      })(),
    });
    if (incoming.length === 50) await send(store, incoming.splice(0));
  }
  if (incoming.length > 0) await send(store, incoming);
  for (;;) {
    const { rows } = await store.pool.query(
      `SELECT count(*)::int AS open FROM work WHERE kind NOT LIKE 'scan-%' AND status IN ('pending', 'running')`,
    );
    if (rows[0].open === 0) return;
    await sleep(500);
  }
}

async function send(store, files) {
  await store.uploads.save({ receivedAt: new Date().toISOString(), actor: 'bench', files });
}

/** Seconds; a server that is never at rest is measured as it is. */
const mostRest = 200;

/**
 * Until workers and server have had nothing to do for so many seconds. What they do of their own accord after a large
 * upload (apps/worker/src/scan/rehearsal.ts; autovacuum, which looks once a minute) is over then, as it is in the night.
 */
async function rest({ pids, postmaster }, seconds) {
  const cpu = () => pids().reduce((sum, pid) => sum + ownCpu(pid), treeCpu(postmaster));
  for (let [still, last] = [0, cpu()]; still < seconds;) {
    await sleep(1000);
    const now = cpu();
    still = now - last < 0.1 ? still + 1 : 0;
    last = now;
  }
}

async function scan(store, times, { pids, postmaster, workers }) {
  await rest({ pids, postmaster }, 3);
  Object.assign(times, { readMs: 0, judgeMs: 0, writeMs: 0, first: 0, last: 0 });
  const cpu = () => ({
    postgres: treeCpu(postmaster),
    workers: pids().reduce((sum, pid) => sum + ownCpu(pid), 0),
  });
  for (const pid of pids()) forgetPeak(pid);
  const before = cpu();
  const { id } = await store.scans.request({
    scope: {},
    trigger: 'manual',
    requestedAt: new Date().toISOString(),
  });
  let done;
  while (done?.status !== 'done') {
    await sleep(100);
    done = await store.scans.get(id);
    if (done?.status === 'failed') throw new Error(`the scan failed: ${done.error}`);
  }
  await sleep(300);
  const after = cpu();
  const seconds = (Date.parse(done.finishedAt) - Date.parse(done.startedAt)) / 1000;
  const chunksWall = (times.last - times.first) / 1000;
  const busy = (times.readMs + times.judgeMs + times.writeMs) / 1000;
  return {
    seconds,
    counts: done.counts,
    times: { ...times },
    chunksWall,
    // Two jobs run side by side in each worker.
    idle: chunksWall * workers * 2 - busy,
    postgresCpu: after.postgres - before.postgres,
    workerCpu: after.workers - before.workers,
    peakMemoryMiB: Math.max(...pids().map(peakMiB)),
  };
}

function statOf(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function ownCpu(pid) {
  const fields = statOf(pid);
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** Of a server and its children, those that have ended included. */
function treeCpu(pid) {
  const fields = statOf(pid);
  let ticks = Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14]);
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const child = statOf(name);
      if (Number(child[1]) === pid) ticks += Number(child[11]) + Number(child[12]);
    } catch (error) {
      if (error.code !== 'ENOENT' && error.code !== 'ESRCH') throw error; // it has ended meanwhile
    }
  }
  return ticks / ticksPerSecond;
}

/** From here on the peak is counted anew (proc(5), clear_refs). */
function forgetPeak(pid) {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

function peakMiB(pid) {
  const [, kib = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) / 1024;
}
