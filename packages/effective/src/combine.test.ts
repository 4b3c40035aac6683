import type { Value } from '@ringcheck/model';
import { toJson } from '@ringcheck/model';
import { valueOf, type Plain } from '@ringcheck/testkit';
import { combineValues, sameValue } from './combine.js';

const of = (plain: Plain): { value: Value } => ({ value: valueOf(plain) });

describe('combineValues', () => {
  it.each<[Parameters<typeof combineValues>[0], Plain[], Plain, number[]]>([
    ['and', [true, false, false], false, [1, 2]],
    ['and', [true, true], true, [0, 1]],
    ['or', [false, true], true, [1]],
    ['or', [false, false], false, [0, 1]],
    ['min', [600, 200, 200], 200, [1, 2]],
    ['max', [30, 90], 90, [1]],
    ['union', [['a'], ['A', 'b'], []], ['a', 'b'], [0, 1, 2]],
    [
      'intersection',
      [
        ['a', 'b', 'a'],
        ['B', 'c'],
      ],
      ['b'],
      [0, 1],
    ],
    ['intersection', [['a', 'a']], ['a', 'a'], [0]],
    ['last', ['x', 'y'], 'y', [1]],
    ['and', [false], false, [0]],
    ['or', [false], false, [0]],
    ['min', [200], 200, [0]],
    ['last', ['x'], 'x', [0]],
  ])('by %s makes of %j %j, decided by %j', (combine, values, value, winners) => {
    const combined = combineValues(combine, values.map(of));
    expect([combined && toJson(combined.value), combined?.winners]).toEqual([value, winners]);
  });

  it('makes nothing of keys that act alone, and nothing of nothing', () => {
    expect(combineValues('each', [of(true)])).toBeUndefined();
    expect(combineValues('single', [of(true)])).toBeUndefined();
    expect(combineValues('and', [])).toBeUndefined();
    expect(combineValues('union', [])).toBeUndefined();
    expect(combineValues('last', [])).toBeUndefined();
  });
});

describe('sameValue', () => {
  it.each<[Plain, Plain, boolean]>([
    [['a', 'B'], ['b', 'A'], true],
    [['a'], ['a', 'b'], false],
    [['a', 'b'], ['a', 'c'], false],
    [true, true, true],
    [true, 'true', false],
    [1, 1, true],
    [{ a: 1 }, { a: 1 }, true],
  ])('of %j and %j is %s', (a, b, expected) => {
    expect(sameValue(valueOf(a), valueOf(b))).toBe(expected);
  });

  it('is true of two that are not there', () => {
    expect(sameValue(undefined, undefined)).toBe(true);
    expect(sameValue(valueOf(true), undefined)).toBe(false);
  });
});
