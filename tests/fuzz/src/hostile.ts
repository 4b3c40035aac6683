import { peakMemoryMiB } from '../../../packages/config/bin/peak-memory.mjs';
import { formats } from './formats.js';
import { cmsMessages, plistText, utf8 } from './seeds.js';

/** An attack of any size: what is read must cost in proportion to it. */
interface Attack {
  readonly name: string;
  readonly format: string;
  readonly make: (size: number) => Uint8Array;
}

const repeat = (piece: string, size: number, before = '', after = ''): Uint8Array =>
  utf8(before + piece.repeat(Math.ceil(size / piece.length)) + after);
const list = (piece: string, size: number): Uint8Array =>
  repeat(piece, size, '<plist><array>', '</array></plist>');

/** The head of a SEQUENCE that says it is a gibibyte long, around the start of a signed message. */
function hugeCms(size: number): Uint8Array {
  const message = cmsMessages()[0] ?? new Uint8Array();
  const made = new Uint8Array(Math.max(size, message.length));
  made.set(message);
  made.set([0x30, 0x84, 0x40, 0, 0, 0], 0);
  made.set(message.subarray(4, 20), 6);
  return made;
}

function nestedCms(size: number): Uint8Array {
  const head = cmsMessages()[0]?.subarray(4, 15) ?? new Uint8Array();
  const made = new Uint8Array(size);
  made.set([0x30, 0x80, ...head, 0xa0, 0x80]);
  for (let at = head.length + 4; at + 1 < size; at += 2) made.set([0x30, 0x80], at);
  return made;
}

/** One trailer that lies: so many objects, so far away. */
function lyingBinary(size: number): Uint8Array {
  const made = new Uint8Array(size);
  made.set(utf8('bplist00'));
  made.set([0, 0, 0, 0, 0, 0, 8, 8, 0, 0, 0, 0x40, 0, 0, 0, 0], size - 32);
  return made;
}

/** An array whose every item is itself. */
function cyclicBinary(size: number): Uint8Array {
  const count = Math.min(60_000, size - 64);
  const made = new Uint8Array(count + 12 + 1 + 32);
  made.set(utf8('bplist00'));
  made.set([0xaf, 0x11, count >> 8, count & 255], 8);
  made[count + 12] = 8;
  const trailer = new DataView(made.buffer, made.length - 32);
  made.set([1, 1], made.length - 26);
  trailer.setUint32(12, 1);
  trailer.setUint32(28, count + 12);
  return made;
}

export const attacks: readonly Attack[] = [
  {
    name: 'inner entities that expand',
    format: 'xml-plist',
    make: (size) => repeat('<!ENTITY a "&a;&a;&a;">', size, '<!DOCTYPE plist [', ']><plist/>'),
  },
  {
    name: 'an external entity',
    format: 'xml-plist',
    make: (size) =>
      repeat('&x;', size, '<!DOCTYPE plist [<!ENTITY x SYSTEM "file:///etc/passwd">]><plist><string>', ''),
  },
  {
    name: 'parameter entities',
    format: 'xml-plist',
    make: (size) => repeat('<!ENTITY % p "%p;%p;"> %p;', size, '<!DOCTYPE plist [', ''),
  },
  { name: 'nesting', format: 'xml-plist', make: (size) => repeat('<dict><key>a</key>', size, '<plist>') },
  {
    name: 'a huge integer',
    format: 'xml-plist',
    make: (size) => list(`<integer>${'9'.repeat(size)}</integer>`, 1),
  },
  {
    name: 'keys called __proto__',
    format: 'xml-plist',
    make: (size) => repeat('<key>__proto__</key><dict/>', size, '<plist><dict>'),
  },
  {
    name: 'lone surrogates as references',
    format: 'xml-plist',
    make: (size) => list('<string>&#xD800;</string>', size),
  },
  { name: 'NULs between elements', format: 'xml-plist', make: (size) => list('\0<true/>', size) },
  {
    name: 'attributes',
    format: 'xml-plist',
    make: (size) => repeat(' a="b"', size, '<plist', '><true/></plist>'),
  },
  { name: 'an offset table that lies', format: 'binary-plist', make: lyingBinary },
  { name: 'an array full of itself', format: 'binary-plist', make: cyclicBinary },
  { name: 'open brackets', format: 'json', make: (size) => repeat('[', size) },
  { name: 'lone surrogates in JSON', format: 'json', make: (size) => repeat('"\\ud800",', size, '[') },
  {
    name: 'keys called __proto__ in JSON',
    format: 'json',
    make: (size) => repeat('"__proto__":{},', size, '{'),
  },
  { name: 'comments that never close', format: 'openstep', make: (size) => repeat('/* ', size, '{ a = b; ') },
  { name: 'a length of one gibibyte', format: 'cms', make: hugeCms },
  { name: 'indefinite lengths in each other', format: 'cms', make: nestedCms },
  {
    name: 'a message cut in the middle',
    format: 'cms',
    make: (size) => (cmsMessages()[1] ?? new Uint8Array()).subarray(0, size % 2000),
  },
  {
    name: 'quoted-printable line ends',
    format: 'mime',
    make: (size) =>
      repeat(
        '=\r\n',
        size,
        'Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\nMII',
      ),
  },
  { name: 'quoted-printable equals signs', format: 'mime', make: (size) => repeat('=3D', size, 'MIIB') },
  {
    name: 'local headers without end',
    format: 'zip',
    make: (size) => repeat(`PK\u0003\u0004${'\0'.repeat(26)}`, size),
  },
  { name: 'headers of tar', format: 'tar', make: (size) => repeat(`a${'\0'.repeat(256)}ustar`, size) },
  {
    name: 'elements that close themselves',
    format: 'xml',
    make: (size) => repeat('<b/>', size, '<a>', '</a>'),
  },
  { name: 'elements that never close', format: 'xml', make: (size) => repeat('<b>x', size, '<a>') },
  { name: 'references to nothing', format: 'xml', make: (size) => repeat('&x;', size, '<a>', '</a>') },
  { name: 'quotes', format: 'csv', make: (size) => repeat('"x,""\n', size, 'serial,name\n') },
  { name: 'blank lines', format: 'csv', make: (size) => repeat('\n', size, 'serial,name\n') },
  { name: 'one line of blanks', format: 'csv', make: (size) => repeat(' ', size, 'serial,name\n') },
  { name: 'delimiters', format: 'csv', make: (size) => repeat(';', size, 'serial') },
  { name: 'lists of profiles', format: 'profile', make: (size) => repeat(plistText, size) },
  {
    name: 'brackets in a policy',
    format: 'policy',
    make: (size) => repeat('[', size, 'version: 1\ngroups: '),
  },
  {
    name: 'aliases in a policy',
    format: 'policy',
    make: (size) => repeat('*a, ', size, 'version: 1\na: &a [x]\ngroups: [', ']'),
  },
  { name: 'secrets without end', format: 'text', make: (size) => repeat('&#x41', size) },
  { name: 'blank lines', format: 'iptables', make: (size) => repeat('\n', size, '*filter\n', 'COMMIT\n') },
  { name: 'open sets', format: 'nftables', make: (size) => repeat('{ ', size, 'table ip a ') },
  { name: 'macros', format: 'pf', make: (size) => repeat('a = "$a $a"\n', size) },
  {
    name: 'groups in each other',
    format: 'cisco-asa',
    make: (size) => repeat('object-group network a\n group-object a\n', size),
  },
  {
    name: 'sections in each other',
    format: 'fortios',
    make: (size) => repeat('config firewall policy\nedit 1\n', size),
  },
  { name: 'braces', format: 'juniper-srx', make: (size) => repeat('a { ', size) },
  {
    name: 'aliases of aliases',
    format: 'pfsense',
    make: (size) =>
      repeat(
        '<alias><name>a</name><type>network</type><address>a a</address></alias>',
        size,
        '<pfsense><aliases>',
        '</aliases></pfsense>',
      ),
  },
];

const small = 20_000;
const growth = 8;

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function cost({ format, make }: Attack, size: number): Promise<number> {
  const reader = formats.get(format);
  if (reader === undefined) throw new Error(`there is no format ${format}`);
  const bytes = make(size);
  const started = processorMs();
  await reader.read(bytes);
  return processorMs() - started;
}

/** What each attack costs at two sizes, in milliseconds of processor time, and the memory of all. */
export async function measure(): Promise<unknown> {
  const costs: { name: string; format: string; small: number; large: number }[] = [];
  for (const attack of attacks) {
    const first = await cost(attack, small);
    const large = await cost(attack, small * growth);
    costs.push({
      name: attack.name,
      format: attack.format,
      small: Math.round(first),
      large: Math.round(large),
    });
  }
  return { growth, memoryMiB: Math.round(peakMemoryMiB()), costs };
}
