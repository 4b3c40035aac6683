import { randomUUID } from 'node:crypto';
import { open, readFile, rm, stat } from 'node:fs/promises';
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
  const handle = await open(file, 'wx', 0o600).catch((error: unknown) => {
    if (codeOf(error) === 'EEXIST') return undefined;
    throw error;
  });
  if (handle === undefined) return false;
  try {
    await handle.writeFile(token);
    return true;
  } catch (error) {
    // On a full disk the file is there without a word of who holds it, and would be waited for without end.
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

/** A holder writes its name at once; one that was killed before it did so leaves nothing. */
const namelessMs = 5_000;

async function isVoid(file: string): Promise<boolean> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return false;
  const holder = Number(text.split(' ')[0]);
  if (holder > 0) return !isAlive(holder);
  const age = await stat(file).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  return age > namelessMs;
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
    if (await isVoid(file)) await rm(file, { force: true });
    else if (Date.now() > deadline) {
      const holder = (await readFile(file, 'utf8').catch(() => '')).split(' ')[0] ?? '';
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
