// Builds everything the product runs, in one process: packages, apps, then the dashboard when it changed.
import { createHash } from 'node:crypto';
import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { compilePackage } from './compile.mjs';

export const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

async function fingerprint(dir) {
  const hash = createHash('sha256');
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((e) => e.isFile() && !e.parentPath.includes(`${path.sep}dist`))
    .map((e) => path.join(e.parentPath, e.name))
    .filter(
      (f) => !f.includes(`${path.sep}dist${path.sep}`) && !f.includes(`${path.sep}node_modules${path.sep}`),
    )
    .filter((f) => !f.includes(`${path.sep}.turbo${path.sep}`))
    .sort();
  for (const file of files) hash.update(file).update(await readFile(file));
  return hash.digest('hex');
}

async function buildDashboard(log) {
  const dir = path.join(repository, 'apps/dashboard');
  if (!(await stat(path.join(dir, 'index.html')).catch(() => null))) return;
  const stampFile = path.join(dir, 'dist', '.stamp');
  const now = await fingerprint(dir);
  if ((await readFile(stampFile, 'utf8').catch(() => '')) === now) return;
  log('building the dashboard…');
  const vite = path.join(repository, 'node_modules/vite/bin/vite.js');
  const code = await new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
      cwd: dir,
      stdio: ['ignore', 2, 2],
    });
    child.on('error', reject);
    child.on('exit', resolve);
  });
  if (code !== 0) throw new Error('the dashboard did not build; see the messages above');
  await writeFile(stampFile, now);
}

/** Build what changed; `log` takes one line of talk (for stderr). */
export async function buildAll({ log = () => {}, dashboard = true } = {}) {
  let written = 0;
  for (const group of ['packages', 'apps']) {
    for (const name of (await readdir(path.join(repository, group))).sort()) {
      const dir = path.join(repository, group, name);
      if (name === 'config' || name === 'dashboard') continue;
      if (await stat(path.join(dir, 'src')).catch(() => null)) written += await compilePackage(dir);
    }
  }
  if (written > 0) log(`built ${written} files`);
  if (dashboard) await buildDashboard(log);
  return written;
}
