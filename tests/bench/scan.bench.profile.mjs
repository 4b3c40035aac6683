// Where the workers' main threads spend a scan, from V8's own profiles: a fleet of its own, so that no measured time is
// stretched by being watched.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startBench } from './scan.bench.server.mjs';

/** The first that matches the file of a frame, or of the nearest frame that called it. */
const kinds = [
  ['evaluation', /\/packages\/(rules|effective|firewall|plan|policy|report|catalog)\//],
  ['putting pictures together', /\/packages\/assemble\//],
  ['serialisation', /\/packages\/store\/|\/node_modules\/(pg|postgres)[^/]*\/|\/node_modules\/@prisma\//],
  ['queue', /\/packages\/queue\/|\/node_modules\/(bullmq|ioredis|redis-parser|msgpackr)\//],
  ['fingerprints and results', /\/apps\/worker\//],
];
const collector = 'collecting garbage';
const rest = 'everything else';

/** Rows with the share of each kind, per cent of the time in which the workers' main threads were not idle. */
export async function profiledShares(files, devices, { chunk, backend }) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ringcheck-profile-'));
  const profiles = path.join(folder, 'profiles');
  try {
    const bench = await startBench(folder, { chunk, backend, profiles });
    let window;
    try {
      await bench.upload(files);
      const from = microseconds();
      await bench.scan();
      window = { from, to: microseconds() };
    } finally {
      await bench.stop();
    }
    return rowsOf(await sharesOf(profiles, window), devices);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** On the clock of V8's profiles. */
const microseconds = () => Number(process.hrtime.bigint() / 1000n);

async function sharesOf(folder, window) {
  const shares = new Map([...kinds.map(([kind]) => [kind, 0]), [collector, 0], [rest, 0]]);
  for (const name of await readdir(folder))
    addProfile(shares, JSON.parse(await readFile(path.join(folder, name), 'utf8')), window);
  return shares;
}

function addProfile(shares, { nodes, samples, timeDeltas, startTime }, { from, to }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const callers = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const known = new Map();
  const kindOf = (id) => {
    if (id === undefined) return rest;
    let kind = known.get(id);
    if (kind === undefined)
      known.set(id, (kind = ownKind(byId.get(id).callFrame) ?? kindOf(callers.get(id))));
    return kind;
  };
  let at = startTime;
  samples.forEach((id, i) => {
    at += timeDeltas[i];
    if (at < from || at > to || byId.get(id).callFrame.functionName === '(idle)') return;
    const kind = kindOf(id);
    shares.set(kind, shares.get(kind) + timeDeltas[i]);
  });
}

function ownKind({ functionName, url }) {
  if (functionName === '(garbage collector)') return collector;
  return kinds.find(([, files]) => files.test(url))?.[0];
}

function rowsOf(shares, devices) {
  const all = [...shares.values()].reduce((sum, share) => sum + share, 0);
  if (all === 0) throw new Error('the profiles of the workers hold nothing of the scan');
  return [...shares].map(([kind, share]) => ({
    name: `workers, a scan of ${devices} devices: ${kind}`,
    value: (share / all) * 100,
    unit: '%',
  }));
}
