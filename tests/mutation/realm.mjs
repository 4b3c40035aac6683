// Loads the packages from their sources: each is compiled once per process, and can be run again and again with a
// fresh state, which costs no more than running its top level.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

export const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const cache = path.join(repository, 'node_modules/.cache/ringcheck-mutation');
const nodeRequire = createRequire(import.meta.url);
/** What cannot be had by `require`. */
const modulesOnly = new Map([['plist', await import('plist')]]);
const swc = {
  module: { type: 'commonjs' },
  jsc: { target: 'es2022', parser: { syntax: 'typescript' }, keepClassNames: true },
};

/** `sources`: texts that stand in place of files, by absolute path. `isFresh`: which files every realm runs anew. */
export function loaderOf({ sources, isFresh }) {
  const compiled = new Map();
  const kept = new Map();

  const compile = (file) => {
    let run = compiled.get(file);
    if (run === undefined) compiled.set(file, (run = functionOf(file, sources.get(file))));
    return run;
  };

  return function freshRealm() {
    const fresh = new Map();
    const load = (file) => {
      const modules = isFresh(file) ? fresh : kept;
      const held = modules.get(file);
      if (held !== undefined) return held.exports;
      const module = { exports: {} };
      modules.set(file, module);
      if (file.endsWith('.json')) module.exports = JSON.parse(readFileSync(file, 'utf8'));
      else compile(file)(module.exports, (name) => required(name, file), module, file, path.dirname(file));
      return module.exports;
    };
    const required = (name, from) => {
      const file = fileOf(name, from);
      return file === undefined ? (modulesOnly.get(name) ?? nodeRequire(name)) : load(file);
    };
    return load;
  };
}

function fileOf(name, from) {
  const own = /^@ringcheck\/([a-z-]+)$/.exec(name);
  if (own !== null) return path.join(repository, 'packages', own[1], 'src/index.ts');
  if (!name.startsWith('.')) return undefined;
  const file = path.resolve(path.dirname(from), name);
  return file.endsWith('.js') ? `${file.slice(0, -3)}.ts` : file;
}

function functionOf(file, given) {
  const text = given ?? readFileSync(file, 'utf8');
  const key = createHash('sha256').update(`${file}\0${text}`).digest('hex').slice(0, 32);
  const held = path.join(cache, `${key}.js`);
  if (!existsSync(held)) {
    mkdirSync(cache, { recursive: true });
    writeFileSync(held, transformSync(text, { ...swc, filename: file }).code);
  }
  const code = readFileSync(held, 'utf8');
  return new Function(
    'exports',
    'require',
    'module',
    '__filename',
    '__dirname',
    `${code}\n//# sourceURL=${file}`,
  );
}
