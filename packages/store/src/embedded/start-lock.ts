import { randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, StoreError } from '../errors.js';

const patience = 120_000;

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

async function tryTake(file: string, token: string): Promise<boolean> {
  try {
    await writeFile(file, token, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Run `task` while no other process on this machine runs one for the same folder. A dead holder's lock is void. */
export async function withStartLock<T>(folder: string, task: () => Promise<T>): Promise<T> {
  const file = path.join(folder, 'start.lock');
  const token = `${process.pid} ${randomUUID()}`;
  const deadline = Date.now() + patience;
  for (;;) {
    if (await tryTake(file, token)) {
      // Two processes may both clear one stale lock; the one whose token survives goes on.
      await sleep(20);
      if ((await readFile(file, 'utf8').catch(() => '')) === token) break;
      continue;
    }
    const holder = Number((await readFile(file, 'utf8').catch(() => '')).split(' ')[0]);
    if (holder > 0 && !isAlive(holder)) await rm(file, { force: true });
    else if (Date.now() > deadline) {
      throw new StoreError(
        'server-start-failed',
        `Process ${holder} has been starting the database in ${folder} for minutes; stop it, or remove ${file}.`,
      );
    } else await sleep(50);
  }
  try {
    return await task();
  } finally {
    await rm(file, { force: true });
  }
}
