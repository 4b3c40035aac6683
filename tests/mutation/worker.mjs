// Runs the tests of one package against one mutant after the other. Told over IPC; a mutant that never ends is
// stopped by counting how often it passes a switch, and by the parent's watch where it passes none.
import path from 'node:path';
import { createRequire } from 'node:module';
import { digestOf, instrumentPackage, testFiles } from './package-files.mjs';
import { loaderOf, repository } from './realm.mjs';
import { collect, firstFailure } from './suite.mjs';

const name = process.argv[2];
createRequire(import.meta.url)('fast-check').configureGlobal({ seed: 20261122 });

const { sources, mutants } = instrumentPackage(name);
/** What the package and everything after it in the flow keep between calls must not outlive a mutant. */
const fresh = [name, ...(name === 'packages/effective' ? ['packages/rules'] : []), 'packages/testkit'].map(
  (one) => path.join(repository, one, path.sep),
);
const freshRealm = loaderOf({
  sources,
  isFresh: (file) => fresh.some((folder) => file.startsWith(folder)),
});

let active = -1;
let passes = 0;
let mostPasses = Infinity;
let hits = new Uint8Array(mutants.length);
class Endless extends Error {}
globalThis.$mutant = (id) => {
  hits[id] = 1;
  if (++passes > mostPasses) throw new Endless('passed a switch too often');
  return id === active;
};

async function runFile(file) {
  passes = 0;
  let tests;
  try {
    tests = collect(() => freshRealm()(file));
  } catch (error) {
    return { failure: { name: 'loading', message: String(error) }, atLoad: hits };
  }
  const atLoad = hits;
  hits = new Uint8Array(mutants.length);
  return { failure: await firstFailure(tests), atLoad, tests: tests.length };
}

const ordinary = new Map();

/** Every test without a change: which switches a file passes, while it loads and while its tests run. */
async function baseline() {
  const files = [];
  const loaded = new Set();
  for (const file of testFiles(name)) {
    hits = new Uint8Array(mutants.length);
    const started = process.cpuUsage();
    const { failure, atLoad, tests } = await runFile(file);
    if (failure !== undefined) {
      // It can tell nothing; the score is that of the others.
      console.error(`left out, fails without a change: ${file}: "${failure.name}": ${failure.message}`);
      continue;
    }
    const used = process.cpuUsage(started);
    ordinary.set(file, passes);
    atLoad.forEach((hit, id) => hit && loaded.add(id));
    files.push({
      file,
      tests,
      passes,
      ms: (used.user + used.system) / 1000,
      hits: [...hits.keys()].filter((id) => hits[id] === 1),
    });
  }
  return { files, loaded: [...loaded] };
}

async function tryMutant({ id, files, passes: usual }) {
  active = id;
  try {
    for (const file of files) {
      mostPasses = (usual[file] ?? 0) * 20 + 200_000;
      const { failure } = await runFile(file);
      if (failure !== undefined)
        return { id, status: passes > mostPasses ? 'endless' : 'killed', file, by: failure.name };
    }
    return { id, status: 'survived' };
  } finally {
    active = -1;
    mostPasses = Infinity;
  }
}

process.on('message', (message) => {
  const work = message.kind === 'baseline' ? baseline() : tryMutant(message);
  work.then(
    (answer) => process.send(answer),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit(0));
process.send({ mutants: digestOf(mutants) });
