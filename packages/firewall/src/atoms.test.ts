import fc from 'fast-check';
import { Atoms } from './atoms.js';
import { contains, pairsOf, type Ranges, rangesOf } from './ranges.js';

const family: readonly [number, number] = [0, 40];
const anySet: fc.Arbitrary<Ranges> = fc
  .array(fc.tuple(fc.nat(39), fc.integer({ min: 1, max: 6 })), { maxLength: 6 })
  .map((pairs) => rangesOf(pairs.map(([from, length]) => [from, Math.min(40, from + length)] as const)));

function members(ranges: Ranges): number[] {
  return pairsOf(ranges).flatMap(([from, end]) => Array.from({ length: end - from }, (_, at) => from + at));
}

describe('atoms', () => {
  it('make one of a group of many networks that nothing names one by one', () => {
    const group: Ranges = [1, 2, 5, 6, 9, 10, 20, 30];
    const atoms = new Atoms([group], family);
    expect([atoms.count, atoms.ofPolicy(group)]).toEqual([2, [1, 2]]);
    expect(atoms.addresses([1, 2])).toEqual(group);
    expect(atoms.addresses([0, 1])).toEqual([0, 1, 2, 5, 6, 9, 10, 20, 30, 40]);
  });

  it('keep apart what some set tells apart', () => {
    const atoms = new Atoms(
      [
        [1, 2, 5, 6, 9, 10],
        [5, 6],
      ],
      family,
    );
    expect([atoms.of(1) === atoms.of(9), atoms.of(1) === atoms.of(5)]).toEqual([true, false]);
  });

  it('take every atom that has an address of a set asked about, whole', () => {
    const atoms = new Atoms([[1, 2, 5, 6, 9, 10]], family);
    expect(atoms.addresses(atoms.touching([9, 10]))).toEqual([1, 2, 5, 6, 9, 10]);
  });

  it('give back the sets of any policy, and tell two addresses apart only where a set does', () => {
    fc.assert(
      fc.property(fc.array(anySet, { maxLength: 8 }), anySet, (sets, asked) => {
        const atoms = new Atoms(sets, family);
        const signs = new Map<number, string>();
        for (let address = 0; address < 40; address += 1) {
          const sign = sets.map((set) => contains(set, address)).join();
          expect(signs.get(atoms.of(address)) ?? sign).toBe(sign);
          signs.set(atoms.of(address), sign);
        }
        for (const set of sets) expect(atoms.addresses(atoms.ofPolicy(set))).toEqual(set);
        const inside = new Set(members(asked).map((address) => atoms.of(address)));
        expect(new Set(members(atoms.touching(asked)))).toEqual(inside);
      }),
      { numRuns: 300 },
    );
  });

  it('leave pieces apart where sets overlap like scales, rather than take forever', () => {
    const scales = Array.from({ length: 2000 }, (_, at): Ranges => [at, at + 1000, at + 4000, at + 5000]);
    const atoms = new Atoms(scales, [0, 10_000]);
    expect(atoms.addresses(atoms.ofPolicy(scales[7] ?? []))).toEqual([7, 1007, 4007, 5007]);
  });
});
