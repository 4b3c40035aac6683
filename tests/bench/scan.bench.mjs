// A scan of a made-up fleet from stored facts to stored findings, by real workers on a real database.
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { comparePeer } from './scan.bench.peer.mjs';
import { profiledShares } from './scan.bench.profile.mjs';
import { startBench } from './scan.bench.server.mjs';

export const name = 'scan';

const chunk = 1_000;
/** Devices of the scan that is watched to tell what its workers do. */
const watched = 20_000;
const world = { profiles: 60, networks: 20 };

/**
 * `{ name, value, unit, peer?, peerValue?, ratio?, peakMemoryMiB? }` per kind of scan and for where the time of the
 * full one went. With `only: 'full'` it ends there: of a million devices that is what takes its time.
 */
export async function run(options = {}) {
  const backend = options.backend ?? 'postgres';
  const devices = options.devices ?? 100_000;
  const rows = await measured(devices, { backend, isFullOnly: options.only === 'full' });
  if (options.only === 'full') return rows;
  say(`a scan of ${watched} devices under V8's profiler`);
  const { fleetOf } = await import('../../packages/testkit/dist/index.js');
  const files = fleetOf({ ...world, devices: watched, firstDay: new Date().toISOString() }).files(0);
  return [...rows, ...(await profiledShares(files, watched, { chunk, backend }))];
}

const say = (line) => console.error(`${new Date().toISOString().slice(11, 19)} ${line}`);

async function measured(devices, { backend, isFullOnly }) {
  const { fleetOf } = await import('../../packages/testkit/dist/index.js');
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ringcheck-scan-'));
  const exports = path.join(folder, 'fleet');
  // Exports of later days are sent within the hour, so they say they were taken minutes later, not days.
  const start = Date.now() - 3_600_000;
  const fleetOn = (day) =>
    fleetOf({
      ...world,
      devices,
      firstDay: new Date(start - day * 86_400_000 + day * 60_000).toISOString(),
    });
  const bench = await startBench(folder, { chunk, backend });
  try {
    const written = await writeAll(exports, fleetOn(0).files(0));
    say(`${devices} devices written; uploading and decoding`);
    const uploading = performance.now();
    await bench.upload(written);
    const taking = (performance.now() - uploading) / 1000;
    const decoding = bench.peakMemoryMiB();
    say('waiting until workers and server are at rest');
    await bench.rest(70);
    say('full scan');
    const full = await bench.scan();
    const { best, rows } = await comparePeer(exports, bench, { full, isLong: isFullOnly }, say);
    const first = [
      { ...result(`full scan of ${devices} devices`, full), ...best },
      ...rows,
      ...shares(full),
      { name: 'uploading and decoding', value: taking, unit: 's', peakMemoryMiB: decoding },
    ];
    if (isFullOnly) return first;
    say('scan of the same again');
    const same = await bench.scan();
    say('1% changed: only those sent');
    await bench.upload(fleetOn(1).changes(1));
    const changes = await bench.scan();
    say('1% changed: everything sent again');
    await bench.upload(fleetOn(2).files(2));
    const nightly = await bench.scan();
    say('another policy: every device judged again');
    await bench.upload([otherPolicy(fleetOn(2).files(2))]);
    const again = await bench.scan();
    return [
      ...first,
      { ...result('re-scan, nothing changed', same), ...against(full, same) },
      { ...result('re-scan 1% changed, only those sent', changes), ...against(full, changes) },
      { ...result('re-scan 1% changed, whole nightly export sent', nightly), ...against(full, nightly) },
      { ...result('re-scan under another policy', again), ...against(full, again) },
    ];
  } finally {
    await bench.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Of these files the policy, with another limit: it makes all devices due. */
function otherPolicy(files) {
  for (const { path: name, bytes } of files) {
    if (name !== 'ringcheck.yaml') continue;
    const text = new TextDecoder().decode(bytes()).replace('storageWarnGB: 2', 'storageWarnGB: 3');
    return { path: name, bytes: () => new TextEncoder().encode(text) };
  }
  throw new Error('the fleet has no policy');
}

/** The same files, their bytes read from where they were written: making them takes as long as decoding them. */
async function writeAll(folder, files) {
  const written = [];
  for (const file of files) {
    const target = path.join(folder, file.path);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, file.bytes());
    written.push({ path: file.path, bytes: () => readFileSync(target) });
  }
  return written;
}

const result = (title, { seconds, counts, peakMemoryMiB }) => ({
  name: `${title} (${counts.devices} devices looked at)`,
  value: seconds,
  unit: 's',
  peakMemoryMiB,
});
const against = (full, { seconds }) => ({
  peer: 'our full scan',
  peerValue: full.seconds,
  ratio: full.seconds / seconds,
});

/** Processor time of the full scan, by who used it; `reading`, `judging`, `writing` are waits inside the workers. */
function shares(scan) {
  const row = (title, value, unit = 's') => ({ name: `full scan: ${title}`, value, unit });
  return [
    row('processor time of Postgres', scan.postgresCpu),
    row('processor time of the workers', scan.workerCpu),
    row('planning and closing', scan.seconds - scan.chunksWall),
    row('chunks: reading and parsing records', scan.times.readMs / 1000),
    row('chunks: assembling, judging', scan.times.judgeMs / 1000),
    row('chunks: writing', scan.times.writeMs / 1000),
    row('chunks: queue and idle', Math.max(0, scan.idle)),
    row('devices judged', scan.counts.devices, 'devices'),
  ];
}
