import fc from 'fast-check';
import { decodeText, isProbablyText } from './text.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf16le = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf16le'));
const utf16be = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf16le').swap16());
const octets = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('decodeText', () => {
  it('reads UTF-8 with and without a byte order mark', () => {
    expect(decodeText(utf8('Büro'))).toEqual({
      text: 'Büro',
      encoding: 'utf-8',
      hadBom: false,
      diagnostics: [],
    });
    expect(decodeText(utf8('\ufeffBüro'))).toEqual({
      text: 'Büro',
      encoding: 'utf-8',
      hadBom: true,
      diagnostics: [],
    });
  });

  it('reads UTF-16 of both orders with a byte order mark', () => {
    expect(decodeText(utf16le('\ufeffBüro 日本'))).toMatchObject({
      text: 'Büro 日本',
      encoding: 'utf-16le',
      hadBom: true,
    });
    expect(decodeText(utf16be('\ufeffBüro 日本'))).toMatchObject({
      text: 'Büro 日本',
      encoding: 'utf-16be',
      hadBom: true,
    });
  });

  it('finds UTF-16 without a byte order mark by its zero octets', () => {
    expect(decodeText(utf16le('serial\tname'))).toMatchObject({
      text: 'serial\tname',
      encoding: 'utf-16le',
      hadBom: false,
    });
    expect(decodeText(utf16be('serial\tname'))).toMatchObject({
      text: 'serial\tname',
      encoding: 'utf-16be',
      hadBom: false,
    });
  });

  it('takes text that is not UTF-8 for Windows-1252 and says where that showed', () => {
    const result = decodeText(octets(0x42, 0xfc, 0x72, 0x6f, 0x20, 0x80, 0x93, 0x94, 0x81));
    expect(result).toMatchObject({ text: 'Büro €“”\u0081', encoding: 'windows-1252' });
    expect(result.diagnostics).toMatchObject([
      { code: 'text-windows-1252', severity: 'info', at: { offset: 1 } },
    ]);
  });

  it('keeps UTF-8 with a few bad octets as UTF-8 and says where', () => {
    const result = decodeText(Uint8Array.from([...utf8('Büro Köln '), 0xff, ...utf8(' Zürich')]));
    expect(result).toMatchObject({ text: 'Büro Köln \ufffd Zürich', encoding: 'utf-8' });
    expect(result.diagnostics).toMatchObject([{ code: 'text-invalid-utf8', at: { offset: 12 } }]);
  });

  it('believes a byte order mark more than bad octets', () => {
    const result = decodeText(Uint8Array.from([...utf8('\ufeffB'), 0xfc, 0x72, 0x6f]));
    expect(result).toMatchObject({ text: 'B\ufffdro', encoding: 'utf-8', hadBom: true });
    expect(result.diagnostics).toMatchObject([{ at: { offset: 4 } }]);
  });

  it.each([
    ['an overlong form', [0xc0, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['a code point beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
    ['a sequence cut at the end', [0xe2, 0x82]],
  ])('does not take %s for UTF-8', (_what, bad) => {
    expect(decodeText(octets(0x61, ...bad)).encoding).toBe('windows-1252');
  });

  it('reports half a character and a lone surrogate in UTF-16', () => {
    const odd = decodeText(Uint8Array.from([...utf16le('\ufeffab'), 0x63]));
    expect(odd).toMatchObject({ text: 'ab', diagnostics: [{ code: 'text-odd-length', at: { offset: 6 } }] });
    const lone = decodeText(Uint8Array.from([...utf16be('\ufeffab'), 0xd8, 0x00, 0x00, 0x63]));
    expect(lone).toMatchObject({
      text: 'ab\ufffdc',
      diagnostics: [{ code: 'text-lone-surrogate', at: { offset: 6 } }],
    });
  });

  it('does not report a replacement character that stands in the text', () => {
    expect(decodeText(utf16le('\ufeffa\ufffdb')).diagnostics).toEqual([]);
    expect(decodeText(utf16be('\ufeffa\ufffdb')).diagnostics).toEqual([]);
    expect(decodeText(utf8('a\ufffdb')).diagnostics).toEqual([]);
  });

  it('reads back any text in UTF-8', () => {
    const run = fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(decodeText(utf8(`\ufeff${text}`)).text).toBe(text);
      expect(decodeText(utf16be(`\ufeff${text}`)).text).toBe(text);
    });
    fc.assert(run, { numRuns: 300 });
  });

  it('reads any octets as some text', () => {
    const run = fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(typeof decodeText(bytes).text).toBe('string');
    });
    fc.assert(run, { numRuns: 500 });
  });
});

describe('isProbablyText', () => {
  it.each([
    ['nothing', utf8('')],
    ['CSV', utf8('a;b\r\n1;2\r\n')],
    ['Japanese', utf8('シリアル,表示名\n')],
    ['a page of it whose sample ends inside a character', utf8(`a${'日'.repeat(30_000)}`)],
    ['Windows-1252', octets(0x42, 0xfc, 0x72, 0x6f)],
  ])('says yes to %s', (_what, bytes) => {
    expect(isProbablyText(bytes)).toBe(true);
  });

  it('says no to control codes', () => {
    expect(isProbablyText(octets(1, 2, 3, 4))).toBe(false);
    expect(isProbablyText(Uint8Array.from([...utf8('text '.repeat(10)), 0, 0, 0]))).toBe(false);
  });
});
