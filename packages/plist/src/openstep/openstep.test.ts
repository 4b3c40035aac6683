import { decodePlist } from '../decode.js';
import { saidOf, shapeOf, utf16, utf8 } from '../testing.js';

function readBack(bytes: Uint8Array): { status: string; said: string[]; shape: unknown } {
  const result = decodePlist(bytes, { encoding: 'openstep' });
  return {
    status: result.status,
    said: saidOf(result),
    shape: result.value === undefined ? undefined : shapeOf(result.value),
  };
}

const dict = (...entries: unknown[][]): unknown => ({ dict: entries });

describe('OpenStep property lists', () => {
  it.each([
    [
      'what system_profiler prints',
      '{\n    allowCamera = 0;\n    "allow FaceTime" = 1;\n}',
      dict(['allowCamera', '0'], ['allow FaceTime', '1']),
    ],
    ['arrays', '(a, "b c", (), {},)', ['a', 'b c', [], dict()]],
    ['single quotes', "{ 'a b' = 'c\\'d'; }", dict(['a b', "c'd"])],
    [
      'escapes',
      String.raw`("\n\t\\\"", "\U00e9", "\341\101", "\
")`,
      ['\n\t\\"', 'é', 'ÆA', '\n'],
    ],
    ['data', '<0aFF 10>', { data: 'Cv8Q' }],
    ['comments', '// one\n{ /* two */ a = b; // three\n}', dict(['a', 'b'])],
    ['words with signs', '{ a.b-c = /usr/bin:$HOME_1; }', dict(['a.b-c', '/usr/bin:$HOME_1'])],
    [
      'typed values of GNUstep',
      '(<*I-5>, <*I"6">, <*R1.5>, <*BY>, <*BN>, <*D2026-01-31 10:00:00 +0200>)',
      [{ integer: '-5' }, { integer: '6' }, { real: 1.5 }, true, false, { date: '2026-01-31T08:00:00Z' }],
    ],
    ['base64 of GNUstep', '<[AQID]>', { data: 'AQID' }],
    ['data as macOS describes it', '{ a = {length = 3, bytes = 0x010203}; }', dict(['a', { data: 'AQID' }])],
    [
      'a dictionary that begins like described data',
      '{ a = {length = 3; }; }',
      dict(['a', dict(['length', '3'])]),
    ],
    ['a root without braces', 'a = b;\n"c" = "d";\n', dict(['a', 'b'], ['c', 'd'])],
    ['a key without a value', '{ a; }', dict(['a', 'a'])],
    ['the key __proto__ as data', '{ __proto__ = 1; }', dict(['__proto__', '1'])],
  ] as [string, string, unknown][])('reads %s', (_name, text, shape) => {
    expect(readBack(utf8(text))).toEqual({ status: 'ok', said: [], shape });
  });

  it('gives positions in a root without braces whose first key spans lines', () => {
    const { value } = decodePlist(utf8('"a\nb" = c;\n  d = e;'), { encoding: 'openstep' });
    expect(value).toMatchObject({
      at: { offset: 0, end: 19, line: 1, column: 1 },
      entries: [
        { key: 'a\nb', keyAt: { line: 1, column: 1 }, value: { at: { line: 2, column: 6 } } },
        { key: 'd', keyAt: { line: 3, column: 3 } },
      ],
    });
  });

  it('reads UTF-16', () => {
    expect(readBack(utf16('{ "é" = "€"; }', 'le')).shape).toEqual(dict(['é', '€']));
  });

  it('gives byte range, line and column of keys and values', () => {
    const { value } = decodePlist(utf8('{\n  "é" = (b,\n <01>);\n}'));
    expect(value).toMatchObject({
      at: { offset: 0, end: 24, line: 1, column: 1 },
      entries: [
        {
          keyAt: { offset: 4, end: 8, line: 2, column: 3 },
          value: {
            at: { offset: 11, end: 21, line: 2, column: 9 },
            items: [
              { at: { offset: 12, end: 13, line: 2, column: 10 } },
              { at: { offset: 16, end: 20, line: 3, column: 2 } },
            ],
          },
        },
      ],
    });
  });
});

describe('OpenStep property lists with faults', () => {
  it.each([
    ['a file cut off', '{ a = b; c = (d, e', 'truncated 1:19 c[1]', dict(['a', 'b'], ['c', ['d', 'e']])],
    ['a file cut off in a string', '{ a = b; c = "d', 'truncated 1:16 c', dict(['a', 'b'])],
    ['a missing semicolon', '{ a = b }', 'syntax-error 1:9 a', dict(['a', 'b'])],
    ['a missing equals sign', '{ a = b; c d; }', 'syntax-error 1:12 c', dict(['a', 'b'])],
    ['a missing comma', '(a b)', 'syntax-error 1:4 [0]', ['a']],
    ['a missing value', '{ a = b; c = ; }', 'syntax-error 1:14 c', dict(['a', 'b'])],
    ['half a byte of data', '(<012>)', 'invalid-data 1:2 [0]', [{ templated: 'data: 012' }]],
    [
      'data macOS shortened',
      '({length = 64, bytes = 0x0102 ... 0304})',
      'invalid-data 1:2 [0]',
      [{ templated: 'data: {length = 64, bytes = 0x0102 ... 0304}' }],
    ],
    [
      'a placeholder in a typed value',
      '(<*I$LEVEL>)',
      'templated-value 1:2 [0]',
      [{ templated: 'integer: $LEVEL' }],
    ],
    ['a word that needs quotes', '{ a = b@c; }', 'syntax-error 1:7 a', dict(['a', 'b@c'])],
    ['half a surrogate pair', String.raw`("\Ud83d")`, 'invalid-escape 1:2 [0]', ['\ufffd']],
    ['something after the list', '{ } }', 'trailing-content 1:5', dict()],
  ] as [string, string, string, unknown][])('reads %s', (_name, text, said, shape) => {
    expect(readBack(utf8(text))).toEqual({ status: 'partial', said: [said], shape });
  });

  it('lets the last of two equal keys count', () => {
    expect(readBack(utf8('{ a = 1; a = 2; }'))).toEqual({
      status: 'ok',
      said: ['duplicate-key 1:3 a'],
      shape: dict(['a', '2']),
    });
  });
});
