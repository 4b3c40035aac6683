import type { Value } from '@ringcheck/model';
import { decodePlist } from '../decode.js';
import { shapeOf, xml } from '../testing.js';
import { UnwritableError } from './unwritable.js';
import { writePlist } from './write.js';

const at = { offset: 0 };
const dict = (...entries: [string, Value][]): Value => ({
  type: 'dict',
  at,
  entries: entries.map(([key, value]) => ({ key, value, keyAt: at })),
});
const text = (value: string): Value => ({ type: 'string', value, at });
const integer = (value: number, exact?: string): Value =>
  exact === undefined ? { type: 'integer', value, at } : { type: 'integer', value, exact, at };
const real = (value: number): Value => ({ type: 'real', value, at });

const everything = dict(
  ['string', text('a <b> & "c" é😀\r\n')],
  ['empty', text('')],
  ['yes', { type: 'boolean', value: true, at }],
  ['no', { type: 'boolean', value: false, at }],
  ['small', integer(-7)],
  ['beyond 32 bits', integer(5_000_000_000)],
  ['beyond 53 bits', integer(Number('9223372036854775807'), '9223372036854775807')],
  ['whole real', real(5)],
  ['real', real(-0.1)],
  ['infinity', real(-Infinity)],
  ['date', { type: 'date', value: '2026-01-31T10:00:00Z', at }],
  ['data', { type: 'data', value: 'AQIDBA==', at }],
  ['eight bytes', { type: 'data', value: 'AAAAAAAAAAA=', at }],
  ['__proto__', dict(['a.b', { type: 'array', items: [integer(1), real(1), text('x')], at }])],
);

describe('written property lists', () => {
  it.each(['xml', 'binary'] as const)('are read back with every type kept (%s)', (encoding) => {
    const result = decodePlist(writePlist(everything, encoding));
    expect(result).toMatchObject({ status: 'ok', encoding });
    expect(result.value && shapeOf(result.value)).toEqual(shapeOf(everything));
  });

  it('keep placeholders and large integers in XML', () => {
    const { value } = decodePlist(
      xml('<array><integer>$LEVEL</integer><integer>123456789012345678901234567890</integer></array>'),
    );
    const written = value && new TextDecoder().decode(writePlist(value, 'xml'));
    expect(written).toContain('<integer>$LEVEL</integer>');
    expect(written).toContain('<integer>123456789012345678901234567890</integer>');
  });

  it('keep text that looks like the writer’s own marks', () => {
    const value: Value = {
      type: 'array',
      items: [text('\ue0000\ue000'), real(2), text('\ue000\ue0000\ue000\ue000')],
      at,
    };
    const result = decodePlist(writePlist(value, 'xml'));
    expect(result.value && shapeOf(result.value)).toEqual(shapeOf(value));
  });

  it('write UIDs as Apple does', () => {
    const uid: Value = { type: 'uid', value: 9, at };
    expect(shapeOf(decodePlist(writePlist(uid, 'binary')).value ?? text(''))).toEqual({ uid: 9 });
    expect(new TextDecoder().decode(writePlist(uid, 'xml'))).toContain('<key>CF$UID</key>');
  });

  it.each([
    ['null', { type: 'null', at }, 'xml'],
    ['a secret', { type: 'secret', at }, 'xml'],
    ['a secret', { type: 'secret', at }, 'binary'],
    ['a control character', text('\x01'), 'xml'],
    ['half a surrogate pair', text('\ud83d'), 'xml'],
    ['a placeholder', { type: 'templated', wanted: 'integer', value: '$X', at }, 'binary'],
    ['an integer of 65 bits', integer(2 ** 64, '18446744073709551616'), 'binary'],
    ['a dictionary npm plist takes for a UID', dict(['UID', integer(1)]), 'binary'],
  ] as [string, Value, 'xml' | 'binary'][])('refuse %s', (_name, value, encoding) => {
    expect(() => writePlist(value, encoding)).toThrow(UnwritableError);
  });
});
