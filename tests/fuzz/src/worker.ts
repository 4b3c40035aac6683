import { openSync, writeSync } from 'node:fs';
import { peakMemoryMiB } from '../../../packages/config/bin/peak-memory.mjs';
import { runSession, type Outcome } from './run.js';

/** `worker.js FORMAT,… SEED STATE-FILE minutes|rounds N`: one line of JSON for each format; ends at the first crash. */
const [names = '', seed = '0', stateFile = '', kind = 'rounds', amount = '1'] = process.argv.slice(2);
const state = openSync(stateFile, 'w');

/** The input stands in the file before it is read: a process that hangs or is killed leaves it behind. */
function keep(format: number, round: number, input: Uint8Array): void {
  const header = new Float64Array([format, round, input.length]);
  writeSync(state, new Uint8Array(header.buffer), 0, header.byteLength, 0);
  writeSync(state, input, 0, input.length, header.byteLength);
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function run(format: string, index: number): Promise<Outcome> {
  const ends = kind === 'minutes' ? performance.now() + Number(amount) * 60_000 : Number.POSITIVE_INFINITY;
  const rounds = kind === 'rounds' ? Number(amount) : Number.POSITIVE_INFINITY;
  return runSession({
    format,
    seed: Number(seed),
    goOn: (round) => round < rounds && performance.now() < ends,
    before: (round, input) => keep(index, round, input),
    clock: processorMs,
  });
}

for (const [index, format] of names.split(',').entries()) {
  const { crash, ...told } = await run(format, index);
  const memoryMiB = Math.round(peakMemoryMiB());
  const error = crash === undefined ? {} : { error: crash.error };
  process.stdout.write(`${JSON.stringify({ format, ...told, memoryMiB, ...error })}\n`);
  if (crash !== undefined) {
    process.exitCode = 1;
    break;
  }
}
