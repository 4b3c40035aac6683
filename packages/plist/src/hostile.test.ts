import { decodeJson, decodePlist, type PlistResult } from './decode.js';
import { asciiObject, bigEndian, bplist, saidOf, shapeOf, utf16, utf8, xml } from './testing.js';

function rejectedWith(result: PlistResult, ...said: string[]): void {
  expect({ status: result.status, said: saidOf(result), value: result.value }).toEqual({
    status: 'rejected',
    said,
    value: undefined,
  });
}

describe('hostile XML', () => {
  it('refuses an inner entity that would expand', () => {
    const laughs = [
      '<?xml version="1.0"?>',
      '<!DOCTYPE plist [',
      '  <!ENTITY a "ha">',
      '  <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">',
      ']>',
      '<plist><string>&b;</string></plist>',
    ].join('\n');
    rejectedWith(decodePlist(utf8(laughs)), 'entity-declaration 3:3');
  });

  it('refuses an external entity', () => {
    const text =
      '<!DOCTYPE plist [<!ENTITY x SYSTEM "file:///etc/passwd">]><plist><string>&x;</string></plist>';
    rejectedWith(decodePlist(utf8(text)), 'entity-declaration 1:18');
  });

  it('refuses a parameter entity', () => {
    const text =
      '<!DOCTYPE plist [\n<!ENTITY % p SYSTEM "http://example.org/x.dtd"> %p;]><plist><true/></plist>';
    rejectedWith(decodePlist(utf8(text)), 'entity-declaration 2:1');
  });

  it('refuses an internal subset without entities', () => {
    rejectedWith(decodePlist(utf8('<!DOCTYPE plist [ <!ELEMENT x ANY> ]><plist/>')), 'internal-subset 1:17');
  });

  it('refuses an entity declared outside a document type', () => {
    rejectedWith(decodePlist(xml('<!ENTITY a "b">')), 'entity-declaration 1:22');
  });

  it('refuses other declarations inside the list', () => {
    rejectedWith(decodePlist(xml('<!ATTLIST plist a CDATA "b">')), 'declaration-not-allowed 1:22');
  });

  it('sees an entity declaration through UTF-16', () => {
    const text = '<!DOCTYPE plist [<!ENTITY a "b">]><plist/>';
    const result = decodePlist(utf16(text, 'be'));
    rejectedWith(result, 'entity-declaration 1:18');
    expect(result.diagnostics[0]?.at?.offset).toBe(2 + 17 * 2);
  });

  it('is not misled by brackets and angle brackets in quotes of a document type', () => {
    const text = '<!DOCTYPE plist PUBLIC "a > [ b" \'c " ]>\'><plist><true/></plist>';
    expect(decodePlist(utf8(text))).toMatchObject({ status: 'ok', diagnostics: [] });
  });

  it('refuses deep nesting at the limit, not before', () => {
    const nested = (depth: number): Uint8Array => xml('<array>'.repeat(depth) + '</array>'.repeat(depth));
    expect(decodePlist(nested(200)).status).toBe('ok');
    rejectedWith(decodePlist(nested(201)), `too-deep 1:${22 + 200 * 7}`);
    rejectedWith(
      decodePlist(utf8(`<plist>${'<dict><key>a</key>'.repeat(1_000_000)}`)),
      `too-deep 1:${8 + 200 * 18}`,
    );
  });

  it('keeps a huge integer as text', () => {
    const result = decodePlist(xml(`<integer>${'9'.repeat(5000)}</integer>`));
    expect(saidOf(result)).toEqual(['integer-too-long 1:22']);
    expect(result).toMatchObject({ status: 'partial', value: { type: 'templated', wanted: 'integer' } });
  });

  it('reads a large integer in hexadecimal without loss', () => {
    const result = decodePlist(xml(`<integer>0x${'f'.repeat(1000)}</integer>`));
    expect(result.value).toMatchObject({ type: 'integer', exact: (16n ** 1000n - 1n).toString() });
  });

  it('refuses more values than the limit', () => {
    const result = decodePlist(xml(`<array>${'<true/>'.repeat(11)}</array>`), { limits: { maxValues: 10 } });
    rejectedWith(result, `too-many-values 1:${29 + 70}`);
  });

  it.each([
    ['a string', '<string>01234567890</string>'],
    ['a string in pieces', '<string>0123<!-- x -->4567890</string>'],
    ['CDATA', '<string>a<![CDATA[01234567890]]></string>'],
    ['a key', '<dict><key>01234567890</key><true/></dict>'],
  ])('refuses %s longer than the limit', (_name, body) => {
    const result = decodePlist(xml(body), { limits: { maxStringBytes: 10 } });
    expect(result).toMatchObject({ status: 'rejected', diagnostics: [{ code: 'string-too-long' }] });
  });

  it('refuses a file larger than the limit', () => {
    rejectedWith(decodePlist(xml('<true/>'), { limits: { maxBytes: 10 } }), 'too-large @0');
  });

  it('keeps a bounded number of diagnostics', () => {
    const result = decodePlist(xml(`<array>${'<integer>x</integer>'.repeat(100)}</array>`), {
      limits: { maxDiagnostics: 10 },
    });
    expect(result.diagnostics.map(({ code }) => code)).toEqual([
      ...new Array<string>(10).fill('invalid-integer'),
      'more-diagnostics',
    ]);
  });

  it('lets __proto__ and its kin be keys like any other', () => {
    const result = decodePlist(
      xml(
        '<dict><key>__proto__</key><dict><key>polluted</key><true/></dict><key>hasOwnProperty</key><true/></dict>',
      ),
    );
    expect(result.value && shapeOf(result.value)).toEqual({
      dict: [
        ['__proto__', { dict: [['polluted', true]] }],
        ['hasOwnProperty', true],
      ],
    });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('replaces lone surrogates written as UTF-8', () => {
    const bytes = Uint8Array.from([
      ...utf8('<plist><string>a'),
      0xed,
      0xa0,
      0x80,
      ...utf8('b</string></plist>'),
    ]);
    const result = decodePlist(bytes);
    expect(saidOf(result)).toEqual(['invalid-text 1:16']);
    expect(result.value).toMatchObject({ type: 'string', value: 'a\ufffd\ufffd\ufffdb' });
  });

  it('replaces NULs and goes on', () => {
    const result = decodePlist(xml('<dict><key>a\0</key><string>\0</string></dict>'));
    expect(saidOf(result)).toEqual(['control-character 1:34', 'control-character 1:49 a\ufffd']);
    expect(result.status).toBe('partial');
  });

  it('reports NULs between elements once each', () => {
    const result = decodePlist(xml('\0<true/>'));
    expect(saidOf(result)).toEqual(['control-character 1:22', 'stray-text 1:22']);
    expect(result.value).toMatchObject({ value: true });
  });
});

describe('hostile binary', () => {
  it('refuses an array that contains itself', () => {
    rejectedWith(decodePlist(bplist([[0xa1, 0]])), 'object-cycle @8 [0]');
  });

  it('refuses a cycle through dictionaries', () => {
    rejectedWith(decodePlist(bplist([[0xd1, 1, 2], asciiObject('k'), [0xa1, 0]])), 'object-cycle @8 k[0]');
  });

  it('refuses shared objects that stand for billions', () => {
    const doubling = Array.from({ length: 60 }, (_, i) => [0xa2, i + 1, i + 1]);
    const result = decodePlist(bplist([...doubling, [0x09]]));
    expect(result).toMatchObject({ status: 'rejected', diagnostics: [{ code: 'object-expansion' }] });
  });

  it('refuses a long text that is shared thousands of times', () => {
    const references = new Array<number>(60_000).fill(1);
    const array = [0xaf, 0x11, ...bigEndian(references.length, 2), ...references];
    const text = [0x5f, 0x11, ...bigEndian(60_000, 2), ...new Array<number>(60_000).fill(65)];
    const result = decodePlist(bplist([array, text], { offsets: [8, 8 + array.length] }));
    expect(result).toMatchObject({ status: 'rejected' });
  });

  it('refuses deep nesting through shared objects', () => {
    const chain = Array.from({ length: 250 }, (_, i) => [0xa1, i + 1]);
    const result = decodePlist(bplist([...chain, [0x09]]));
    expect(result).toMatchObject({ status: 'rejected', diagnostics: [{ code: 'too-deep' }] });
  });

  it('measures depth again where a known object is met deeper down', () => {
    const inner = Array.from({ length: 120 }, (_, i) => [0xa1, i + 3]);
    const leaf = 122;
    // The root holds the inner chain first, and a second time below a chain of its own.
    const outer = Array.from({ length: 100 }, (_, i) => [0xa1, i === 99 ? 2 : leaf + 2 + i]);
    const objects = [[0xa2, 2, leaf + 1], [0x09], ...inner, [0x08], ...outer];
    const result = decodePlist(bplist(objects));
    expect(result).toMatchObject({ status: 'rejected', diagnostics: [{ code: 'too-deep' }] });
  });

  it.each([
    ['a string', [0x5f, 0x12, ...bigEndian(2 ** 30, 4), 65]],
    ['data', [0x4f, 0x12, ...bigEndian(2 ** 30, 4), 65]],
    ['UTF-16', [0x6f, 0x13, ...bigEndian(2 ** 52, 8), 65]],
    ['an array', [0xaf, 0x12, ...bigEndian(2 ** 30, 4), 0]],
    ['a dictionary', [0xdf, 0x13, ...bigEndian(2 ** 60, 8), 0]],
  ])('does not reserve memory for %s that says it is huge', (_name, object) => {
    rejectedWith(decodePlist(bplist([object])), 'invalid-length @8');
  });

  it.each([
    ['more objects than bytes', { count: 2 ** 40 }],
    ['an offset table beyond the file', { tableStart: 2 ** 40 }],
    ['an offset table in the header', { tableStart: 2 }],
    ['offsets wider than the table', { offsetSize: 8 }],
  ])('refuses a trailer that lies: %s', (_name, lie) => {
    rejectedWith(decodePlist(bplist([[0xa1, 1], [0x09]], lie)), 'invalid-trailer @15');
  });

  it('passes over an offset that points into the table', () => {
    const result = decodePlist(bplist([[0xa1, 1], [0x09]], { offsets: [8, 12] }));
    expect(saidOf(result)).toEqual(['invalid-offset @13 [0]']);
    expect(result).toMatchObject({ status: 'partial', value: { items: [] } });
  });

  it('lets __proto__ be a key like any other', () => {
    const result = decodePlist(bplist([[0xd1, 1, 2], asciiObject('__proto__'), [0x09]]));
    expect(result.value && shapeOf(result.value)).toEqual({ dict: [['__proto__', true]] });
  });
});

describe('hostile JSON and OpenStep', () => {
  it('refuses deep nesting', () => {
    rejectedWith(
      decodeJson(utf8('['.repeat(1_000_000))),
      `too-deep 1:201 ${'[0]'.repeat(200)}`.split(' [')[0] ?? '',
    );
    const openstep = decodePlist(utf8('('.repeat(1_000_000)), { encoding: 'openstep' });
    rejectedWith(openstep, 'too-deep 1:201');
  });

  it('keeps a huge integer as text', () => {
    const result = decodeJson(utf8('9'.repeat(100_000)));
    expect(result).toMatchObject({ status: 'partial', value: { type: 'templated', wanted: 'integer' } });
  });

  it('refuses more values than the limit', () => {
    const limits = { maxValues: 3 };
    rejectedWith(decodeJson(utf8('[1,2,3]'), { limits }), 'too-many-values 1:6');
    rejectedWith(decodePlist(utf8('(1,2,3)'), { limits, encoding: 'openstep' }), 'too-many-values 1:6');
  });

  it('refuses text longer than the limit', () => {
    const limits = { maxStringBytes: 5 };
    rejectedWith(decodeJson(utf8('["123456"]'), { limits }), 'string-too-long 1:2');
    rejectedWith(decodePlist(utf8('("123456")'), { limits, encoding: 'openstep' }), 'string-too-long 1:2');
  });
});
