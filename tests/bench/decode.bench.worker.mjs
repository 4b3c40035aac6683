// One participant of the decode bench in a process of its own: prints the best time in milliseconds for one round
// over the listed documents. `node decode.bench.worker.mjs PARTICIPANT LISTING`, or `… CHECK LISTING` for the
// numbers of the documents that npm plist reads.
import { readFileSync } from 'node:fs';

const [, , participant, listing] = process.argv;
const documents = readFileSync(listing, 'utf8')
  .split('\n')
  .map((file) => new Uint8Array(readFileSync(file)));
const warmUp = 400;
const measured = 600;

// npm plist's XML parser writes its complaints to the console.
console.warn = console.error = () => undefined;

const load = {
  async ringcheck() {
    const { decodePlist } = await import('../../packages/plist/dist/index.js');
    return (bytes) => decodePlist(bytes);
  },
  async 'npm plist'() {
    const { parse, parseBinary } = await import('plist');
    return (bytes) => (bytes[0] === 0x62 ? parseBinary(bytes) : parse(new TextDecoder().decode(bytes)));
  },
  async 'npm bplist-parser'() {
    const { parseBuffer, setMaxObjectCount } = await import('bplist-parser');
    // Its default stops at 32,768 objects; a fleet's inventory has more.
    setMaxObjectCount(Number.MAX_SAFE_INTEGER);
    return (bytes) => parseBuffer(Buffer.from(bytes));
  },
};

if (participant === 'CHECK') {
  const decode = await load['npm plist']();
  documents.forEach((bytes, number) => {
    try {
      decode(bytes);
      console.log(number);
    } catch {
      return; // left out: the peer does not read it
    }
  });
} else {
  const decode = await load[participant]();
  best(decode, warmUp);
  console.log(best(decode, measured));
}

function best(decode, patience) {
  let least = Infinity;
  const end = performance.now() + patience;
  do {
    const start = performance.now();
    for (const bytes of documents) decode(bytes);
    least = Math.min(least, performance.now() - start);
  } while (performance.now() < end);
  return least;
}
