import { randomBytes, randomUUID } from 'node:crypto';
import {
  appendFile,
  chmod,
  chown,
  mkdir,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { StoreError } from '../errors.js';
import type { ServerBinaries } from './binaries.js';
import { run, type RunAs } from './run.js';

/** The folder of one cluster and the programs and user that run it. */
export interface Cluster {
  /** Where the caller keeps everything; the server's own files are in `<dataDir>/postgres`. */
  readonly dataDir: string;
  readonly binaries: ServerBinaries;
  readonly user: RunAs;
  readonly password: string;
}

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

export const superuser = 'ringcheck';
export const serverFolder = (dataDir: string) => path.join(dataDir, 'postgres');
const logFile = (dataDir: string) => path.join(serverFolder(dataDir), 'server.log');
const biggestLog = 5 * 1024 * 1024;

/** Made at the first start, kept for ever, readable by its owner only. */
export async function readOrMakePassword(dataDir: string): Promise<string> {
  const file = path.join(dataDir, 'postgres.password');
  const kept = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (kept !== '') return kept;
  const password = randomBytes(24).toString('base64url');
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, `${password}\n`, { mode: 0o600 });
  await rename(draft, file);
  return password;
}

async function giveTo(user: RunAs, file: string): Promise<void> {
  if (user.uid !== undefined && user.gid !== undefined) await chown(file, user.uid, user.gid);
}

/** Make the cluster when there is none. A crash in between leaves only a draft, which the next start removes. */
export async function initialise(cluster: Cluster): Promise<void> {
  const { dataDir, binaries, user, password } = cluster;
  const home = serverFolder(dataDir);
  for (const name of await readdir(dataDir))
    if (name.startsWith('postgres-draft-'))
      await rm(path.join(dataDir, name), { recursive: true, force: true });
  const version = (await readFile(path.join(home, 'PG_VERSION'), 'utf8').catch(() => '')).trim();
  if (version !== '') {
    const ours = binaries.version.split('.')[0];
    if (version === ours) return;
    throw new StoreError(
      'data-from-other-version',
      `The database in ${home} was made by PostgreSQL ${version}, this Ringcheck brings ${ours}. ` +
        'Dump it with the old version and load it with this one, or choose another data folder.',
    );
  }
  const draft = path.join(dataDir, `postgres-draft-${randomUUID()}`);
  await mkdir(draft, { mode: 0o700 });
  await giveTo(user, draft);
  const passwordFile = path.join(dataDir, `postgres-draft-${randomUUID()}.password`);
  await writeFile(passwordFile, password, { mode: 0o600 });
  await giveTo(user, passwordFile);
  const made = await run(
    binaries.initdb,
    [
      `--pgdata=${draft}`,
      `--username=${superuser}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
    ],
    user,
    dataDir,
  );
  await rm(passwordFile, { force: true });
  if (made.code !== 0) throw startError(dataDir, `initdb: ${made.output.trim()}`);
  await appendFile(path.join(draft, 'postgresql.conf'), "\ninclude = 'ringcheck.conf'\n");
  await rename(draft, home);
}

/** Settings of this start; `more` wins over ours. */
export async function configure(
  cluster: Cluster,
  port: number,
  more: Readonly<Record<string, string>>,
): Promise<void> {
  const settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    // A socket's path may not be longer than about 100 characters, a data folder's may.
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: '256MB',
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    // A scan of a whole fleet writes hundreds of megabytes at once: no checkpoint in the middle of it.
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    wal_buffers: '16MB',
    effective_io_concurrency: '64',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...more,
  };
  const file = path.join(serverFolder(cluster.dataDir), 'ringcheck.conf');
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
  await writeFile(file, `# Written at every start.\n${lines.join('\n')}\n`);
  await giveTo(cluster.user, file);
  await chmod(file, 0o600);
}

/** What `postmaster.pid` says, whether or not that server still runs. */
export async function readPostmaster(dataDir: string): Promise<Postmaster | undefined> {
  const text = await readFile(path.join(serverFolder(dataDir), 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return pid > 0 && port > 0 ? { pid, port } : undefined;
}

export async function clearPostmaster(dataDir: string): Promise<void> {
  await rm(path.join(serverFolder(dataDir), 'postmaster.pid'), { force: true });
}

/**
 * Whether a process is a running PostgreSQL: after a reboot its old number may belong to anything, and in a container
 * without an init process a killed server stays as a zombie, which still answers to signals.
 */
export async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform === 'win32') {
    const { output } = await run('tasklist', ['/FI', `PID eq ${pid}`, '/NH'], {}, process.cwd());
    return output.includes('postgres');
  }
  if (process.platform === 'linux') {
    const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    return /^\d+ \(postgres\) [^ZX]/.test(status);
  }
  const { output } = await run('ps', ['-p', String(pid), '-o', 'stat=,comm='], {}, '/');
  return output.includes('postgres') && !output.trim().startsWith('Z');
}

/** Start the server and wait until it accepts connections. */
export async function start(cluster: Cluster): Promise<void> {
  const { dataDir, binaries, user } = cluster;
  const log = logFile(dataDir);
  const size = (await stat(log).catch(() => undefined))?.size ?? 0;
  if (size > biggestLog) await rename(log, `${log}.old`);
  const started = await run(
    binaries.pgCtl,
    ['start', '-D', serverFolder(dataDir), '-w', '-t', '120', '-s', '-l', log],
    user,
    dataDir,
  );
  if (started.code === 0) return;
  const told = (await readFile(log, 'utf8').catch(() => '')).trimEnd().split('\n').slice(-5).join('\n');
  throw startError(dataDir, `${started.output.trim()}\n${told}`.trim());
}

/** Stop the server: `fast` ends its sessions and writes everything down, `immediate` is as a crash. */
export async function stop(cluster: Cluster, mode: 'fast' | 'immediate'): Promise<void> {
  await run(
    cluster.binaries.pgCtl,
    ['stop', '-D', serverFolder(cluster.dataDir), '-w', '-t', '60', '-s', '-m', mode],
    cluster.user,
    cluster.dataDir,
  );
}

/** A TCP port that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('no free port'));
      });
    });
  });
}

export function startError(dataDir: string, told: string): StoreError {
  return new StoreError(
    'server-start-failed',
    `The database in ${serverFolder(dataDir)} did not start: ${told}\nThe server's log is ${logFile(dataDir)}.`,
  );
}
