import { VerdictRanks, type Wanted } from './verdict-ranks.js';

function ranksOf(...values: readonly (number | undefined)[]): VerdictRanks {
  const ranks = new VerdictRanks();
  ranks.put(values.map((value, i) => ({ id: i + 1, value })));
  return ranks;
}

const idsOf = (ranks: VerdictRanks, ids: readonly number[], wanted: Wanted) =>
  ranks.first(ids, wanted)?.map(({ id }) => id);

describe('the first devices of a set', () => {
  const ranks = ranksOf(4, 0, 2, undefined, 0, 2);

  it('are the worst ones, those known longest before others of their verdict', () => {
    expect(idsOf(ranks, [1, 2, 3, 5, 6], { most: 9 })).toEqual([2, 5, 3, 6, 1]);
    expect(idsOf(ranks, [1, 3, 6], { most: 2 })).toEqual([3, 6]);
  });

  it('are none that is not listed or not known', () => {
    expect(idsOf(ranks, [4, 7, 2 ** 40], { most: 9 })).toEqual([]);
    expect(idsOf(new VerdictRanks(), [1], { most: 9 })).toEqual([]);
  });

  it('come behind the last one of the page before', () => {
    expect(idsOf(ranks, [1, 2, 3, 5, 6], { most: 2, after: { rank: 0, id: 5 } })).toEqual([3, 6]);
    expect(idsOf(ranks, [1, 2, 3, 5, 6], { most: 9, after: { rank: 2, id: 4 } })).toEqual([6, 1]);
    expect(idsOf(ranks, [1, 2, 3, 5, 6], { most: 9, after: { rank: 4, id: 1 } })).toEqual([]);
  });

  it('are those of one verdict where one is asked for', () => {
    expect(idsOf(ranks, [1, 2, 3, 5, 6], { most: 9, only: 2 })).toEqual([3, 6]);
    expect(idsOf(ranks, [1, 2, 3, 5, 6], { most: 9, only: 2, after: { rank: 2, id: 3 } })).toEqual([6]);
    expect(idsOf(ranks, [1, 2, 3, 5, 6], { most: 9, only: 1 })).toEqual([]);
  });

  it('follow what is put in later', () => {
    const changing = ranksOf(1, 1);
    changing.put([
      { id: 1, value: undefined },
      { id: 2, value: 3 },
      { id: 900, value: 0 },
    ]);
    expect(idsOf(changing, [1, 2, 900], { most: 9 })).toEqual([900, 2]);
  });

  it('are not told where a row has so large a number that a byte for each would fill the memory', () => {
    const ranks = ranksOf(1);
    ranks.put([{ id: 2 ** 50, value: 0 }]);
    expect(idsOf(ranks, [1], { most: 9 })).toBeUndefined();
    ranks.put([{ id: 2, value: 0 }]);
    expect(idsOf(ranks, [1], { most: 9 })).toBeUndefined();
  });
});
