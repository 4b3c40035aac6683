// Speed of decoding property lists, with positions and limits on, beside the decoders people use instead.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { corpusFiles, inventory, profile } from './decode.bench.corpora.mjs';

export const name = 'decode';

const distribution = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../../packages/plist/dist/index.js',
);
const rounds = 7;

/** `{ name, value, unit, peer?, peerValue?, ratio?, peakMemoryMiB? }` for every pair; `ratio` above 1 means ours is faster. */
export async function run(options = {}) {
  const plist = await import(pathToFileURL(distribution).href);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ringcheck-decode-'));
  try {
    const peers = await loadPeers(folder);
    const sets = await documentSets(plist, peers, options);
    const results = sets.flatMap((set) => compare(set, plist, peers));
    return [...results, streamed(folder)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Peers by name; one that is not installed is kept as `missing`, so that it is named. */
async function loadPeers(folder) {
  const module = (specifier) => import(specifier).catch(() => undefined);
  const npm = await module('plist');
  const bplist = await module('bplist-parser');
  const hasPython = spawnSync('python3', ['-c', 'import plistlib']).status === 0;
  // Its default stops at 32,768 objects; a fleet's inventory has more.
  bplist?.setMaxObjectCount(Number.MAX_SAFE_INTEGER);
  return {
    'npm plist': npm && {
      xml: (bytes) => npm.parse(new TextDecoder().decode(bytes)),
      binary: (bytes) => npm.parseBinary(bytes),
    },
    'npm bplist-parser': bplist && { binary: (bytes) => bplist.parseBuffer(Buffer.from(bytes)) },
    'Python plistlib': hasPython && { python: pythonFiles(folder) },
  };
}

async function documentSets(plist, peers, options) {
  const sets = [
    { name: 'xml plist decode, profile of 1 MB', kind: 'xml', documents: [profile()] },
    { name: 'xml plist decode, inventory of 5 MB', kind: 'xml', documents: [inventory()] },
  ];
  const corpus = options.corpus ?? process.env.RINGCHECK_CORPUS;
  const read = (await corpusFiles(corpus)).map(([, bytes]) => bytes).filter(isRead(plist, peers));
  const python = peers['Python plistlib'];
  const documents = python && read.length > 0 ? readByPython(python.python, read) : read;
  if (documents.length > 0)
    sets.push({ name: `xml plist decode, ${documents.length} files of the corpus`, kind: 'xml', documents });
  const binary = [profile(), inventory()].map((xml) =>
    plist.writePlist(plist.decodePlist(xml).value, 'binary'),
  );
  sets.push({ name: 'binary plist decode, profile of 1 MB', kind: 'binary', documents: [binary[0]] });
  sets.push({ name: 'binary plist decode, inventory of 5 MB', kind: 'binary', documents: [binary[1]] });
  return sets;
}

/** Only files that every peer reads too are measured: nobody is timed while failing. */
function isRead(plist, peers) {
  return (bytes) => {
    const { status, encoding, diagnostics } = plist.decodePlist(bytes);
    if (status !== 'ok' || encoding !== 'xml' || diagnostics.length > 0) return false;
    try {
      quietly(() => peers['npm plist']?.xml(bytes));
      return true;
    } catch {
      return false;
    }
  };
}

function compare({ name: title, kind, documents }, plist, peers) {
  const size = documents.reduce((sum, bytes) => sum + bytes.length, 0);
  const decode = () => documents.forEach((bytes) => void plist.decodePlist(bytes));
  const rivals = Object.entries(peers).filter(([peer]) => kind === 'binary' || peer !== 'npm bplist-parser');
  const ours = [];
  const theirs = new Map(rivals.map(([peer]) => [peer, []]));
  for (let i = 0; i < 3; i++) decode();
  // One after the other in every round, so that what else the machine does falls on all of them.
  for (let round = 0; round < rounds; round++) {
    ours.push(timed(decode, 3));
    for (const [peer, rival] of rivals) if (rival) theirs.get(peer).push(rivalTime(rival, kind, documents));
  }
  const value = speed(size, ours);
  return rivals.map(([peer, rival]) => {
    if (!rival) return { name: title, value, unit: 'MB/s', peer: `${peer} (missing)` };
    const peerValue = speed(size, theirs.get(peer));
    return { name: title, value, unit: 'MB/s', peer, peerValue, ratio: round2(value / peerValue) };
  });
}

function rivalTime(rival, kind, documents) {
  if (rival.python) return pythonTime(rival.python, documents);
  return timed(() => quietly(() => documents.forEach((bytes) => rival[kind](bytes))), 1);
}

const pythonScript = `
import plistlib, sys, time
documents = []
for line in open(sys.argv[1]):
    with open(line.rstrip("\\n"), "rb") as f: documents.append(f.read())
def once():
    start = time.perf_counter()
    for document in documents: plistlib.loads(document)
    return (time.perf_counter() - start) * 1000
once()
print(sorted(once() for _ in range(3))[1])
`;

/** Timed inside Python: neither its start nor reading the files counts. */
function pythonTime(python, documents) {
  const child = spawnSync('python3', ['-c', pythonScript, python.listing(documents)], { encoding: 'utf8' });
  if (child.status !== 0) throw new Error(`plistlib failed: ${child.stderr}`);
  return Number(child.stdout);
}

const pythonCheck = `
import plistlib, sys
for number, line in enumerate(open(sys.argv[1])):
    try:
        with open(line.rstrip("\\n"), "rb") as f: plistlib.load(f)
        print(number)
    except Exception: pass
`;

/** The documents Python reads. */
function readByPython(python, documents) {
  const child = spawnSync('python3', ['-c', pythonCheck, python.listing(documents)], { encoding: 'utf8' });
  const numbers = new Set(child.stdout.trim().split('\n').map(Number));
  return documents.filter((_, number) => numbers.has(number));
}

/** Writes documents once each and gives the file that lists them. */
function pythonFiles(folder) {
  const listings = new Map();
  return {
    listing(documents) {
      const known = listings.get(documents);
      if (known) return known;
      const files = documents.map((_, number) => path.join(folder, `${listings.size}-${number}.plist`));
      files.forEach((file, number) => writeFileSync(file, documents[number]));
      const listing = path.join(folder, `${listings.size}.txt`);
      writeFileSync(listing, files.join('\n'));
      listings.set(documents, listing);
      return listing;
    },
  };
}

/** A list of 100 MB in pieces of 64 kB, in a process of its own: what counts is its memory. */
function streamed(folder) {
  const file = path.join(folder, 'stream.mjs');
  const script = `
    import { openPlistStream } from ${JSON.stringify(pathToFileURL(distribution).href)};
    import { inventory } from ${JSON.stringify(new URL('./decode.bench.corpora.mjs', import.meta.url).href)};
    const bytes = inventory(1e6);
    const text = new TextDecoder().decode(bytes);
    const from = text.indexOf('<array>') + 7;
    const to = text.lastIndexOf('</array>');
    let devices = 0;
    const stream = openPlistStream({ depth: 2, onValue: () => { devices++; } });
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
    console.log(JSON.stringify({ status, devices, ms, peak: process.resourceUsage().maxRSS / 1024 }));
  `;
  writeFileSync(file, script);
  const child = spawnSync(process.execPath, [file], { encoding: 'utf8' });
  if (child.status !== 0) throw new Error(`the stream failed: ${child.stderr}`);
  const { status, ms, peak } = JSON.parse(child.stdout);
  if (status !== 'ok') throw new Error(`the stream ended as ${status}`);
  return {
    name: 'xml plist stream, 100 MB',
    value: round2(100 / (ms / 1000)),
    unit: 'MB/s',
    peakMemoryMiB: Math.round(peak),
  };
}

function timed(work, times) {
  const all = [];
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    work();
    all.push(performance.now() - start);
  }
  return median(all);
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
}

function speed(size, times) {
  return round2(size / 1e3 / median(times));
}

function round2(number) {
  return Math.round(number * 100) / 100;
}

/** npm plist's XML parser writes its complaints to the console. */
function quietly(work) {
  const { warn, error } = console;
  console.warn = console.error = () => undefined;
  try {
    return work();
  } finally {
    Object.assign(console, { warn, error });
  }
}
