// Lists of a large fleet, asked by many at once: pages that others look at too while nothing else happens, pages nobody
// has asked for yet, and pages while a scan writes.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { fillFleet } from './api.bench.fill.mjs';
import { freePort } from './free-port.mjs';

export const name = 'api';

const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const clients = 50;
const secondsEach = 6;

/** What an admin asks; `{n}` is one of twenty numbers in turn. */
const questions = [
  ['list, worst first', '/devices'],
  ['list by name', '/devices?sort=name&limit=50'],
  ['filter by verdict', '/devices?verdict=limited'],
  ['filter by group', '/devices?group=group-{n}&limit=50'],
  ['filter by network', '/devices?network=network-{n}&sort=name'],
  ['filter by rule', '/devices?rule=rule-{n}'],
  ['filter by cause', '/devices?cause=cause-{n}'],
  ['search a serial number', '/devices?q=XB0000{n}'],
  ['search part of a name', '/devices?q=no-such-{n}'],
  ['groups', '/groups'],
  ['networks', '/networks'],
  ['summary', '/summary'],
];

/** The same lists, so many different ones that the API keeps none of them until it is asked for again. */
const freshQuestions = questions
  .filter(([, route]) => route.startsWith('/devices'))
  .map(([title, route]) => {
    const bare = route.replace(/[?&]limit=\d+/, '');
    return [title, `${bare}${bare.includes('?') ? '&' : '?'}limit={size}`];
  })
  .filter(([, route]) => route.includes('{n}'));

/** p95 of each question in milliseconds, at rest and during a scan. */
export async function run(options = {}) {
  const devices = options.devices ?? 100_000;
  const store = await import('../../packages/store/dist/index.js');
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ringcheck-api-'));
  chmodSync(folder, 0o711);
  const server = await store.startEmbedded({ dataDir: path.join(folder, 'data') });
  const key = randomBytes(32).toString('base64');
  const opened = await store.openStore({
    databaseUrl: server.databaseUrl,
    blobKey: store.parseBlobKey(key, 'the bench'),
  });
  let api;
  try {
    console.error(`filling ${devices} devices with 10 findings each`);
    await fillFleet(opened, { devices, round: 0 });
    const port = await freePort();
    api = spawn(process.execPath, [path.join(repository, 'apps/api/dist/main.js')], {
      env: {
        ...process.env,
        DATABASE_URL: server.databaseUrl,
        RINGCHECK_BLOB_KEY: key,
        RINGCHECK_PORT: String(port),
        RINGCHECK_LOG_LEVEL: 'error',
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const base = `http://127.0.0.1:${port}/api/v1`;
    await untilReady(base);
    const rest = await askAll(base, questions, '');
    const fresh = await askAll(base, freshQuestions, ', not kept');
    console.error('the same while a scan writes');
    let writing = true;
    const scan = (async () => {
      for (let round = 1; writing; round++)
        await fillFleet(opened, { devices, round, isStopped: () => !writing });
    })();
    const busy = await askAll(base, questions, ', during a scan');
    writing = false;
    await scan;
    return [...rest, ...fresh, ...busy];
  } finally {
    api?.kill('SIGTERM');
    await opened.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function untilReady(base) {
  for (let tries = 0; tries < 300; tries++) {
    if (
      await fetch(`${base}/health/live`).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      return;
    await sleep(200);
  }
  throw new Error('the API did not start');
}

async function askAll(base, asked, when) {
  const results = [];
  for (const [title, route] of asked) {
    const times = await ask(base + route);
    times.sort((a, b) => a - b);
    const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
    results.push({ name: `${title}${when}: p95 of ${clients} clients`, value: at(0.95), unit: 'ms' });
    console.error(
      `${title}${when}: ${times.length} answers, median ${Math.round(at(0.5))} ms, p95 ${Math.round(at(0.95))} ms`,
    );
  }
  return results;
}

/** Every client asks again as soon as it has an answer. */
async function ask(url) {
  const times = [];
  const end = performance.now() + secondsEach * 1000;
  let n = 0;
  const client = async () => {
    while (performance.now() < end) {
      const begun = performance.now();
      const turn = n++;
      const size = 50 + (Math.floor(turn / 20) % 50);
      const answer = await fetch(url.replace('{n}', String(turn % 20)).replace('{size}', String(size)));
      await answer.text();
      if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
      times.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return times;
}
