import { setTimeout } from 'node:timers/promises';
import { resultOf } from '../samples.js';
import { startTestStore } from '../testing.js';
import type { DeviceResult } from '../types.js';

const now = '2026-11-01T00:00:00.000Z';

describe('rows of devices', () => {
  let store: Awaited<ReturnType<typeof startTestStore>>;
  beforeAll(async () => {
    store = await startTestStore();
  });
  afterAll(() => store.close());

  async function begin(): Promise<string> {
    const { id } = await store.scans.request({ scope: {}, trigger: 'manual', requestedAt: now });
    await store.scanRuns.begin(id, { now, rulePack: 'r1' });
    await store.scanRuns.addChunks(id, [null]);
    return id;
  }
  async function scan(...devices: readonly DeviceResult[]): Promise<void> {
    const id = await begin();
    await store.scanRuns.saveChunkResult(id, 0, { devices });
    await store.scanRuns.close(id);
  }
  const idOf = async (name: string) => (await store.devices.get(name))?.id;
  const waiting = async (): Promise<boolean> => {
    const { rows } = await store.pool.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'COPY "device_alias"%'
         AND wait_event_type = 'Lock'`,
    );
    return rows.length > 0;
  };

  it('take an alias that another transaction brought while they were written', async () => {
    await scan(resultOf('serial:other'));
    const other = await store.pool.connect();
    await other.query('BEGIN');
    await other.query(`INSERT INTO device_alias VALUES ('udid:late', $1)`, [await idOf('serial:other')]);
    const id = await begin();
    const saved = store.scanRuns.saveChunkResult(id, 0, {
      devices: [resultOf('serial:new', { aliases: ['udid:late', 'udid:own'] })],
    });
    while (!(await waiting())) await setTimeout(20);
    await other.query('COMMIT');
    other.release();
    await saved;
    await store.scanRuns.close(id);
    expect((await store.devices.get('serial:new'))?.aliases).toEqual(['udid:late', 'udid:own']);
    expect((await store.devices.get('serial:other'))?.aliases).toEqual([]);
  });

  it('are found by an alias whose device is no more', async () => {
    await scan(resultOf('serial:old', { aliases: ['udid:moved'] }));
    const old = await idOf('serial:old');
    await scan(resultOf('serial:newer', { aliases: ['udid:moved'] }));
    expect(await store.devices.get('serial:newer')).toMatchObject({
      id: old,
      aliases: ['serial:old', 'udid:moved'],
    });
  });

  it('stay with the device of their name when one of its aliases goes to another', async () => {
    await store.pool.query(
      `INSERT INTO device_group (public_id, aliases, creates) VALUES ('serial:first', '{}', true)`,
    );
    await scan(resultOf('serial:first', { aliases: ['udid:shared'] }));
    const first = await idOf('serial:first');
    await scan(resultOf('serial:second', { aliases: ['udid:shared'] }));
    expect(await idOf('serial:first')).toBe(first);
    expect((await store.devices.get('udid:shared'))?.publicId).toBe('serial:second');
  });

  it('are new under a name that was an alias of a device that goes on', async () => {
    await store.pool.query(
      `INSERT INTO device_group (public_id, aliases, creates) VALUES ('serial:kept', '{}', true)`,
    );
    await scan(resultOf('serial:kept', { aliases: ['udid:apart'] }));
    await scan(resultOf('udid:apart'));
    expect((await store.devices.get('udid:apart'))?.publicId).toBe('udid:apart');
    expect((await store.devices.get('serial:kept'))?.aliases).toEqual([]);
  });
});
