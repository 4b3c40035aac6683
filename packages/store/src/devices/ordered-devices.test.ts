import { setImmediate } from 'node:timers/promises';
import type { DevicePageRequest } from '../list-types.js';
import { findingOf, resultOf } from '../samples.js';
import type { FleetState } from '../scans/fleet-state.js';
import { KeptCounts } from '../scans/kept-counts.js';
import { startTestStore } from '../testing.js';
import type { DeviceResult } from '../types.js';
import { pageOfDevices } from './device-page.js';
import { OrderedDevices } from './ordered-devices.js';
import { SearchTexts } from './search-texts.js';
import type { Wanted } from './verdict-ranks.js';

let store: Awaited<ReturnType<typeof startTestStore>>;
beforeAll(async () => {
  store = await startTestStore();
});
afterAll(() => store.close());

let day = 0;

async function scan(...devices: readonly DeviceResult[]): Promise<void> {
  const now = new Date(Date.UTC(2026, 10, 1) + day++ * 86_400_000).toISOString();
  const { id } = await store.scans.request({ scope: {}, trigger: 'manual', requestedAt: now });
  await store.scanRuns.begin(id, { now, rulePack: 'r1' });
  await store.scanRuns.addChunks(id, [null]);
  await store.scanRuns.saveChunkResult(id, 0, { devices });
  await store.scanRuns.close(id);
}

const off = (name: string, verdict: DeviceResult['verdict'], ...causes: readonly string[]) =>
  resultOf(`serial:${name}`, {
    name,
    verdict,
    findings: causes.map((cause, i) => findingOf(`rule-${i}`, { cause })),
  });

/** What memory answers once it knows. */
async function known<T>(ask: () => T | Promise<T | undefined> | undefined): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await setImmediate();
  }
}

async function having(ordered: OrderedDevices, cause: string, wanted: Wanted = { most: 9 }) {
  const state = await store.devices.state();
  const places = await known(() => ordered.having({ cause }, wanted, state));
  const { rows } = await store.pool.query<{ public_id: string }>(
    `SELECT public_id FROM device JOIN unnest($1::bigint[]) WITH ORDINALITY AS w(id, place) USING (id) ORDER BY place`,
    [places.map(({ id }) => id)],
  );
  return rows.map(({ public_id }) => public_id.replace('serial:', ''));
}

it('devices with a finding come worst first, each once, as each scan leaves them', async () => {
  const ordered = new OrderedDevices(store.pool);
  expect(await having(ordered, 'profile')).toEqual([]);
  await scan(
    off('A', 'limited', 'profile', 'profile'),
    off('B', 'blocked', 'profile'),
    off('C', 'blocked', 'network'),
    off('D', 'limited', 'network', 'profile'),
  );
  expect(await having(ordered, 'profile')).toEqual(['B', 'A', 'D']);
  expect(await having(ordered, 'profile', { most: 1 })).toEqual(['B']);
  await scan(off('A', 'clear'), off('D', 'blocked', 'profile'), off('E', 'unknown', 'profile'));
  expect(await having(ordered, 'profile')).toEqual(['B', 'D', 'E']);
  expect(await having(new OrderedDevices(store.pool), 'profile')).toEqual(['B', 'D', 'E']);
});

describe('a page', () => {
  let before: FleetState;
  let ordered: OrderedDevices;
  const page = async (request: Omit<DevicePageRequest, 'limit'>, limit = 2) => {
    const { pool } = store;
    const sources = { pool, counts: new KeptCounts(pool), texts: new SearchTexts(pool), ordered };
    const read = await pageOfDevices(
      { ...sources, state: () => Promise.resolve(before) },
      { ...request, limit },
    );
    return { names: read.items.map(({ name }) => name), next: read.next };
  };

  beforeAll(async () => {
    await scan(
      off('P', 'limited', 'late'),
      off('Q', 'blocked', 'late'),
      off('R', 'clear', 'late'),
      off('S', 'blocked'),
    );
    before = await store.devices.state();
    ordered = new OrderedDevices(store.pool);
    await known(() => ordered.having({ cause: 'late' }, { most: 1 }, before));
  });

  it('goes on where the one before ended, in one verdict as in all', async () => {
    const first = await page({ filter: { cause: 'late' } });
    expect(first.names).toEqual(['Q', 'P']);
    expect((await page({ filter: { cause: 'late' }, cursor: first.next ?? '' })).names).toEqual(['R']);
    expect((await page({ filter: { cause: 'late', verdict: 'limited' } })).names).toEqual(['P']);
    expect((await page({ filter: { text: 'serial:q' } })).names).toEqual(['Q']);
    expect((await page({ filter: { cause: 'late', text: 'serial:r' } })).names).toEqual(['R']);
  });

  it('refuses a cursor of another list', async () => {
    const { next } = await page({ filter: { cause: 'late' }, sort: 'name' }, 1);
    await expect(page({ filter: { cause: 'late' }, cursor: next ?? '' })).rejects.toThrow('cursor');
  });

  it('is read from the database where a scan has written since memory was', async () => {
    await scan(off('P', 'blocked', 'late'), off('Q', 'clear', 'late'));
    expect((await page({ filter: { cause: 'late' } }, 3)).names).toEqual(['P', 'Q', 'R']);
    expect((await page({ filter: { cause: 'late', verdict: 'blocked' } }, 3)).names).toEqual(['P']);
  });
});

it('memory that cannot be read answers nothing, until it can', async () => {
  const ordered = new OrderedDevices(store.pool);
  const state = await store.devices.state();
  await store.pool.query('ALTER TABLE device RENAME TO device_away');
  expect(ordered.among([1], { most: 1 }, state)).toBeUndefined();
  await store.pool.query('SELECT 1');
  await store.pool.query('ALTER TABLE device_away RENAME TO device');
  const { rows } = await store.pool.query<{ id: string }>('SELECT id FROM device ORDER BY id LIMIT 1');
  const id = Number(rows[0]?.id);
  expect(await known(() => ordered.among([id], { most: 1 }, state))).toEqual([
    { rank: expect.any(Number), id },
  ]);
});
