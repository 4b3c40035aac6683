import { parseBlobKey } from '../blobs/blob-key.js';
import type { DeviceFilter, DeviceSort } from '../list-types.js';
import { endGroup, findingOf, resultOf } from '../samples.js';
import { openStore, type Store } from '../store.js';
import { startTestStore } from '../testing.js';
import type { DeviceResult } from '../types.js';

let store: Awaited<ReturnType<typeof startTestStore>>;
/** Another process on the same database. */
let other: Store;

beforeAll(async () => {
  store = await startTestStore();
  const blobKey = parseBlobKey(Buffer.alloc(32).toString('base64'), 'the test');
  other = await openStore({ databaseUrl: store.databaseUrl, blobKey, migrate: false });
});
afterAll(async () => {
  await other.close();
  await store.close();
});

let day = 0;

async function begin(chunks: number): Promise<string> {
  const now = new Date(Date.UTC(2026, 10, 1) + day++ * 86_400_000).toISOString();
  const { id } = await store.scans.request({ scope: {}, trigger: 'manual', requestedAt: now });
  await store.scanRuns.begin(id, { now, rulePack: 'r1' });
  await store.scanRuns.addChunks(
    id,
    Array.from({ length: chunks }, () => null),
  );
  return id;
}

async function scan(...chunks: readonly (readonly DeviceResult[])[]): Promise<void> {
  const id = await begin(chunks.length);
  for (const [seq, devices] of chunks.entries()) await store.scanRuns.saveChunkResult(id, seq, { devices });
  await store.scanRuns.close(id);
}

async function idsOf(
  from: Store,
  filter: DeviceFilter,
  limit = 1_000,
  sort: DeviceSort = 'verdict',
): Promise<readonly string[]> {
  const found: string[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await from.devices.page({
      filter,
      limit,
      sort,
      ...(cursor === undefined ? {} : { cursor }),
    });
    found.push(...page.items.map(({ publicId }) => publicId));
    if (page.next === undefined) return found;
    cursor = page.next;
  }
}

const expectBoth = async (filter: DeviceFilter, ids: readonly string[]) => {
  for (const each of [store, other]) expect(await idsOf(each, filter)).toEqual(ids);
};

describe('a search', () => {
  it('finds a device by its new name in every process as soon as its chunk is saved', async () => {
    await expectBoth({ text: 'lobby' }, []);
    await scan([resultOf('serial:A', { name: 'Lobby' }), resultOf('serial:B', { name: 'Gate' })]);
    await expectBoth({ text: 'lobby' }, ['serial:A']);
    const id = await begin(3);
    await expectBoth({ text: 'lobby' }, ['serial:A']);
    await store.scanRuns.saveChunkResult(id, 0, { devices: [resultOf('serial:A', { name: 'Atrium' })] });
    await expectBoth({ text: 'lobby' }, []);
    await expectBoth({ text: 'ATRIUM' }, ['serial:A']);
    await store.scanRuns.saveChunkResult(id, 1, { devices: [resultOf('serial:C', { name: 'Lobby' })] });
    await expectBoth({ text: 'lobby' }, ['serial:C']);
    await store.scans.cancel(id);
    await expectBoth({ text: 'a' }, ['serial:A', 'serial:B', 'serial:C']);
  });

  it('finds no device that is gone, and one that is back', async () => {
    await endGroup(store.pool, 'serial:B');
    await scan([resultOf('serial:A', { name: 'Atrium' })]);
    await expectBoth({ text: 'gate' }, []);
    await scan([resultOf('serial:B', { name: 'Gate' })]);
    await expectBoth({ text: 'gate' }, ['serial:B']);
  });

  it('finds a device under its stronger name once two are known to be one', async () => {
    await scan([resultOf('udid:x', { name: 'Annex' }), resultOf('serial:X', { name: 'Annex' })]);
    await expectBoth({ text: 'annex' }, ['udid:x', 'serial:X']);
    await scan([resultOf('serial:X', { name: 'Annex', aliases: ['udid:x'] })]);
    await expectBoth({ text: 'annex' }, ['serial:X']);
  });

  it('gives every answer to fifty who ask at once while a scan writes', async () => {
    const id = await begin(5);
    for (let chunk = 0; chunk < 5; chunk++) {
      const name = `Round ${chunk}`;
      await store.scanRuns.saveChunkResult(id, chunk, {
        devices: [resultOf('serial:R', { name }), resultOf(`serial:R${chunk}`, { name: 'Runner' })],
      });
      const asked = Array.from({ length: 50 }, (_, i) =>
        idsOf(i % 2 === 0 ? store : other, { text: i % 4 < 2 ? name : 'runner' }),
      );
      const runners = Array.from({ length: chunk + 1 }, (_, i) => `serial:R${i}`);
      for (const [i, answer] of (await Promise.all(asked)).entries())
        expect(answer).toEqual(i % 4 < 2 ? ['serial:R'] : runners);
    }
    await store.scanRuns.close(id);
  });

  it('goes on when the database has failed it once', async () => {
    await scan([resultOf('serial:A', { name: 'Vault' })]);
    await store.pool.query('ALTER TABLE device RENAME TO device_away');
    await expect(idsOf(other, { text: 'vault' })).rejects.toThrow('device');
    await store.pool.query('ALTER TABLE device_away RENAME TO device');
    await expectBoth({ text: 'vault' }, ['serial:A']);
  });
});

describe('devices that are alike', () => {
  const alike = ['serial:Q3', 'serial:Q1', 'serial:Q2'];
  const filter = { group: 'alike' };

  beforeAll(async () => {
    const first = alike.map((id) => resultOf(id, { name: 'Same', osVersion: '26.1', group: 'alike' }));
    await scan(first);
    // A change writes the row anew, at another place of the table.
    await scan([resultOf('serial:Q3', { name: 'Same', osVersion: '26.1', group: 'alike', network: 'n' })]);
  });

  it.each<DeviceSort>(['verdict', 'name', 'osVersion'])(
    'come as they were first seen, each once, by %s',
    async (sort) => {
      for (const limit of [1, 2, 5]) expect(await idsOf(store, filter, limit, sort)).toEqual(alike);
    },
  );

  it('come by id where that is asked for', async () => {
    expect(await idsOf(store, filter, 1, 'id')).toEqual([...alike].sort());
  });

  it('are led to in order by an index of each list', async () => {
    const { rows } = await store.pool.query<{ columns: string }>(
      `SELECT substring(indexdef FROM 'btree (\\(.*?\\))') AS columns FROM pg_indexes
       WHERE indexname LIKE 'device\\_by\\_%' ORDER BY indexname`,
    );
    expect(rows.map(({ columns }) => columns)).toEqual([
      '(compliance, verdict_rank, id)',
      '(group_name, verdict_rank, id)',
      '(name_sort, id)',
      '(network_name, verdict_rank, id)',
      '(os_sort, id)',
      '(platform, verdict_rank, id)',
      '(verdict_rank, id)',
    ]);
  });
});

describe('a list of devices with a finding', () => {
  const count = 3_200;
  const idOf = (i: number) => `serial:F${String(i).padStart(5, '0')}`;
  const cause = (name: string) => findingOf('facetime-off', { cause: name });
  const ids = (holds: (i: number) => boolean) =>
    Array.from({ length: count }, (_, i) => i)
      .filter(holds)
      .map(idOf);

  beforeAll(async () => {
    await scan(
      Array.from({ length: count }, (_, i) =>
        resultOf(idOf(i), {
          verdict: 'blocked',
          group: i % 100 === 0 ? 'few' : 'many',
          findings: [
            ...(i % 2 === 0 ? [cause('common')] : []),
            ...(i % 400 === 0 ? [cause('rare')] : []),
            // In no place among those that are looked into first.
            ...(i >= 2_100 ? [findingOf('camera-off', { cause: 'late' })] : []),
          ],
        }),
      ),
    );
  });

  it.each<[string, DeviceFilter, (i: number) => boolean]>([
    ['many have', { cause: 'common' }, (i) => i % 2 === 0],
    ['few have', { cause: 'rare' }, (i) => i % 400 === 0],
    ['stands late in the order', { cause: 'late' }, (i) => i >= 2_100],
    ['a rule gives', { ruleId: 'camera-off' }, (i) => i >= 2_100],
    ['nobody has', { cause: 'none' }, () => false],
    ['no gap leads to', { gap: 'none' }, () => false],
    ['is one of two asked for', { cause: 'late', ruleId: 'facetime-off' }, () => false],
    ['few of a group have', { cause: 'common', group: 'few' }, (i) => i % 100 === 0],
    ['is searched for', { cause: 'late', text: 'f00' }, () => false],
    ['is searched for by a name many have', { cause: 'late', text: 'serial:f' }, (i) => i >= 2_100],
  ])('takes each once, in pages, when the finding is one that %s', async (_, filter, holds) => {
    expect(await idsOf(store, filter, 700)).toEqual(ids(holds));
    expect((await store.devices.page({ filter, limit: 3 })).items.map(({ publicId }) => publicId)).toEqual(
      ids(holds).slice(0, 3),
    );
  });

  it('is as long as without one where few devices are left, in every order', async () => {
    expect(await idsOf(store, { group: 'few' }, 7)).toEqual(ids((i) => i % 100 === 0));
    expect(await idsOf(store, { group: 'few', verdict: 'clear' }, 7)).toEqual([]);
    const byName = await store.devices.page({ filter: { group: 'few' }, sort: 'name', limit: 2 });
    expect(byName.items.map(({ publicId }) => publicId)).toEqual([idOf(0), idOf(100)]);
    const next = await store.devices.page({
      filter: { group: 'few' },
      sort: 'name',
      limit: 2,
      cursor: byName.next ?? '',
    });
    expect(next.items.map(({ publicId }) => publicId)).toEqual([idOf(200), idOf(300)]);
  });

  it('is right where a scan has changed what the last one counted', async () => {
    const id = await begin(1);
    await store.scanRuns.saveChunkResult(id, 0, {
      devices: [resultOf(idOf(7), { verdict: 'blocked', findings: [cause('none'), cause('rare')] })],
    });
    expect(await idsOf(store, { cause: 'none' })).toEqual([idOf(7)]);
    expect(await idsOf(store, { cause: 'rare' })).toEqual(ids((i) => i % 400 === 0 || i === 7));
    await store.scans.cancel(id);
  });
});
