import { decodeJson } from '../decode.js';
import { saidOf, shapeOf, utf16, utf8 } from '../testing.js';

function readBack(bytes: Uint8Array): { status: string; said: string[]; shape: unknown } {
  const result = decodeJson(bytes);
  return {
    status: result.status,
    said: saidOf(result),
    shape: result.value === undefined ? undefined : shapeOf(result.value),
  };
}

describe('JSON', () => {
  it.each([
    [
      'an object',
      '{"a": 1, "b": {"c": null}}',
      {
        dict: [
          ['a', { integer: '1' }],
          ['b', { dict: [['c', null]] }],
        ],
      },
    ],
    ['an array', ' [true, false, [] , {}] ', [true, false, [], { dict: [] }]],
    ['a bare string', '"a"', 'a'],
    [
      'integers and reals',
      '[0, -0, 12, 1.0, 1e2, -1.5E-1]',
      [{ integer: '0' }, { integer: '0' }, { integer: '12' }, { real: 1 }, { real: 100 }, { real: -0.15 }],
    ],
    ['an integer of 20 digits', '12345678901234567890', { integer: '12345678901234567890' }],
    ['escapes', String.raw`"\"\\\/\b\f\n\r\té😀\u0000"`, '"\\/\b\f\n\r\té😀\0'],
    [
      'the key __proto__ as data',
      '{"__proto__": {"x": 1}}',
      { dict: [['__proto__', { dict: [['x', { integer: '1' }]] }]] },
    ],
  ])('reads %s', (_name, text, shape) => {
    expect(readBack(utf8(text))).toEqual({ status: 'ok', said: [], shape });
  });

  it.each([
    ['UTF-8 with a mark', utf8('\ufeff{"é": "€"}')],
    ['UTF-16 little-endian', utf16('{"é": "€"}', 'le')],
    ['UTF-16 big-endian without a mark', utf16('{"é": "€"}', 'be', false)],
  ])('reads %s', (_name, bytes) => {
    expect(readBack(bytes)).toEqual({ status: 'ok', said: [], shape: { dict: [['é', '€']] } });
  });

  it('gives byte range, line and column of keys and values', () => {
    const { value } = decodeJson(utf8('{\n  "é": "€", "b":\n  [1 ]\n}'));
    expect(value).toMatchObject({
      at: { offset: 0, end: 30, line: 1, column: 1 },
      entries: [
        {
          keyAt: { offset: 4, end: 8, line: 2, column: 3 },
          value: { at: { offset: 10, end: 15, line: 2, column: 8 } },
        },
        {
          keyAt: { offset: 17, end: 20, line: 2, column: 13 },
          value: { at: { line: 3, column: 3 }, items: [{ at: { offset: 25, end: 26, line: 3, column: 4 } }] },
        },
      ],
    });
  });

  it('lets the last of two equal keys count', () => {
    expect(readBack(utf8('{"a": 1,\n "a": 2}'))).toEqual({
      status: 'ok',
      said: ['duplicate-key 1:2 a'],
      shape: { dict: [['a', { integer: '2' }]] },
    });
  });
});

describe('JSON with faults', () => {
  it.each([
    [
      'a file cut off',
      '{"a": [1, 2',
      'truncated 1:12 a[1]',
      { dict: [['a', [{ integer: '1' }, { integer: '2' }]]] },
    ],
    [
      'a file cut off in a string',
      '{"a": 1, "b": "x',
      'truncated 1:17 b',
      { dict: [['a', { integer: '1' }]] },
    ],
    ['a comma before the bracket', '[1,]', 'syntax-error 1:4 [0]', [{ integer: '1' }]],
    ['a missing comma', '{"a": 1\n "b": 2}', 'syntax-error 2:2 a', { dict: [['a', { integer: '1' }]] }],
    ['a missing colon', '{"a": 1, "b" 2}', 'syntax-error 1:14 b', { dict: [['a', { integer: '1' }]] }],
    ['a key without quotes', '{"a": 1, b: 2}', 'syntax-error 1:10 a', { dict: [['a', { integer: '1' }]] }],
    ['a word that is none of JSON', '[1, NaN]', 'syntax-error 1:5 [1]', [{ integer: '1' }]],
    ['a number with a leading zero', '[01]', 'syntax-error 1:2 [0]', []],
    [
      'a placeholder without quotes',
      '[$LEVEL, 2]',
      'templated-value 1:2 [0]',
      [{ templated: 'value: $LEVEL' }, { integer: '2' }],
    ],
    [
      'a placeholder in braces',
      '[{{ level }}, 2]',
      'templated-value 1:2 [0]',
      [{ templated: 'value: {{ level }}' }, { integer: '2' }],
    ],
    ['a tab in a string', '"a\tb"', 'control-character 1:3', 'a\tb'],
    ['half a surrogate pair', String.raw`"\ud83d"`, 'invalid-escape 1:2', '\ufffd'],
    ['an unknown escape', String.raw`"\x41"`, 'invalid-escape 1:2', '\ufffd41'],
    ['something after the document', '{} x', 'trailing-content 1:4', { dict: [] }],
    ['one document per line', '{}\n{}', 'second-document 2:1', { dict: [] }],
  ])('reads %s', (_name, text, said, shape) => {
    expect(readBack(utf8(text))).toEqual({ status: 'partial', said: [said], shape });
  });

  it.each([
    ['nothing', '', 'truncated 1:1'],
    ['words', 'hello', 'syntax-error 1:1'],
  ])('refuses %s', (_name, text, said) => {
    expect(readBack(utf8(text))).toEqual({ status: 'rejected', said: [said], shape: undefined });
  });

  it('replaces bytes that are no UTF-8', () => {
    expect(readBack(Uint8Array.of(0x22, 0x41, 0xff, 0x22))).toEqual({
      status: 'partial',
      said: ['invalid-text 1:2'],
      shape: 'A\ufffd',
    });
  });
});
