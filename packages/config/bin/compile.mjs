// Turns a package's TypeScript sources into dist/, file by file, skipping what has not changed.
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { transform } from '@swc/core';

const options = (filename) => ({
  filename,
  sourceMaps: true,
  module: { type: 'es6' },
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    keepClassNames: true,
  },
});

const isSource = (name) => name.endsWith('.ts') && !/\.(test|spec|d)\.ts$/.test(name);

/** Tests, types, and helpers of tests that the package does not offer to others. */
function isForTests(relative, offersTesting) {
  return /\.(test|spec|d)\.ts$/.test(relative) || (/(^|\/)testing\.ts$/.test(relative) && !offersTesting);
}

/** Whole or not at all: another process may be starting from these files. */
async function writeWhole(file, content) {
  const draft = `${file}.${process.pid}.draft`;
  await writeFile(draft, content);
  await rename(draft, file);
}

/** Packages whose code and data decide outcomes: their hash is the version of the rule pack. */
const judging = ['model', 'catalog', 'firewall', 'routes', 'policy', 'assemble', 'effective', 'rules'];

/** Put the hash of everything that judges in the place of the word that stands in the sources. */
async function stampRulePack(dir) {
  const packages = path.dirname(dir);
  const hash = createHash('sha256');
  for (const name of judging) {
    const src = path.join(packages, name, 'src');
    const files = (await listFiles(src)).filter(
      (file) => !isForTests(file.split(path.sep).join('/'), false) && !file.endsWith('.md'),
    );
    for (const file of files.sort()) {
      hash
        .update(path.relative(packages, file).split(path.sep).join('/'))
        .update('\0')
        .update(await readFile(file))
        .update('\0');
    }
  }
  const target = path.join(dir, 'dist', 'rule-pack.js');
  const text = `export const rulePackVersion = '${hash.digest('hex').slice(0, 16)}';\n`;
  if ((await readFile(target, 'utf8').catch(() => '')) !== text) await writeWhole(target, text);
}

async function listFiles(dir) {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((e) => e.isFile()).map((e) => path.join(e.parentPath, e.name));
}

/**
 * Compile one package folder. Returns how many files were written.
 * Files other than TypeScript (JSON, Markdown, templates) are copied as they are.
 */
export async function compilePackage(dir) {
  const src = path.join(dir, 'src');
  const dist = path.join(dir, 'dist');
  const stampFile = path.join(dist, '.stamps.json');
  const stamps = JSON.parse(await readFile(stampFile, 'utf8').catch(() => '{}'));
  const index = await readFile(path.join(src, 'index.ts'), 'utf8').catch(() => '');
  const offersTesting = index.includes("'./testing.js'");
  const next = {};
  let written = 0;
  for (const file of await listFiles(src)) {
    const relative = path.relative(src, file).split(path.sep).join('/');
    if (isForTests(relative, offersTesting)) continue;
    const text = await readFile(file);
    const digest = createHash('sha256').update(text).digest('hex');
    const target = path.join(dist, relative.replace(/\.ts$/, '.js'));
    next[relative] = digest;
    if (stamps[relative] === digest && (await stat(target).catch(() => null))) continue;
    await mkdir(path.dirname(target), { recursive: true });
    if (isSource(relative)) {
      const out = await transform(text.toString('utf8'), options(file));
      const map = path.basename(target) + '.map';
      await writeWhole(target, `${out.code}\n//# sourceMappingURL=${map}\n`);
      if (out.map) await writeWhole(path.join(path.dirname(target), map), out.map);
    } else {
      await writeWhole(target, text);
    }
    written++;
  }
  for (const gone of Object.keys(stamps).filter((name) => !(name in next))) {
    await rm(path.join(dist, gone.replace(/\.ts$/, '.js')), { force: true });
    written++;
  }
  if (written > 0) {
    await mkdir(dist, { recursive: true });
    await writeWhole(stampFile, JSON.stringify(next));
  }
  if (path.basename(dir) === 'rules') await stampRulePack(dir);
  return written;
}
