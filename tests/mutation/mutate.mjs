// `npm run mutate -- [packages/effective|packages/rules] [--files TEXT] [--sample N] [--seed S]… [--minutes N] [--workers N] [--json]`
// With `--minutes` a sample ends early; what was tried by then is a smaller sample of the same kind. Several seeds share
// one look at the tests.
// Changes the code of a package in one place after the other and tells which changes no test notices.
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { digestOf, instrumentPackage } from './package-files.mjs';
import { cpuMs } from './processor.mjs';
import { repository } from './realm.mjs';
import { interval, sampleOf } from './sample.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
/** A mutant without a switch in its loop is only noticed by what it uses of the processor; the machine may be busy. */
const patienceMs = 60_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    files: { type: 'string' },
    sample: { type: 'string', default: '400' },
    seed: { type: 'string', multiple: true, default: ['1'] },
    minutes: { type: 'string' },
    workers: { type: 'string', default: '1' },
    json: { type: 'boolean' },
  },
});
const packages = positionals.length > 0 ? positionals : ['packages/effective', 'packages/rules'];
os.setPriority(19);
const equivalent = JSON.parse(readFileSync(path.join(here, 'equivalent.json'), 'utf8'));

for (const name of packages) await mutate(name.replace(/\/+$/, ''));

async function mutate(name) {
  const { mutants } = instrumentPackage(name);
  const wanted = mutants.filter(({ file }) => values.files === undefined || file.includes(values.files));
  const judged = wanted.filter((mutant) => !isEquivalent(mutant));
  const start = () => startWorker(name, digestOf(mutants));
  const first = await start();
  const known = await ask(first, { kind: 'baseline' }, 600_000);
  if (known === undefined)
    throw new Error(`the tests of ${name} do not pass, or do not end, without a change`);
  const more = Array.from({ length: Number(values.workers) - 1 }, start);
  const bench = {
    start,
    plan: planOf(known),
    workers: [first, ...(await Promise.all(more))],
    held: new Map(),
  };
  for (const seed of values.seed) {
    const results = await tryAll(name, bench, sampleOf(judged, Number(values.sample), Number(seed)));
    tell(name, results, { seed, judged, equivalent: wanted.length - judged.length });
  }
  for (const worker of bench.workers) worker.disconnect();
}

/** Mutants in the order given, until the time is over; of one tried before, what became of it then. */
async function tryAll(name, { start, plan, workers, held }, mutants) {
  const end = values.minutes === undefined ? Infinity : Date.now() + Number(values.minutes) * 60_000;
  const queue = [...mutants];
  const results = [];
  const next = () => (Date.now() < end ? queue.shift() : undefined);
  const work = async (_, place) => {
    for (let mutant = next(); mutant !== undefined; mutant = next()) {
      const files = plan.filesFor(mutant);
      const task = { kind: 'mutant', id: mutant.id, files, passes: plan.passes };
      let answer = files.length === 0 ? { status: 'uncovered' } : held.get(mutant.id);
      answer ??= (await ask(workers[place], task, patienceMs)) ?? { status: 'endless', isOver: true };
      // It ran into its limit, or took the process with it. Both are noticed.
      if (answer.isOver) workers[place] = await start();
      held.set(mutant.id, { status: answer.status });
      results.push({ ...mutant, ...answer });
      if (results.length % 50 === 0) console.error(`${name}: ${results.length} of ${mutants.length}`);
    }
  };
  await Promise.all(workers.map(work));
  return results;
}

function isEquivalent({ file, context, original, replacement }) {
  return equivalent.some(
    (one) =>
      one.file === file &&
      one.line === context &&
      one.original === original &&
      one.replacement === replacement,
  );
}

/** A worker numbers mutants by itself: it must have read the same sources. */
function startWorker(name, digest) {
  const worker = fork(path.join(here, 'worker.mjs'), [name], { execArgv: ['--max-old-space-size=1024'] });
  return new Promise((resolve, reject) => {
    worker.once('message', ({ mutants }) => {
      if (mutants === digest) return resolve(worker);
      worker.kill();
      reject(
        new Error(`the sources of ${name} have changed since the run began: begin anew, on a copy of them`),
      );
    });
    worker.once('error', reject);
  });
}

/** Undefined: the process has gone, or was stopped after so much time of the processor. */
function ask(worker, message, withinMs) {
  return new Promise((resolve) => {
    const begun = cpuMs(worker.pid);
    const end = (answer) => {
      clearInterval(timer);
      worker.off('message', end).off('exit', gone);
      resolve(answer);
    };
    const gone = () => end(undefined);
    const timer = setInterval(() => cpuMs(worker.pid) - begun > withinMs && worker.kill('SIGKILL'), 1_000);
    worker.once('message', end).once('exit', gone);
    worker.send(message);
  });
}

/** Which test files can notice a mutant: those that pass its switch, the nearest and quickest first. */
function planOf({ files, loaded }) {
  const atLoad = new Set(loaded);
  const passed = files.map(({ file, ms, hits }) => ({ file, ms, hits: new Set(hits) }));
  return {
    passes: Object.fromEntries(files.map(({ file, passes }) => [file, passes])),
    filesFor: ({ id, file }) =>
      passed
        .filter(({ hits }) => atLoad.has(id) || hits.has(id))
        .map((test) => ({ ...test, near: nearness(file, path.relative(repository, test.file)) }))
        .sort((a, b) => b.near - a.near || a.ms - b.ms)
        .map((test) => test.file),
  };
}

function nearness(a, b) {
  const [one, other] = [a, b].map((file) => file.replace(/(\.test)?\.ts$/, '').split('/'));
  let same = 0;
  while (same < one.length && one[same] === other[same]) same++;
  return same;
}

function tell(name, results, { seed, judged, equivalent: left }) {
  const order = [...results].sort((a, b) => a.id - b.id);
  const survived = order.filter(({ status }) => status === 'survived' || status === 'uncovered');
  const killed = order.length - survived.length;
  const [low, high] = interval(killed, order.length, judged.length);
  const score = order.length === 0 ? 0 : killed / order.length;
  if (values.json) {
    console.log(
      JSON.stringify({
        package: name,
        seed: Number(seed),
        mutants: judged.length,
        tried: order.length,
        killed,
        score,
        low,
        high,
        survived,
      }),
    );
    return;
  }
  for (const { file, line, column, operator, original, replacement, status } of survived)
    console.log(`${file}:${line}:${column} ${operator} ${status}\n  - ${original}\n  + ${replacement}`);
  const part = (share) => `${(share * 100).toFixed(1)} %`;
  console.log(
    `${name}: ${order.length} of ${judged.length} mutants tried (seed ${seed}), ${killed} killed, ` +
      `${survived.length} survived, score ${part(score)} (95 %: ${part(low)} to ${part(high)}), ${left} known as equivalent`,
  );
}
