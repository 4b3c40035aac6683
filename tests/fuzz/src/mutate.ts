import type { Random } from './random.js';

/** Inputs stay this small, so that a second sees thousands of them; what size costs is measured elsewhere. */
export const largestInput = 32_768;

const encoder = new TextEncoder();

/** Texts that often stand at the border of what a reader expects, in any format. */
const borders = [
  '',
  '0',
  '-1',
  '1e999',
  '99999999999999999999999',
  '0x7fffffffffffffff',
  '2147483648',
  'NaN',
  '\0',
  '\r',
  '\r\n',
  '\ufeff',
  '\u2028',
  'é',
  '😀',
  '__proto__',
  'constructor',
  'toString',
  '%s',
  '${x}',
  '{{x}}',
  '../',
  '://a:b@c',
].map((text) => encoder.encode(text));

const oddBytes = [0, 1, 9, 10, 13, 32, 0x7f, 0x80, 0xbf, 0xc0, 0xed, 0xf0, 0xf4, 0xff, 0x30, 0x3c, 0x22];

type Change = (random: Random, bytes: Uint8Array, pool: Pool) => Uint8Array;

/** What there is to mutate with: the format's own words, and other inputs to splice in. */
export interface Pool {
  readonly words: readonly Uint8Array[];
  readonly inputs: readonly Uint8Array[];
}

const changes: readonly Change[] = [
  (random, bytes) => withByte(bytes, random, random.below(256)),
  (random, bytes) => withByte(bytes, random, random.pick(oddBytes)),
  (random, bytes) => {
    const at = random.below(bytes.length);
    return withByteAt(bytes, at, (bytes[at] ?? 0) ^ (1 << random.below(8)));
  },
  (random, bytes) => splice(bytes, random.below(bytes.length + 1), random.small(64), noBytes),
  (random, bytes) => splice(bytes, random.below(bytes.length + 1), random.small(bytes.length), noBytes),
  (random, bytes, { words }) => splice(bytes, random.below(bytes.length + 1), 0, random.pick(words)),
  (random, bytes, { words }) =>
    splice(bytes, random.below(bytes.length + 1), random.small(16), random.pick(words)),
  (random, bytes) => splice(bytes, random.below(bytes.length + 1), random.small(12), random.pick(borders)),
  (random, bytes) => replaceNumber(random, bytes),
  (random, bytes) => repeatRange(random, bytes),
  (random, bytes) => moveRange(random, bytes),
  (random, bytes, { words }) => repeatWord(random, bytes, random.pick(words)),
  (random, bytes) => hugeLength(random, bytes),
  (random, bytes, { inputs }) => {
    const other = random.pick(inputs);
    const from = random.below(other.length + 1);
    const part = other.subarray(from, from + random.small(other.length));
    return splice(bytes, random.below(bytes.length + 1), random.small(part.length + 1), part);
  },
  (random, bytes) => bytes.slice(0, random.below(bytes.length + 1)),
];

const noBytes = new Uint8Array();

/** A damaged copy of an input: one to a dozen changes, never the same bytes object. */
export function mutate(random: Random, input: Uint8Array, pool: Pool): Uint8Array {
  let bytes = input.slice();
  const count = 1 + random.small(12);
  for (let i = 0; i < count; i++) {
    if (bytes.length === 0) bytes = random.pick(pool.inputs).slice();
    if (bytes.length === 0) bytes = Uint8Array.of(random.below(256));
    bytes = random.pick(changes)(random, bytes, pool).slice(0, largestInput);
  }
  return bytes;
}

function withByte(bytes: Uint8Array, random: Random, octet: number): Uint8Array {
  return withByteAt(bytes, random.below(bytes.length), octet);
}

function withByteAt(bytes: Uint8Array, at: number, octet: number): Uint8Array {
  bytes[at] = octet;
  return bytes;
}

function splice(bytes: Uint8Array, at: number, cut: number, insert: Uint8Array): Uint8Array {
  const end = Math.min(bytes.length, at + cut);
  const made = new Uint8Array(at + insert.length + bytes.length - end);
  made.set(bytes.subarray(0, at));
  made.set(insert, at);
  made.set(bytes.subarray(end), at + insert.length);
  return made;
}

function repeatRange(random: Random, bytes: Uint8Array): Uint8Array {
  const from = random.below(bytes.length);
  const part = bytes.slice(from, from + 1 + random.small(200));
  return splice(bytes, from, 0, repeated(part, 1 + random.small(200)));
}

function repeatWord(random: Random, bytes: Uint8Array, word: Uint8Array): Uint8Array {
  return splice(bytes, random.below(bytes.length + 1), 0, repeated(word, 1 + random.small(600)));
}

function repeated(part: Uint8Array, times: number): Uint8Array {
  const fitting = Math.min(times, Math.floor(largestInput / Math.max(1, part.length)));
  const made = new Uint8Array(part.length * fitting);
  for (let i = 0; i < fitting; i++) made.set(part, i * part.length);
  return made;
}

function moveRange(random: Random, bytes: Uint8Array): Uint8Array {
  const from = random.below(bytes.length);
  const part = bytes.slice(from, from + 1 + random.small(300));
  const rest = splice(bytes, from, part.length, noBytes);
  return splice(rest, random.below(rest.length + 1), 0, part);
}

/** Put another number where digits stand. */
function replaceNumber(random: Random, bytes: Uint8Array): Uint8Array {
  const start = random.below(bytes.length);
  for (let at = start; at < Math.min(bytes.length, start + 400); at++) {
    if (!isDigit(bytes[at])) continue;
    let end = at;
    while (isDigit(bytes[end])) end++;
    const values = [0, 1, 31, 32, 128, 255, 256, 65535, 65536, 2 ** 31, 2 ** 53, 1e21];
    return splice(bytes, at, end - at, encoder.encode(String(random.pick(values))));
  }
  return bytes;
}

function isDigit(octet: number | undefined): boolean {
  return octet !== undefined && octet >= 0x30 && octet <= 0x39;
}

/** A length of 1 to 8 bytes, either end first, that is far larger than the input. */
function hugeLength(random: Random, bytes: Uint8Array): Uint8Array {
  const width = random.pick([1, 2, 4, 8]);
  const fill = random.pick([0x00, 0x3f, 0x7f, 0x80, 0xff]);
  const at = random.below(bytes.length);
  for (let i = at; i < Math.min(bytes.length, at + width); i++)
    bytes[i] = i === at ? random.below(256) : fill;
  return bytes;
}
