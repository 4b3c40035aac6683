import { emptyTables, findingOf, resultOf } from '../samples.js';
import { startTestStore } from '../testing.js';
import type { DeviceResult } from '../types.js';
import type { Change } from './types.js';

describe('the history of scans', () => {
  let store: Awaited<ReturnType<typeof startTestStore>>;
  let day = 0;
  beforeAll(async () => {
    store = await startTestStore();
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    await emptyTables(store.pool);
    day = 0;
  });

  async function scan(...devices: readonly DeviceResult[]): Promise<number> {
    const { id } = await store.scans.request({
      scope: {},
      trigger: 'manual',
      requestedAt: '2026-11-01T00:00:00.000Z',
    });
    const now = `2026-11-${String(++day).padStart(2, '0')}T02:00:00.000Z`;
    await store.scanRuns.begin(id, { now, rulePack: 'r1' });
    await store.scanRuns.addChunks(id, [null]);
    await store.scanRuns.saveChunkResult(id, 0, { devices });
    await store.scanRuns.close(id);
    return (await store.scans.get(id))?.seq ?? -1;
  }
  const blocked = (id: string, ...findings: ReturnType<typeof findingOf>[]) =>
    resultOf(id, { verdict: 'blocked', findings });
  const clear = (id: string) => resultOf(id, { verdict: 'clear', findings: [] });
  const all = async (from: number, to: number): Promise<readonly Change[]> => {
    const found: Change[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.history.diff({
        from,
        to,
        limit: 2,
        ...(cursor === undefined ? {} : { cursor }),
      });
      found.push(...page.items);
      cursor = page.next;
    } while (cursor !== undefined);
    return found;
  };
  const short = (changes: readonly Change[]) =>
    changes.map(({ kind, publicId, finding, verdict }) => [
      kind,
      publicId,
      finding?.ruleId ?? `${verdict?.before ?? '-'} to ${verdict?.after ?? '-'}`,
    ]);

  it('names what is new, fixed and changed, and devices that appeared or have another verdict', async () => {
    const first = await scan(
      blocked('serial:A', findingOf('one'), findingOf('two')),
      blocked('serial:B', findingOf('one')),
      clear('serial:C'),
    );
    const second = await scan(
      blocked('serial:A', findingOf('one', { outcome: 'limited' }), findingOf('three')),
      clear('serial:B'),
      clear('serial:C'),
      blocked('serial:D', findingOf('one')),
    );
    const changes = await all(first, second);
    expect(short(changes)).toEqual([
      ['new', 'serial:A', 'three'],
      ['new', 'serial:D', 'one'],
      ['fixed', 'serial:A', 'two'],
      ['fixed', 'serial:B', 'one'],
      ['changed', 'serial:A', 'one'],
      ['appeared', 'serial:D', '- to blocked'],
      ['verdict', 'serial:B', 'blocked to clear'],
    ]);
    expect(changes[4]?.finding).toMatchObject({ before: 'blocked', outcome: 'limited' });
    expect(await store.history.countDiff(first, second)).toEqual({
      new: 2,
      fixed: 2,
      changed: 1,
      appeared: 1,
      vanished: 0,
      verdict: 1,
    });
  });

  it('says nothing between scans that found the same, nor of what came and went between', async () => {
    const devices = [blocked('serial:A', findingOf('one')), clear('serial:B')] as const;
    const first = await scan(...devices);
    await scan(blocked('serial:A', findingOf('one'), findingOf('passing')), clear('serial:B'));
    const third = await scan(...devices);
    expect(await all(first, third)).toEqual([]);
    expect(short(await all(first, first + 1))).toEqual([['new', 'serial:A', 'passing']]);
  });

  it('gives one kind alone when asked', async () => {
    const first = await scan(clear('serial:A'));
    const second = await scan(blocked('serial:A', findingOf('one')));
    const { items } = await store.history.diff({ from: first, to: second, kind: 'verdict', limit: 10 });
    expect(short(items)).toEqual([['verdict', 'serial:A', 'clear to blocked']]);
  });

  it('draws the line of a count over scans, oldest first', async () => {
    await scan(blocked('serial:A', findingOf('one')), clear('serial:B'));
    await scan(clear('serial:A'), clear('serial:B'));
    const trend = await store.history.trend({ dimension: 'verdict', limit: 10 });
    expect(trend.map(({ at, counts }) => [at, counts])).toEqual([
      [
        '2026-11-01T02:00:00.000Z',
        [
          { key: 'blocked', devices: 1, findings: 1 },
          { key: 'clear', devices: 1, findings: 0 },
        ],
      ],
      ['2026-11-02T02:00:00.000Z', [{ key: 'clear', devices: 2, findings: 0 }]],
    ]);
    const ofRule = await store.history.trend({ dimension: 'rule', key: 'one', limit: 10 });
    expect(ofRule.map(({ counts }) => counts[0]?.devices ?? 0)).toEqual([1, 0]);
    expect(await store.history.trend({ dimension: 'verdict', limit: 1 })).toHaveLength(1);
    expect(
      await store.history.trend({ dimension: 'verdict', since: '2026-11-02T00:00:00Z', limit: 10 }),
    ).toHaveLength(1);
  });

  it('forgets what ended long ago in batches, and nothing that is still true', async () => {
    await scan(
      blocked('serial:A', findingOf('one'), findingOf('two')),
      blocked('serial:B', findingOf('old')),
    );
    await scan(blocked('serial:A', findingOf('two')), blocked('serial:B', findingOf('old')));
    await scan(blocked('serial:A', findingOf('three')), blocked('serial:B', findingOf('old')));
    const cut = '2026-11-03T00:00:00.000Z';
    expect(await store.history.forget(cut, 1)).toMatchObject({ findings: 1 });
    expect((await store.history.forget(cut, 1)).findings).toBe(0);
    const open = (await store.findings.page({ limit: 10 })).items;
    expect(open.map(({ ruleId }) => ruleId).sort()).toEqual(['old', 'three']);
    expect(open.find(({ ruleId }) => ruleId === 'old')?.failingSince).toBe('2026-11-01T02:00:00.000Z');
    const asOf = (await store.findings.page({ limit: 10, asOf: '2026-11-02T12:00:00.000Z' })).items;
    expect(asOf.map(({ ruleId }) => ruleId).sort()).toEqual(['old', 'two']);
  });
});
