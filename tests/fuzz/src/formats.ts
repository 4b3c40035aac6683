import {
  answerFlow,
  compilePolicy,
  decidePacket,
  facetimeFlows,
  judgeFaceTime,
  parseFirewall,
} from '@ringcheck/firewall';
import {
  decodeText,
  ingest,
  openArchive,
  type ByteReader,
  openCms,
  sniff,
  type ArchiveLimits,
  type DecodedText,
} from '@ringcheck/intake';
import {
  decodeBase64Text,
  decodePlist,
  openPlistStream,
  unescapeJsonText,
  unescapeXmlText,
  type Layer,
  type PlistEncoding,
  type PlistResult,
} from '@ringcheck/plist';
import { parsePolicy } from '@ringcheck/policy';
import { openTable, readXml, type TextCodingInfo } from '@ringcheck/sources';
import { codesOf, documentKept, explained, featureOf, owe, positionsInside, shapeOf } from './laws.js';
import * as seeds from './seeds.js';
import { words } from './words.js';

/** One kind of input: what to begin with, what to put into it, and how it is read. */
export interface Format {
  readonly seeds: () => readonly Uint8Array[];
  readonly words: readonly Uint8Array[];
  /** Reads an input and holds the result to the laws; gives what is new about it. Throws when a law is broken. */
  readonly read: (bytes: Uint8Array) => string | Promise<string>;
}

const receivedAt = '2026-11-22T00:00:00Z';
const ref = { path: 'fuzz', sha256: '0'.repeat(64) };
const limits: ArchiveLimits = {
  totalBytes: 8 * 2 ** 20,
  entryBytes: 4 * 2 ** 20,
  ratio: 200,
  entries: 200,
  depth: 2,
};

function xmlSeeds(): Uint8Array[] {
  const text = seeds.plistText;
  const wide = seeds.utf16(text.replace('encoding="UTF-8"', 'encoding="UTF-16"'));
  return [seeds.utf8(text), wide, ...seeds.profiles().slice(0, 5), ...seeds.corpusOf('mobileconfig')];
}

const openStepSeeds = (): Uint8Array[] => [
  seeds.utf8(seeds.openStepText),
  seeds.utf8('"a\nb" = c;\nd = (e, f);\n'),
  seeds.utf16(seeds.openStepText),
];

const jsonSeeds = (): Uint8Array[] => [
  seeds.utf8(seeds.jsonText),
  ...seeds.corpusOf('ddm'),
  ...seeds.corpusOf('status'),
];

const textSeeds = (): Uint8Array[] => [
  seeds.utf8('\ufeffé 😀\r\nline\u0085x\0'),
  seeds.utf16('é 😀\r\nline'),
  new Uint8Array(Buffer.from('caf\xe9 \x80\x9f\r\n', 'latin1')),
  seeds.utf8(seeds.jamfXml),
  seeds.utf8('&lt;a b=&quot;c&quot;&gt;<![CDATA[x]]>\\u00e9\\ud83d\\ude00\\n QUJD RA=='),
];

const csvSeeds = (): Uint8Array[] => [
  seeds.utf8(seeds.csvText),
  seeds.utf16(seeds.csvText.replaceAll(';', '\t')),
  ...seeds.filesOf('tests/fixtures/sample-fleet', '.csv'),
];

const profileSeeds = (): Uint8Array[] => [
  ...seeds.profiles(),
  ...seeds.binaryPlists(),
  ...seeds.cmsMessages(),
  ...seeds.zips(),
  ...seeds.corpusOf('mobileconfig'),
];

const replySeeds = (): Uint8Array[] => [
  ...seeds.replies(),
  ...seeds.corpusOf('mdm'),
  ...seeds.corpusOf('vendor'),
  ...seeds.corpusOf('ddm'),
];

const policySeeds = (): Uint8Array[] => seeds.filesOf('tests/fixtures/sample-fleet', '.yaml');

function heldToLaw({ status, value, diagnostics }: PlistResult, size: number): void {
  const isOwed = status === 'rejected' ? value === undefined && diagnostics.length > 0 : value !== undefined;
  owe(isOwed, `${status} without what it stands for`, () => diagnostics);
  owe(status !== 'partial' || diagnostics.length > 0, 'partial without a reason', () => value);
  for (const found of diagnostics) owe(found.at !== undefined, 'a diagnostic without a place', () => found);
  positionsInside(diagnostics, size);
  positionsInside(value, size);
}

function readPlist(bytes: Uint8Array, encoding: PlistEncoding): string {
  const result = decodePlist(bytes, { encoding });
  heldToLaw(result, bytes.length);
  heldToLaw(decodePlist(bytes), bytes.length);
  if (encoding === 'xml') {
    const stream = openPlistStream({ onValue: (_path, value) => positionsInside(value, bytes.length) });
    for (let at = 0; at < bytes.length; at += 997) stream.write(bytes.subarray(at, at + 997));
    heldToLaw(stream.end(), bytes.length);
  }
  return featureOf([result.status, codesOf(result.diagnostics), shapeOf(result.value)]);
}

async function readCms(bytes: Uint8Array): Promise<string> {
  const result = await openCms(bytes, { verify: crypto.subtle, depth: 4 });
  const { kind, form, content, contentOffset = 0, signature, diagnostics } = result;
  positionsInside(diagnostics, bytes.length);
  const size = content?.length ?? 0;
  owe(size <= bytes.length, 'more content than bytes', () => size);
  owe(
    contentOffset >= 0 && contentOffset + (result.contentOffset === undefined ? 0 : size) <= bytes.length,
    'content outside',
    () => contentOffset,
  );
  owe(kind !== 'broken' || diagnostics.length > 0, `${kind} without a reason`, () => form);
  return featureOf([kind, form, signature?.integrity, result.layers, codesOf(diagnostics)]);
}

async function readArchive(bytes: Uint8Array): Promise<string> {
  let total = 0;
  let count = 0;
  const codes = new Set<string>();
  for await (const entry of openArchive('a', inPieces(bytes), limits)) {
    owe(entry.path.startsWith('a'), 'a path without its archive', () => entry.path);
    owe(
      !/(?:^|\/)\.\.(?:\/|$)/.test(entry.path) || entry.bytes === undefined,
      'a path that escapes was read',
      () => entry.path,
    );
    explained(entry.bytes, entry.diagnostics);
    total += entry.bytes?.length ?? 0;
    count++;
    codes.add(codesOf(entry.diagnostics));
  }
  owe(total <= limits.totalBytes, 'more bytes than allowed', () => total);
  owe(count <= limits.entries + 1, 'more entries than allowed', () => count);
  return featureOf([Math.ceil(Math.log2(count + 1)), [...codes].sort().join('|')]);
}

/** As it is, and with checksums that fit: with one that does not, nobody reads a header any further. */
async function readTars(bytes: Uint8Array): Promise<string> {
  const fitting = bytes.slice();
  for (let at = 0; at + 512 <= fitting.length; at += 512) {
    const block = fitting.subarray(at, at + 512);
    if (Buffer.from(block.subarray(257, 262)).toString('latin1') !== 'ustar') continue;
    block.fill(0x20, 148, 156);
    const sum = block.reduce((total, octet) => total + octet, 0);
    block.set(Buffer.from(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
  }
  return `${await readArchive(bytes)} ${await readArchive(fitting)}`;
}

function readText(bytes: Uint8Array): string {
  const decoded = decodeText(bytes);
  owe(decoded.text.length <= bytes.length, 'more text than bytes', () => decoded.text.length);
  positionsInside(decoded.diagnostics, bytes.length);
  const size = Buffer.byteLength(decoded.text);
  for (const open of [unescapeXmlText, unescapeJsonText, decodeBase64Text])
    layerKept(open(decoded.text), size);
  return featureOf([sniff(bytes), decoded.encoding, codesOf(decoded.diagnostics)]);
}

/** Every byte of the inner document leads to a place in the outer one, and later bytes never to an earlier place. */
function layerKept(layer: Layer, size: number): void {
  positionsInside(layer.diagnostics, size);
  let before = 0;
  const step = Math.max(1, Math.floor(layer.bytes.length / 40));
  for (let at = 0; at <= layer.bytes.length; at += step) {
    const place = layer.locate(at, Math.min(layer.bytes.length, at + 1));
    positionsInside(place, size);
    owe(place.offset >= before, 'a later byte stands earlier', () => [before, place]);
    before = place.offset;
  }
}

function codingOf({ encoding, hadBom, replaced }: DecodedText): TextCodingInfo {
  const bomBytes = !hadBom ? 0 : encoding === 'utf-8' ? 3 : 2;
  return { encoding, bomBytes, ...(replaced === undefined ? {} : { replaced }) };
}

async function readCsv(bytes: Uint8Array): Promise<string> {
  const decoded = decodeText(bytes);
  const { text } = decoded;
  const table = openTable(text, codingOf(decoded));
  let cells = 0;
  for (const row of table?.rows(0) ?? []) {
    positionsInside(row.at(), bytes.length);
    for (const cell of row.cells) positionsInside(cell.at(), bytes.length);
    cells += row.cells.length;
  }
  owe(cells <= text.length + 1, 'more cells than text', () => cells);
  const upload = await readUpload(bytes);
  return featureOf([table?.delimiter, codesOf(table?.diagnostics() ?? []), upload]);
}

async function readXmlText(bytes: Uint8Array): Promise<string> {
  const decoded = decodeText(bytes);
  const { root, diagnostics } = readXml(decoded.text, codingOf(decoded));
  positionsInside(diagnostics, bytes.length);
  return featureOf([root?.name.length, root?.children.length, codesOf(diagnostics), await readUpload(bytes)]);
}

/** As a worker sees a file: a range at a time, never one outside it. */
function inPieces(bytes: Uint8Array): ByteReader {
  return {
    size: bytes.length,
    read: (offset, length) => {
      owe(offset >= 0 && length > 0 && offset + length <= bytes.length, 'a range outside', () => [
        offset,
        length,
      ]);
      return Promise.resolve(bytes.slice(offset, offset + length));
    },
    sha256: () => ref.sha256,
  };
}

async function readUpload(bytes: Uint8Array): Promise<string> {
  const sizes = new Map([['up', bytes.length]]);
  const kind = sniff(bytes);
  if (kind === 'zip' || kind === 'gzip' || kind === 'tar')
    for await (const entry of openArchive('up', bytes, limits))
      sizes.set(entry.path, entry.bytes?.length ?? bytes.length);
  const features = new Set<string>();
  const sha256 = (): string => ref.sha256;
  for await (const document of ingest({
    path: 'up',
    bytes: inPieces(bytes),
    receivedAt,
    sha256,
    subtle: crypto.subtle,
    archiveLimits: limits,
  })) {
    documentKept(document, (sizes.get(document.ref.path) ?? bytes.length) + slackOf(bytes));
    features.add(
      featureOf([
        document.kind,
        document.status,
        codesOf(document.diagnostics),
        ...document.profiles.map(({ payloads }) => Math.min(4, payloads.length)),
        Math.min(3, document.devices.length),
      ]),
    );
  }
  owe(features.size > 0, 'an upload without a document', () => bytes.length);
  return [...features].sort().join('|');
}

/** An escaped document inside damaged UTF-8 is counted as if the damage were repaired: two bytes more for each. */
function slackOf(bytes: Uint8Array): number {
  return (decodeText(bytes).replaced?.length ?? 0) * 2;
}

function readPolicy(bytes: Uint8Array): string {
  const { text } = decodeText(bytes);
  const { policy, diagnostics } = parsePolicy(text, ref);
  explained(policy, diagnostics);
  positionsInside(diagnostics, bytes.length * 3);
  return featureOf([
    policy !== undefined,
    codesOf(diagnostics),
    policy?.groups.length,
    policy?.networks.length,
  ]);
}

function readFirewall(bytes: Uint8Array, dialect: seeds.Dialect): string {
  const { text } = decodeText(bytes);
  const { policy, diagnostics } = parseFirewall(text, dialect);
  explained(policy, diagnostics);
  positionsInside(diagnostics, text.length * 3);
  if (policy === undefined) return featureOf([codesOf(diagnostics)]);
  const lines = text.length + 1;
  for (const { line } of policy.unparsed)
    owe(line >= 1 && line <= lines, 'a line outside the text', () => line);
  for (const { rules } of policy.chains)
    for (const { line } of rules)
      // Rules that no line wrote, such as an implied last one, stand at 0.
      owe(line >= 0 && line <= lines, 'a rule outside the text', () => line);
  const compiled = compilePolicy(policy);
  const answers = facetimeFlows.map((flow) => answerFlow(compiled, flow));
  const { outcome, findings } = judgeFaceTime(answers);
  decidePacket(compiled, packet);
  return featureOf([
    codesOf(diagnostics),
    outcome,
    answers.map(({ verdict }) => verdict),
    findings.map(({ id }) => id),
    Math.min(5, policy.unparsed.length),
  ]);
}

const packet = {
  protocol: 'udp',
  source: '10.20.0.7',
  sourcePort: 50_000,
  destination: '17.0.0.1',
  destinationPort: 3478,
} as const;

/** By the name that stands on the command line. */
export const formats: ReadonlyMap<string, Format> = new Map<string, Format>([
  ['xml-plist', { seeds: xmlSeeds, words: words.xml, read: (bytes) => readPlist(bytes, 'xml') }],
  [
    'binary-plist',
    { seeds: seeds.binaryPlists, words: words.binary, read: (bytes) => readPlist(bytes, 'binary') },
  ],
  [
    'openstep',
    { seeds: openStepSeeds, words: words.openstep, read: (bytes) => readPlist(bytes, 'openstep') },
  ],
  ['json', { seeds: jsonSeeds, words: words.json, read: (bytes) => readPlist(bytes, 'json') }],
  ['cms', { seeds: seeds.cmsMessages, words: words.cms, read: readCms }],
  ['mime', { seeds: seeds.mails, words: words.mail, read: readCms }],
  ['zip', { seeds: seeds.zips, words: words.archive, read: readArchive }],
  ['tar', { seeds: seeds.tars, words: words.archive, read: readTars }],
  ['gz', { seeds: seeds.gzips, words: words.archive, read: readArchive }],
  ['text', { seeds: textSeeds, words: words.text, read: readText }],
  ['csv', { seeds: csvSeeds, words: words.csv, read: readCsv }],
  [
    'xml',
    {
      seeds: () => [seeds.utf8(seeds.jamfXml), ...seeds.corpusOf('vendor')],
      words: words.xml,
      read: readXmlText,
    },
  ],
  ['profile', { seeds: profileSeeds, words: words.profile, read: readUpload }],
  ['reply', { seeds: replySeeds, words: words.profile, read: readUpload }],
  ['policy', { seeds: policySeeds, words: words.yaml, read: readPolicy }],
  ...seeds.dialects.map((dialect): [string, Format] => [
    dialect,
    {
      seeds: () => seeds.firewallTexts(dialect),
      words: words.firewall,
      read: (bytes) => readFirewall(bytes, dialect),
    },
  ]),
]);
