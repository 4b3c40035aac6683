// `npm run mutate -- [packages/effective|packages/rules] [--files TEXT] [--sample N] [--seed S] [--workers N] [--json]`
// Changes the code of a package in one place after the other and tells which changes no test notices.
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { instrumentPackage } from './package-files.mjs';
import { repository } from './realm.mjs';
import { interval, sampleOf } from './sample.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
/** A mutant without a switch in its loop is only noticed by the clock; the machine may be busy. */
const patienceMs = 120_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    files: { type: 'string' },
    sample: { type: 'string', default: '400' },
    seed: { type: 'string', default: '1' },
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
  const chosen = sampleOf(judged, Number(values.sample), Number(values.seed));
  const queue = [...chosen];
  const results = [];
  const first = await startWorker(name);
  const known = await ask(first, { kind: 'baseline' }, 600_000);
  if (known === undefined)
    throw new Error(`the tests of ${name} do not pass, or do not end, without a change`);
  const plan = planOf(known);
  const work = async (worker) => {
    for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
      const files = plan.filesFor(mutant);
      const task = { kind: 'mutant', id: mutant.id, files, passes: plan.passes };
      const answer = files.length === 0 ? { status: 'uncovered' } : await ask(worker, task, patienceMs);
      // No answer: it ran into the clock, or took the process with it. Both are noticed.
      if (answer === undefined) worker = await startWorker(name);
      results.push({ ...mutant, ...(answer ?? { status: 'endless' }) });
      if (results.length % 50 === 0) console.error(`${name}: ${results.length} of ${chosen.length}`);
    }
    worker.disconnect();
  };
  const more = Array.from({ length: Number(values.workers) - 1 }, () => startWorker(name));
  await Promise.all([first, ...(await Promise.all(more))].map(work));
  tell(name, results, { judged, equivalent: wanted.length - judged.length });
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

function startWorker(name) {
  const worker = fork(path.join(here, 'worker.mjs'), [name], { execArgv: ['--max-old-space-size=1024'] });
  return new Promise((resolve, reject) => {
    worker.once('message', () => resolve(worker));
    worker.once('error', reject);
  });
}

function ask(worker, message, withinMs) {
  return new Promise((resolve) => {
    const end = (answer) => {
      clearTimeout(timer);
      worker.off('message', end).off('exit', gone);
      resolve(answer);
    };
    const gone = () => end(undefined);
    const timer = setTimeout(() => worker.kill('SIGKILL'), withinMs);
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

function tell(name, results, { judged, equivalent: left }) {
  const order = [...results].sort((a, b) => a.id - b.id);
  const survived = order.filter(({ status }) => status === 'survived' || status === 'uncovered');
  const killed = order.length - survived.length;
  const [low, high] = interval(killed, order.length, judged.length);
  const score = order.length === 0 ? 0 : killed / order.length;
  if (values.json) {
    console.log(
      JSON.stringify({
        package: name,
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
    `${name}: ${order.length} of ${judged.length} mutants tried (seed ${values.seed}), ${killed} killed, ` +
      `${survived.length} survived, score ${part(score)} (95 %: ${part(low)} to ${part(high)}), ${left} known as equivalent`,
  );
}
