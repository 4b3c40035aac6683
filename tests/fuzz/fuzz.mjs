// `npm run fuzz -- FORMAT [--minutes N | --rounds N] [--seed N] [--json]`: reads damaged inputs of a format in a
// child process under a watchdog. An input that breaks a law is written to `.crashes` and named. `all` runs every
// format; `replay FORMAT FILE` reads one input; `hostile` prints what known attacks cost at two sizes.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildAll, repository } from '../../packages/config/bin/build-all.mjs';
import { compilePackage } from '../../packages/config/bin/compile.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const crashes = path.join(here, '.crashes');
/** Processor time one input may take before it counts as endless. */
const patienceMs = 60_000;
/** Where processor time cannot be seen, or none is used: a child that waits for nothing. */
const patienceOfWaitMs = 30 * 60_000;
/** Node itself, the seeds and the inputs kept take less than half of it. */
const heapMiB = 512;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string' },
    rounds: { type: 'string' },
    seed: { type: 'string' },
    json: { type: 'boolean' },
    'no-build': { type: 'boolean' },
  },
});

if (!values['no-build']) {
  await buildAll({ log: (line) => console.error(line), dashboard: false });
  await compilePackage(here);
}
const { formats } = await import('./dist/formats.js');
const [wanted, ...rest] = positionals;
if (wanted === 'replay') await replay(rest[0], rest[1]);
else if (wanted === 'hostile') hostile();
else {
  const names = wanted === 'all' ? [...formats.keys()] : [wanted];
  if (names.some((name) => !formats.has(name))) usage();
  // A long run gives every format a process of its own, a short one saves the starts.
  const groups = values.rounds === undefined ? names.map((name) => [name]) : [names];
  const results = [];
  for (const group of groups) results.push(...(await fuzz(group)));
  if (values.json) console.log(JSON.stringify(results));
  process.exitCode = results.every(({ ended }) => ended === 'clean') ? 0 : 1;
}

function usage() {
  const known = [...formats.keys()].join('|');
  console.error(
    `usage: npm run -s fuzz -- all|${known} [--minutes N | --rounds N] [--seed N] [--json]\n       npm run -s fuzz -- replay FORMAT FILE | hostile`,
  );
  process.exit(2);
}

/** In a process of its own, whose memory is nothing but this. */
function hostile() {
  const args = [
    `--max-old-space-size=${heapMiB}`,
    '--enable-source-maps',
    path.join(here, 'dist/hostile-worker.js'),
  ];
  const child = spawnSync(process.execPath, args, {
    cwd: repository,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  process.exitCode = child.status ?? 1;
}

async function replay(name, file) {
  const format = formats.get(name);
  if (format === undefined || file === undefined) usage();
  console.log(await format.read(new Uint8Array(await readFile(file))));
}

async function fuzz(names) {
  const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
  const length = values.rounds === undefined ? ['minutes', values.minutes ?? '1'] : ['rounds', values.rounds];
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ringcheck-fuzz-'));
  const stateFile = path.join(folder, 'state');
  const started = performance.now();
  const { output, reason } = await watched([names.join(','), String(seed), stateFile, ...length], stateFile);
  const seconds = Math.round((performance.now() - started) / 1000);
  const lines = output.split('\n').filter((line) => line.startsWith('{'));
  const told = lines.map((line) => ({ seed, ...JSON.parse(line) }));
  const results = told.map((one) => ({ ...one, ended: one.error === undefined ? 'clean' : 'crash' }));
  const isWhole = results.length === names.length && results.every(({ ended }) => ended === 'clean');
  if (!isWhole) {
    const last = results.at(-1);
    const format = last?.ended === 'crash' ? last.format : names[results.length];
    const input = await keepInput(format, seed, stateFile);
    if (last?.ended === 'crash') last.input = input;
    else results.push({ format, seed, ended: reason ?? 'died', input });
  }
  await rm(folder, { recursive: true, force: true });
  if (!values.json) {
    for (const result of results) console.log(lineOf(result));
    console.log(`${names.length} formats, ${seconds} s`);
  }
  return results;
}

/** Runs a child; one that works in the same round for too long is ended. A busy machine is no reason. */
function watched(args, stateFile) {
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${heapMiB}`, '--enable-source-maps', path.join(here, 'dist/worker.js'), ...args],
    { cwd: repository, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  const timeNow = () => ({ worked: processorMsOf(child.pid), since: performance.now() });
  let last = { format: -1, round: -1, ...timeNow() };
  let reason;
  const timer = setInterval(() => {
    const { format, round } = stateOf(stateFile);
    const now = timeNow();
    if (round !== last.round || format !== last.format) last = { format, round, ...now };
    else if (now.worked - last.worked > patienceMs || now.since - last.since > patienceOfWaitMs) {
      reason = 'hang';
      child.kill('SIGKILL');
    }
  }, 1000);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      clearInterval(timer);
      resolve({ output, reason });
    });
  });
}

/** Processor time of a process and its threads; 0 where the system does not tell. */
function processorMsOf(pid) {
  try {
    // The name before the last bracket may hold anything; ticks are hundredths of a second on every Linux.
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return 0;
  }
}

function stateOf(file) {
  let descriptor;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return { format: -1, round: -1, input: Buffer.alloc(0) }; // the child has not begun
  }
  const header = new Float64Array(3);
  const isBegun = readSync(descriptor, new Uint8Array(header.buffer), 0, header.byteLength, 0) > 0;
  const [format, round, length] = isBegun ? header : [-1, -1, 0];
  const input = Buffer.alloc(length);
  readSync(descriptor, input, 0, input.length, header.byteLength);
  closeSync(descriptor);
  return { format, round, input };
}

async function keepInput(name, seed, stateFile) {
  const { round, input } = stateOf(stateFile);
  await mkdir(crashes, { recursive: true });
  const file = path.join(crashes, `${name}-${seed}-${round}.bin`);
  await writeFile(file, input);
  return path.relative(repository, file);
}

function lineOf({ format, seed, ended, rounds, features, slowestMs, memoryMiB, error, input }) {
  const figures =
    rounds === undefined
      ? ''
      : `, ${rounds} inputs, ${features} different results, slowest ${Math.round(slowestMs)} ms, ${memoryMiB} MiB`;
  const fault = ended === 'clean' ? '' : `\n  ${input}\n  ${error ?? 'the process ended by itself'}`;
  return `${format}: ${ended}, seed ${seed}${figures}${fault}`;
}
