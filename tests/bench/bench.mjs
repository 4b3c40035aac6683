// `npm run -s bench -- NAME [--json] [--devices N]`: runs one bench against its peers.
// Every bench module exports `name` and `run(options) -> results[]`; see the README beside this file.
import { execFileSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildAll, repository } from '../../packages/config/bin/build-all.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const names = (await readdir(here))
  .flatMap((file) => (file.endsWith('.bench.mjs') ? [file.slice(0, -'.bench.mjs'.length)] : []))
  .sort();

function usage(message) {
  console.error(`${message}\nusage: npm run -s bench -- ${names.join('|')} [--json] [--devices N]`);
  process.exit(2);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: {
    json: { type: 'boolean' },
    devices: { type: 'string' },
    backend: { type: 'string' },
    only: { type: 'string' },
  },
});
const [name] = positionals;
if (!names.includes(name))
  usage(name === undefined ? 'name a bench' : `there is no bench ${JSON.stringify(name)}`);

await buildAll({ log: (line) => console.error(line), dashboard: false });
const bench = await import(`./${name}.bench.mjs`);
const results = await bench.run({
  ...values,
  devices: values.devices === undefined ? undefined : Number(values.devices),
});
const report = {
  bench: name,
  commit: commit(),
  machine: { cpus: os.cpus().length, memoryGiB: Math.round(os.totalmem() / 2 ** 30), node: process.version },
  results,
};
if (values.json) console.log(JSON.stringify(report));
else for (const line of table(report)) console.log(line);

function commit() {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      cwd: repository,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown'; // an unpacked archive has no history
  }
}

function table({ bench: title, commit: revision, machine, results: rows }) {
  const shown = rows.map((row) => [
    row.name,
    `${round(row.value)} ${row.unit}`,
    row.peer === undefined
      ? ''
      : row.peerValue === undefined
        ? `${row.peer}: not installed`
        : `${row.peer} ${round(row.peerValue)} ${row.unit}`,
    row.ratio === undefined ? '' : `${round(row.ratio)}×`,
    row.peakMemoryMiB === undefined ? '' : `${Math.round(row.peakMemoryMiB)} MiB`,
  ]);
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(0, ...shown.map((row) => row[column].length)));
  return [
    `${title} at ${revision}: ${machine.cpus} processors, ${machine.memoryGiB} GiB, Node ${machine.node}`,
    ...shown.map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    ),
  ];
}

function round(value) {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}
