import fc from 'fast-check';
import { contains, covers, intersect, overlaps, pairsOf, rangesOf, subtract, unite } from './ranges.js';

const limit = 12;
const anyPairs = fc.array(fc.tuple(fc.nat(limit), fc.nat(limit)), { maxLength: 6 });
const members = (ranges: readonly number[]): number[] =>
  Array.from({ length: limit + 1 }, (_, value) => value).filter((value) =>
    pairsOf(ranges).some(([from, end]) => from <= value && value < end),
  );

describe('ranges', () => {
  it('joins pairs that overlap or touch and drops empty ones', () => {
    expect(
      rangesOf([
        [5, 8],
        [1, 3],
        [3, 4],
        [7, 9],
        [2, 2],
      ]),
    ).toEqual([1, 4, 5, 9]);
  });

  it('agrees with sets of single values in every operation', () => {
    fc.assert(
      fc.property(anyPairs, anyPairs, fc.nat(limit), (left, right, value) => {
        const [a, b] = [rangesOf(left), rangesOf(right)];
        const [as, bs] = [members(a), members(b)];
        expect(members(unite(a, b))).toEqual(members(rangesOf([...left, ...right])));
        expect(members(intersect(a, b))).toEqual(as.filter((one) => bs.includes(one)));
        expect(members(subtract(a, b))).toEqual(as.filter((one) => !bs.includes(one)));
        expect(overlaps(a, b)).toBe(as.some((one) => bs.includes(one)));
        expect(covers(a, b)).toBe(bs.every((one) => as.includes(one)));
        expect(contains(a, value)).toBe(as.includes(value));
      }),
      { numRuns: 2000 },
    );
  });

  it('agrees with them where one set is far larger than the other', () => {
    const short = fc
      .tuple(fc.nat(600), fc.nat(4))
      .map(([from, size]): [number, number] => [from, from + size]);
    const many = fc.array(short, { minLength: 60, maxLength: 120, size: 'max' });
    const within = (ranges: readonly number[]): readonly number[] =>
      pairsOf(ranges).flatMap(([from, end]) => Array.from({ length: end - from }, (_, at) => from + at));
    fc.assert(
      fc.property(many, fc.array(short, { maxLength: 3 }), (left, right) => {
        const [large, small] = [rangesOf(left), rangesOf(right)];
        for (const [a, b] of [
          [large, small],
          [small, large],
        ] as const) {
          const [as, bs] = [within(a), new Set(within(b))];
          expect(within(intersect(a, b))).toEqual(as.filter((one) => bs.has(one)));
          expect(within(subtract(a, b))).toEqual(as.filter((one) => !bs.has(one)));
          expect(overlaps(a, b)).toBe(as.some((one) => bs.has(one)));
          expect(covers(b, a)).toBe(as.every((one) => bs.has(one)));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keeps results canonical: sorted, disjoint, never touching', () => {
    fc.assert(
      fc.property(anyPairs, anyPairs, (left, right) => {
        for (const result of [
          unite(rangesOf(left), rangesOf(right)),
          subtract(rangesOf(left), rangesOf(right)),
        ]) {
          for (let index = 1; index < result.length; index += 1) {
            expect(result[index] ?? 0).toBeGreaterThan(result[index - 1] ?? 0);
          }
        }
      }),
    );
  });
});
