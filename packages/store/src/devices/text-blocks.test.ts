import { TextBlocks } from './text-blocks.js';

const fleet = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ id: i * 2 + 1, value: `device ${i}\nserial:xb${i}` }));

/** What the database would say to LIKE '%wanted%'. */
const plainly = (rows: readonly { id: number; value: string | undefined }[], wanted: string) =>
  rows.flatMap(({ id, value }) => (value?.includes(wanted) === true ? [id] : []));

const found = (texts: TextBlocks, wanted: string) => texts.find(wanted, Infinity)?.toSorted((a, b) => a - b);

describe('texts of devices', () => {
  it.each(['xb7', 'device 12\n', '99', 'device', 'nowhere', '2\nserial:xb2', 'l:x'])(
    'are found by %j wherever it stands, each device once',
    (wanted) => {
      const rows = fleet(3_000);
      const texts = new TextBlocks();
      texts.put(rows);
      expect(found(texts, wanted)).toEqual(plainly(rows, wanted));
      expect(texts.devices).toBe(3_000);
    },
  );

  it('are found by characters of any length, and not by halves of them', () => {
    const texts = new TextBlocks();
    texts.put([
      { id: 1, value: 'bärbels ipad' },
      { id: 2, value: '会议室\n😀' },
      { id: 3, value: 'x_100%\\y' },
    ]);
    expect(texts.find('ä', 9)).toEqual([1]);
    expect(texts.find('议', 9)).toEqual([2]);
    expect(texts.find('😀', 9)).toEqual([2]);
    expect(texts.find('\ud83d', 9)).toEqual([]);
    expect(texts.find('%\\y', 9)).toEqual([3]);
    expect(texts.find('_', 9)).toEqual([3]);
  });

  it('are not found across the end of one device and the start of the next', () => {
    const texts = new TextBlocks();
    texts.put([
      { id: 1, value: 'ab' },
      { id: 2, value: 'cd' },
    ]);
    expect(texts.find('bc', 9)).toEqual([]);
    expect(texts.find('cd', 9)).toEqual([2]);
  });

  it('follow devices that are renamed, gone, back and new, at either end and in the middle', () => {
    const texts = new TextBlocks();
    const rows = new Map<number, string | undefined>(fleet(3_000).map(({ id, value }) => [id, value]));
    texts.put(fleet(3_000));
    const rounds = [
      [1, 'first'],
      [2, 'between'],
      [2_049, undefined],
      [4_001, 'renamed'],
      [5_999, undefined],
      [9_000, 'last'],
    ] as const;
    for (const [id, text] of [...rounds, [2_049, 'back'] as const]) {
      texts.put([{ id, value: text }]);
      rows.set(id, text);
      const all = [...rows].sort(([a], [b]) => a - b).map(([key, value]) => ({ id: key, value }));
      for (const wanted of ['first', 'between', 'device 1024', 'renamed', 'last', 'back', 'e'])
        expect(found(texts, wanted)).toEqual(plainly(all, wanted));
    }
    texts.put([...rows.keys()].sort((a, b) => a - b).map((id) => ({ id, value: undefined })));
    expect([texts.find('e', 9), texts.devices]).toEqual([[], 0]);
    texts.put([{ id: 7, value: 'the only one' }]);
    expect(texts.find('only', 9)).toEqual([7]);
  });

  it('are not told one by one where there are too many', () => {
    const texts = new TextBlocks();
    texts.put(fleet(5_000));
    expect(texts.find('device', 10)).toBeUndefined();
    expect(texts.find('device', 4_999)).toBeUndefined();
    expect(texts.find('device', 5_000)).toHaveLength(5_000);
  });

  it('are told one by one where the few there may be stand next to each other', () => {
    const texts = new TextBlocks();
    texts.put(fleet(20_000));
    expect(texts.find('xb1999', 1_000)).toHaveLength(11);
    expect(texts.find('device 19', 1_111)).toHaveLength(1_111);
    expect(texts.find('device 19', 1_110)).toBeUndefined();
  });
});
