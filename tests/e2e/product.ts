import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { access, chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

export const repository = process.cwd();

export interface ProductOptions {
  /** Kept by the caller when given, else a folder of no devices that goes with the product. */
  readonly dataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** How long it may take to be ready. */
  readonly startMs?: number;
}

export interface Product {
  readonly url: string;
  readonly dataDir: string;
  readonly process: ChildProcess;
  /** Everything it has printed so far. */
  log(): string;
  /** As Ctrl-C does; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** As a crash does: the parent is killed, nothing can clean up. */
  kill(): Promise<void>;
}

const startMs = 240_000;
const endMs = 45_000;

/** A folder with a blank in its name; started as root, the database's own user must be able to enter it. */
export async function makeDataDir(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ringcheck e2e '));
  await chmod(folder, 0o755);
  return folder;
}

/**
 * A folder as the first start leaves it, from the one the runner makes for all tests; where it makes none, and on
 * Windows, an empty one.
 */
export async function makeStartedDataDir(): Promise<string> {
  const folder = await makeDataDir();
  const made = process.env['RINGCHECK_TEST_DATA'];
  if (made === undefined || process.platform === 'win32') return folder;
  const end = Date.now() + startMs;
  while (!(await isThere(path.join(made, 'data')))) {
    const failure = await readFile(path.join(made, 'failed'), 'utf8').catch(() => undefined);
    if (failure !== undefined) throw new Error(`there is no data folder to begin with: ${failure}`);
    if (Date.now() > end) throw new Error('the data folder to begin with was not made in time');
    await sleep(100);
  }
  // Not Node's own copy: the files stay those of the database's user.
  await promisify(execFile)('cp', ['-a', `${path.join(made, 'data')}/.`, folder]);
  return folder;
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/** Start the whole product as an admin does, on a free port, and wait until it says that it is ready. */
export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const dataDir = options.dataDir ?? (await makeStartedDataDir());
  const child = spawn(
    process.execPath,
    ['apps/cli/bin/ringcheck.mjs', 'serve', '--port', '0', '--data-dir', dataDir, ...(options.args ?? [])],
    {
      cwd: repository,
      env: { ...process.env, NODE_OPTIONS: '', RINGCHECK_LOG_LEVEL: 'info', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let log = '';
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const removeData = async (): Promise<void> => {
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
  };
  const started = new Promise<string>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`the product did not start in time:\n${log}`)),
      options.startMs ?? startMs,
    );
    const read = (chunk: Buffer): void => {
      log += chunk.toString('utf8');
      const found = /Ringcheck is ready at (http:\/\/\S+)/.exec(log)?.[1];
      if (found !== undefined) {
        clearTimeout(timer);
        resolve(found);
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void exited.then((code) => {
      clearTimeout(timer);
      reject(new Error(`the product ended with code ${code ?? 'none'}:\n${log}`));
    });
  });
  const url = await started.catch(async (error: unknown) => {
    await end(child, exited);
    await removeData();
    throw error;
  });
  return {
    url,
    dataDir,
    process: child,
    log: () => log,
    async stop() {
      child.kill('SIGINT');
      const code = await exited;
      await removeData();
      return code;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Asked to end as Ctrl-C does, so that it ends its database too; killed when it does not. */
async function end(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGKILL'), endMs);
  await exited;
  clearTimeout(timer);
}
