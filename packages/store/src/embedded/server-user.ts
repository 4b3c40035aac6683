import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StoreError } from '../errors.js';
import { run, type RunAs } from './run.js';

const name = 'postgres';

async function idOf(flag: '-u' | '-g'): Promise<number | undefined> {
  const { code, output } = await run('id', [flag, name], {}, '/');
  return code === 0 && /^\d+\s*$/.test(output) ? Number(output) : undefined;
}

async function lookUp(): Promise<RunAs | undefined> {
  const [uid, gid] = await Promise.all([idOf('-u'), idOf('-g')]);
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

/**
 * Whom the server runs as. PostgreSQL refuses root, so root hands over to the system user `postgres`,
 * which is made when missing; anybody else runs it as themselves.
 */
export async function serverUser(): Promise<RunAs> {
  if (process.getuid?.() !== 0) return {};
  const found = await lookUp();
  if (found) return found;
  await run('groupadd', ['--system', name], {}, '/');
  const made = await run(
    'useradd',
    ['--system', '--no-create-home', '--gid', name, '--shell', '/usr/sbin/nologin', name],
    {},
    '/',
  );
  // Another start may be making the user at this moment: its commands fail, and the user appears a little later.
  for (let tries = 0; tries < 20; tries++) {
    const created = await lookUp();
    if (created) return created;
    await sleep(100);
  }
  throw new StoreError(
    'no-server-user',
    'PostgreSQL does not run as root, and no user "postgres" could be made for it ' +
      `(${made.output.trim()}). Start Ringcheck as an ordinary user, or set DATABASE_URL.`,
  );
}

/**
 * Whether a server started here may use a data folder: as root, the folder's ancestors must let the user `postgres` in.
 * The folder itself need not exist yet.
 */
export async function serverReaches(dataDir: string): Promise<boolean> {
  const user = await serverUser();
  if (user.uid === undefined) return true;
  const { existsSync } = await import('node:fs');
  let folder = path.resolve(dataDir);
  while (!existsSync(folder)) folder = path.dirname(folder);
  const { code } = await run('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], user, '/');
  return code === 0;
}
