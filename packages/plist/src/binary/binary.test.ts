import { decodePlist } from '../decode.js';
import { asciiObject, bigEndian, bplist, saidOf, shapeOf, utf8 } from '../testing.js';

function readBack(bytes: Uint8Array): { status: string; said: string[]; shape: unknown } {
  const result = decodePlist(bytes);
  return {
    status: result.status,
    said: saidOf(result),
    shape: result.value === undefined ? undefined : shapeOf(result.value),
  };
}

const float64 = (value: number): number[] => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  return [...bytes];
};
const ff = (count: number): number[] => new Array<number>(count).fill(0xff);

describe('binary property lists', () => {
  it.each([
    ['false', [0x08], false],
    ['true', [0x09], true],
    ['null', [0x00], null],
    ['a byte, unsigned', [0x10, 0xff], { integer: '255' }],
    ['four bytes, unsigned', [0x12, ...ff(4)], { integer: '4294967295' }],
    ['eight bytes, signed', [0x13, ...ff(8)], { integer: '-1' }],
    [
      'the largest of 64 bits in sixteen bytes',
      [0x14, ...bigEndian(0, 8), ...ff(8)],
      { integer: '18446744073709551615' },
    ],
    ['128 bits, signed', [0x14, 0x80, ...bigEndian(0, 15)], { integer: `-${2n ** 127n}` }],
    ['a short real', [0x22, 0x3f, 0xc0, 0, 0], { real: 1.5 }],
    ['a real', [0x23, ...float64(-0.1)], { real: -0.1 }],
    ['infinity', [0x23, ...float64(Infinity)], { real: Infinity }],
    ['a date', [0x33, ...float64(0)], { date: '2001-01-01T00:00:00Z' }],
    ['a date with fractions', [0x33, ...float64(0.5)], { date: '2001-01-01T00:00:00.500Z' }],
    ['a date before the year 1000', [0x33, ...float64(-63_113_904_000)], { date: '0001-01-01T00:00:00Z' }],
    ['data', [0x43, 1, 2, 3], { data: 'AQID' }],
    ['no data', [0x40], { data: '' }],
    ['an ASCII string', asciiObject('abc'), 'abc'],
    ['a long ASCII string', asciiObject('x'.repeat(300)), 'x'.repeat(300)],
    ['a UTF-16 string', [0x63, 0, 0xe9, 0xd8, 0x3d, 0xde, 0], 'é😀'],
    ['a UTF-8 string', [0x72, 0xc3, 0xa9], 'é'],
    ['a UID of one byte', [0x80, 7], { uid: 7 }],
    ['a UID of two bytes', [0x81, 1, 0], { uid: 256 }],
    ['an empty array', [0xa0], []],
    ['an empty set', [0xc0], []],
    ['an empty dictionary', [0xd0], { dict: [] }],
  ] as [string, number[], unknown][])('reads %s', (_name, object, expected) => {
    expect(readBack(bplist([object]))).toEqual({ status: 'ok', said: [], shape: expected });
  });

  it('gives the bytes of each object as its position', () => {
    const { value } = decodePlist(bplist([[0xd1, 1, 2], asciiObject('key'), [0x11, 1, 0]]));
    expect(value).toEqual({
      type: 'dict',
      at: { offset: 8, end: 11 },
      entries: [
        {
          key: 'key',
          keyAt: { offset: 11, end: 15 },
          value: { type: 'integer', value: 256, at: { offset: 15, end: 18 } },
        },
      ],
    });
  });

  it('reads an object that stands in several places', () => {
    expect(readBack(bplist([[0xa3, 1, 1, 1], asciiObject('a')])).shape).toEqual(['a', 'a', 'a']);
  });

  it('lets the last of two equal keys count', () => {
    const twice = bplist([[0xd2, 1, 2, 3, 4], asciiObject('k'), asciiObject('k'), [0x08], [0x09]]);
    expect(readBack(twice)).toEqual({
      status: 'ok',
      said: ['duplicate-key @13 k'],
      shape: { dict: [['k', true]] },
    });
  });
});

describe('binary property lists with faults, read as far as they go', () => {
  it.each([
    ['a reference to no object', [[0xa2, 1, 9], [0x09]], ['invalid-reference @12 [1]'], [true]],
    ['an unknown object', [[0xa2, 1, 2], [0x09], [0x70 + 0x20]], ['invalid-object @12 [1]'], [true]],
    [
      'a key that is no string',
      [
        [0xd1, 1, 1],
        [0x10, 5],
      ],
      ['non-string-key @11'],
      { dict: [] },
    ],
    ['half a surrogate pair', [[0x61, 0xd8, 0x3d]], ['invalid-text @8'], '\ufffd'],
    ['other bytes in an ASCII string', [[0x51, 0xff]], ['invalid-text @8'], '\ufffd'],
    [
      'a date beyond the year 9999',
      [[0x33, ...float64(1e15)]],
      ['invalid-date @8'],
      { templated: 'date: 1000000000000000' },
    ],
    ['a date that is no number', [[0x33, ...float64(NaN)]], ['invalid-date @8'], { templated: 'date: NaN' }],
    [
      'a string longer than the file',
      [[0xa2, 1, 2], [0x09], [0x5f, 0x10, 200, 65]],
      ['invalid-length @12 [1]'],
      [true],
    ],
    [
      'a length that is no integer',
      [[0xa2, 1, 2], [0x09], [0x5f, 0x50, 65]],
      ['invalid-length @12 [1]'],
      [true],
    ],
  ] as [string, number[][], string[], unknown][])('reads %s', (_name, objects, said, shape) => {
    expect(readBack(bplist(objects))).toEqual({ status: 'partial', said, shape });
  });
});

describe('binary property lists that are refused', () => {
  it.each([
    ['only a header', utf8('bplist00'), 'truncated @8'],
    ['another version', utf8('bplist16'.padEnd(60, '\0')), 'unsupported-encoding @0'],
    [
      'a file cut off',
      bplist([[0xa1, 1], asciiObject('cut off here')]).subarray(0, -9),
      'invalid-trailer @18',
    ],
    ['no objects', bplist([[0x09]], { count: 0 }), 'invalid-trailer @11'],
    ['a root that is not there', bplist([[0x09]], { top: 1 }), 'invalid-trailer @11'],
    ['offsets of no size', bplist([[0x09]], { offsetSize: 0 }), 'invalid-trailer @11'],
    ['references of nine bytes', bplist([[0x09]], { referenceSize: 9 }), 'invalid-trailer @11'],
    ['a root outside the objects', bplist([[0x09]], { offsets: [60_000] }), 'invalid-offset @9'],
    ['a root inside the header', bplist([[0x09]], { offsets: [3] }), 'invalid-offset @9'],
  ] as [string, Uint8Array, string][])('refuses %s', (_name, bytes, said) => {
    expect(readBack(bytes)).toEqual({ status: 'rejected', said: [said], shape: undefined });
  });
});
