import { setTimeout as sleep } from 'node:timers/promises';
import { Api } from '../e2e/api.js';
import { days, filesOf, type Day } from './fleet.js';
import type { Server } from './server.js';

export const phases = ['upload', 'decode', 'scan', 'schedule'] as const;
export type Phase = (typeof phases)[number];

/** Called for each part of the work; runs it, and may do harm meanwhile. */
export type Around = (phase: Phase, day: Day, task: () => Promise<void>) => Promise<void>;

const patienceMs = 240_000;

/**
 * Two days of an admin's work from nothing: send files, wait until they are read, scan. An admin whose request fails
 * looks whether it arrived all the same, and sends it again if not; nothing else is ever helped along.
 */
export async function runCycle(server: Server, scansBy: 'hand' | 'schedule', around: Around): Promise<void> {
  await server.ready();
  await server.empty();
  for (const day of days) {
    await around('upload', day, () => send(server, day));
    await around('decode', day, () => decoded(server));
    if (scansBy === 'hand') await around('scan', day, () => scan(server, day));
    else await around('schedule', day, () => scheduled(server, day));
  }
}

const count = async (server: Server, sql: string): Promise<number> =>
  (await server.rows<{ n: number }>(`SELECT count(*)::int AS n FROM ${sql}`))[0]?.n ?? 0;

/** Do it until it stands; `stands` is asked when the answer was lost. */
async function insist(
  server: Server,
  act: () => Promise<unknown>,
  stands: () => Promise<boolean>,
): Promise<void> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const told = await act().then(
      () => undefined,
      (error: unknown) => String(error),
    );
    if (told === undefined) return;
    await server.ready();
    if (await stands()) return;
    if (Date.now() > end) throw new Error(`still refused: ${told}\n${server.product.log()}`);
  }
}

async function until(server: Server, what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`never ${what}:\n${server.product.log()}`);
    await sleep(100);
  }
}

async function send(server: Server, day: Day): Promise<void> {
  const api = new Api(server.product.url);
  const arrived = async () => (await count(server, 'upload')) > day;
  await insist(server, () => api.uploadFiles(new Map(filesOf(day))), arrived);
}

function decoded(server: Server): Promise<void> {
  return until(
    server,
    'decoded',
    async () => (await count(server, `upload_file WHERE status = 'pending'`)) === 0,
  );
}

async function scan(server: Server, day: Day): Promise<void> {
  const api = new Api(server.product.url);
  await insist(
    server,
    () => api.post('/scans'),
    async () => (await count(server, 'scan')) > day,
  );
  await scanned(server, day);
}

async function scheduled(server: Server, day: Day): Promise<void> {
  const api = new Api(server.product.url);
  const name = `night ${day}`;
  await insist(
    server,
    () => api.post('/schedules', { name, cron: '0 3 1 1 *', timeZone: 'Europe/Berlin', overlap: 'queue' }),
    async () => (await count(server, 'schedule')) > day,
  );
  // It missed this year's run, as when the server was asleep: the next look at the clock makes up for it.
  await server.rows(
    `UPDATE schedule SET next_slot_at = date_trunc('year', now() - interval '3 hours') + interval '2 hours'
     WHERE name = $1`,
    [name],
  );
  await scanned(server, day);
  const runs = await count(server, `schedule_slot WHERE status = 'done'`);
  const all = await count(server, 'schedule_slot');
  if (runs !== day + 1 || all !== runs) throw new Error(`${runs} of ${all} runs ended, not ${day + 1}`);
}

async function scanned(server: Server, day: Day): Promise<void> {
  await until(server, 'scanned', async () => {
    const rows = await server.rows<{ status: string; error: string | null }>(
      'SELECT status, error FROM scan',
    );
    const failed = rows.find(({ status }) => status === 'failed' || status === 'cancelled');
    if (failed !== undefined) throw new Error(`a scan ended ${failed.status}: ${failed.error ?? ''}`);
    return rows.length === day + 1 && rows.every(({ status }) => status === 'done');
  });
  await until(server, 'at rest', async () => (await count(server, `work WHERE status <> 'done'`)) === 0);
}
