// Speed of decoding property lists, with positions and limits on, beside the decoders people use instead.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { corpusFiles, inventory, profile } from './decode.bench.corpora.mjs';

export const name = 'decode';

const here = path.dirname(fileURLToPath(import.meta.url));
const distribution = path.resolve(here, '../../packages/plist/dist/index.js');
const worker = path.join(here, 'decode.bench.worker.mjs');
const rounds = 5;

/** `{ name, value, unit, peer?, peerValue?, ratio?, peakMemoryMiB? }` for every pair; `ratio` above 1 means ours is faster. */
export async function run(options = {}) {
  const plist = await import(pathToFileURL(distribution).href);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ringcheck-decode-'));
  try {
    const peers = await installedPeers();
    const sets = await documentSets(folder, plist, peers, options);
    return [...sets.flatMap((set) => compare(set, peers)), streamed(folder)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Which peers are there; one that is not is kept as false, so that it is named. */
async function installedPeers() {
  const has = (specifier) =>
    import(specifier).then(
      () => true,
      () => false,
    );
  return {
    'npm plist': await has('plist'),
    'npm bplist-parser': await has('bplist-parser'),
    'Python plistlib': spawnSync('python3', ['-c', 'import plistlib']).status === 0,
  };
}

async function documentSets(folder, plist, peers, options) {
  const set = (title, kind, documents) => ({ title, kind, ...written(folder, documents) });
  const sets = [
    set('xml plist decode, profile of 1 MB', 'xml', [profile()]),
    set('xml plist decode, inventory of 5 MB', 'xml', [inventory()]),
  ];
  const corpus = await corpusFiles(options.corpus ?? process.env.RINGCHECK_CORPUS);
  const documents = readByAll(folder, corpus.map(([, bytes]) => bytes).filter(isSound(plist)), peers);
  if (documents.length > 0)
    sets.push(set(`xml plist decode, ${documents.length} files of the corpus`, 'xml', documents));
  for (const [title, xml] of [
    ['binary plist decode, profile of 1 MB', profile()],
    ['binary plist decode, inventory of 5 MB', inventory()],
  ])
    sets.push(set(title, 'binary', [plist.writePlist(plist.decodePlist(xml).value, 'binary')]));
  return sets;
}

let listings = 0;

/** Writes documents and the file that lists them. */
function written(folder, documents) {
  const files = documents.map((_, number) => path.join(folder, `${listings}-${number}.plist`));
  files.forEach((file, number) => writeFileSync(file, documents[number]));
  const listing = path.join(folder, `${listings++}.txt`);
  writeFileSync(listing, files.join('\n'));
  return { listing, size: documents.reduce((sum, bytes) => sum + bytes.length, 0) };
}

/** Only files that everybody reads are measured: nobody is timed while failing. */
function isSound(plist) {
  return (bytes) => {
    const { status, encoding, diagnostics } = plist.decodePlist(bytes);
    return status === 'ok' && encoding === 'xml' && diagnostics.length === 0;
  };
}

function readByAll(folder, documents, peers) {
  if (documents.length === 0) return [];
  const { listing } = written(folder, documents);
  const checks = [
    peers['npm plist'] && [process.execPath, [worker, 'CHECK', listing]],
    peers['Python plistlib'] && ['python3', ['-c', pythonCheck, listing]],
  ].filter(Boolean);
  const readable = checks.map(([command, args]) => new Set(output(command, args).split('\n').map(Number)));
  return documents.filter((_, number) => readable.every((numbers) => numbers.has(number)));
}

/** Every participant runs alone in its process, one after the other in every round, so that nobody pays for another. */
function compare({ title, kind, listing, size }, peers) {
  const rivals = Object.keys(peers).filter((peer) => kind === 'binary' || peer !== 'npm bplist-parser');
  const times = new Map(['ringcheck', ...rivals].map((participant) => [participant, []]));
  for (let round = 0; round < rounds; round++)
    for (const [participant, all] of times)
      if (participant === 'ringcheck' || peers[participant]) all.push(timeOf(participant, listing));
  const value = speed(size, times.get('ringcheck'));
  return rivals.map((peer) => {
    if (!peers[peer]) return { name: title, value, unit: 'MB/s', peer: `${peer} (missing)` };
    const peerValue = speed(size, times.get(peer));
    return { name: title, value, unit: 'MB/s', peer, peerValue, ratio: round2(value / peerValue) };
  });
}

function timeOf(participant, listing) {
  const [command, args] =
    participant === 'Python plistlib'
      ? ['python3', ['-c', pythonTime, listing]]
      : [process.execPath, [worker, participant, listing]];
  return Number(output(command, args));
}

function output(command, args) {
  const child = spawnSync(command, args, { encoding: 'utf8', cwd: here });
  if (child.status !== 0) throw new Error(`${command} ${args[1] ?? ''} failed: ${child.stderr}`);
  return child.stdout.trim();
}

/** The same as the worker does: read first, warm up, then the best round. */
const pythonTime = `
import plistlib, sys, time
documents = []
for line in open(sys.argv[1]):
    with open(line.rstrip("\\n"), "rb") as f: documents.append(f.read())
def best(patience):
    least = float("inf")
    end = time.perf_counter() + patience
    while True:
        start = time.perf_counter()
        for document in documents: plistlib.loads(document)
        now = time.perf_counter()
        least = min(least, now - start)
        if now >= end: return least * 1000
best(0.4)
print(best(0.6))
`;

const pythonCheck = `
import plistlib, sys
for number, line in enumerate(open(sys.argv[1])):
    try:
        with open(line.rstrip("\\n"), "rb") as f: plistlib.load(f)
        print(number)
    except Exception: pass
`;

/** A list of 100 MB in pieces of 64 kB, in a process of its own: what counts is its memory. */
function streamed(folder) {
  const file = path.join(folder, 'stream.mjs');
  writeFileSync(
    file,
    `
    import { openPlistStream } from ${JSON.stringify(pathToFileURL(distribution).href)};
    import { peakMemoryMiB } from ${JSON.stringify(new URL('../../packages/config/bin/peak-memory.mjs', import.meta.url).href)};
    import { inventory } from ${JSON.stringify(new URL('./decode.bench.corpora.mjs', import.meta.url).href)};
    const bytes = inventory(1e6);
    const text = new TextDecoder().decode(bytes);
    const from = text.indexOf('<array>') + 7;
    const to = text.lastIndexOf('</array>');
    const stream = openPlistStream({ depth: 2, onValue: () => undefined });
    const started = performance.now();
    stream.write(bytes.subarray(0, from));
    for (let sent = 0; sent < 100e6; )
      for (let at = from; at < to; at += 65536) {
        stream.write(bytes.subarray(at, Math.min(to, at + 65536)));
        sent += Math.min(65536, to - at);
      }
    stream.write(bytes.subarray(to));
    const { status } = stream.end();
    const ms = performance.now() - started;
    console.log(JSON.stringify({ status, ms, peak: peakMemoryMiB() }));
  `,
  );
  const { status, ms, peak } = JSON.parse(output(process.execPath, [file]));
  if (status !== 'ok') throw new Error(`the stream ended as ${status}`);
  return {
    name: 'xml plist stream, 100 MB',
    value: round2(100 / (ms / 1000)),
    unit: 'MB/s',
    peakMemoryMiB: Math.round(peak),
  };
}

function speed(size, times) {
  const median = [...times].sort((a, b) => a - b)[times.length >> 1];
  return round2(size / 1e3 / median);
}

function round2(number) {
  return Math.round(number * 100) / 100;
}
