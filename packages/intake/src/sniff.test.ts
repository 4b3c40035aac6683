import { gzipSync, strToU8, zipSync } from 'fflate';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sniff, type Sniffed } from './sniff.js';

const fixtures = path.join(path.dirname(fileURLToPath(import.meta.url)), 'cms/fixtures');
const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(path.join(fixtures, name)));
const utf16 = (text: string, bom: boolean): Uint8Array => {
  const units = Buffer.from((bom ? '\ufeff' : '') + text, 'utf16le');
  return new Uint8Array(units);
};
const utf16be = (text: string, bom: boolean): Uint8Array =>
  new Uint8Array(Buffer.from(utf16(text, bom)).swap16());

/** The same octets on every run. */
function noise(length: number, seed: number): Uint8Array {
  let state = seed;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 0xff;
  };
  return Uint8Array.from({ length }, next);
}

describe('sniff', () => {
  it.each<[string, Uint8Array | string, Sniffed]>([
    ['nothing', '', 'empty'],
    ['a zip', zipSync({ a: strToU8('x') }), 'zip'],
    ['an empty zip', zipSync({}), 'zip'],
    ['gzip', gzipSync(strToU8('x')), 'gzip'],
    ['signed DER', fixture('signed.der'), 'cms-der'],
    ['signed BER', fixture('signed-indefinite.der'), 'cms-der'],
    ['encrypted DER', fixture('encrypted.der'), 'cms-der'],
    ['DER with rewritten line ends', fixture('signed.der').map((o) => (o === 13 ? 10 : o)), 'cms-der'],
    ['signed PEM', fixture('signed.pem'), 'cms-pem'],
    ['signed base64', Buffer.from(fixture('signed.der')).toString('base64'), 'cms-base64'],
    ['a binary plist', 'bplist00\u0000', 'plist-binary'],
    ['XML', '<?xml version="1.0"?><plist/>', 'xml'],
    ['XML without declaration, after blanks', '\r\n \t<plist version="1.0">', 'xml'],
    ['XML that begins with a comment', '<!-- x --><plist/>', 'xml'],
    ['XML with a byte order mark', '\ufeff<?xml version="1.0"?><plist/>', 'xml'],
    ['XML in UTF-16LE with mark', utf16('<?xml version="1.0"?><plist/>', true), 'xml'],
    ['XML in UTF-16BE with mark', utf16be('<?xml version="1.0"?><plist/>', true), 'xml'],
    ['XML in UTF-16LE without mark', utf16('<plist version="1.0"/>', false), 'xml'],
    ['XML in UTF-16BE without mark', utf16be('<plist version="1.0"/>', false), 'xml'],
    ['XML with a NUL inside', '<plist>\u0000</plist>', 'xml'],
    ['a plist after a sentence', 'Profiles:\n<plist version="1.0"><dict/></plist>', 'xml'],
    ['a signed plist whose beginning is cut off', 'dtd">\n<plist><dict/></plist>\0\0\x01\x02\x03', 'xml'],
    ['a JSON object', '{"a": 1}', 'json'],
    ['an empty JSON object', ' {\n}', 'json'],
    ['a JSON array', '[\n  {"a": 1},\n  {"a": 2}\n]', 'json'],
    ['a JSON array of literals', '[true, null]', 'json'],
    ['a JSON object that is cut', '{"a": [1, 2', 'json'],
    ['a JSON object whose first key is very long', `{"${'k'.repeat(9000)}": 1}`, 'json'],
    ['JSON with a byte order mark in UTF-16', utf16('{"a": "}\\""}\n', true), 'json'],
    ['JSON lines', '{"a": "}{"}\n{"a": 2}\n', 'jsonlines'],
    ['JSON lines in UTF-16', utf16('{"a": 1}\r\n{"a": 2}', true), 'jsonlines'],
    ['JSON values over many lines', '{\n "a": 1\n}\n{\n "a": 2\n}', 'jsonlines'],
    ['an OpenStep list', '{ "a" = 1; }', 'text'],
    ['an OpenStep array', '( one, two )', 'text'],
    ['an INI section', '[network]\nport=3478', 'text'],
    ['JSONP', 'jsonCallback({"services":[]});', 'text'],
    ['CSV', 'serial,udid,name\nAAA,BBB,Büro\n', 'text'],
    ['CSV in UTF-16', utf16('serial\tudid\r\nAAA\tBBB\r\n', true), 'text'],
    [
      'CSV in Windows-1252',
      Uint8Array.from([...strToU8('name;ort\nB'), 0xfc, ...strToU8('ro;K'), 0xf6, 0x6c, 0x6e]),
      'text',
    ],
    ['YAML', 'version: 1\ngroups:\n  - name: staff\n', 'text'],
    ['a firewall configuration', '#config-version=FGT60F\nconfig firewall policy\n', 'text'],
    ['text that begins with a smaller-than sign', '< 5 devices', 'text'],
    ['blanks only', ' \n\t\n', 'text'],
    ['NULs only', new Uint8Array(4096), 'noise'],
    [
      'a PNG picture',
      Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48]),
      'noise',
    ],
  ])('takes %s for what it is', (_what, given, kind) => {
    expect(sniff(typeof given === 'string' ? strToU8(given) : given)).toBe(kind);
  });

  it('takes a megabyte of noise for noise, whatever the noise', () => {
    for (let seed = 1; seed <= 20; seed++) expect(sniff(noise(1_000_000, seed * 7919))).toBe('noise');
    for (let seed = 1; seed <= 200; seed++) expect(sniff(noise(5000, seed * 104_729))).toBe('noise');
  });
});
