import { jest } from '@jest/globals';
import { findingOf, resultOf } from '../samples.js';
import { startTestStore } from '../testing.js';

describe('the end of a scan', () => {
  let store: Awaited<ReturnType<typeof startTestStore>>;
  beforeAll(async () => {
    store = await startTestStore();
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => store.close());

  /** A scan that is to be closed and counts so many devices as changed. */
  async function closing(changed: number): Promise<string> {
    const now = '2026-11-01T00:00:00.000Z';
    const { id } = await store.scans.request({ scope: {}, trigger: 'manual', requestedAt: now });
    await store.scanRuns.begin(id, { now, rulePack: 'r1' });
    await store.scanRuns.addChunks(id, [null]);
    await store.scanRuns.saveChunkResult(id, 0, {
      devices: [resultOf('serial:A', { findings: [findingOf('facetime-off')] })],
    });
    await store.pool.query('UPDATE scan_chunk SET counts = $2 WHERE scan_id = $1', [
      id,
      JSON.stringify({ devices: 1, changed, opened: 1, closed: 0 }),
    ]);
    return id;
  }

  it('lets the server look at the findings of a scan that changed many, once and after its transaction', async () => {
    const id = await closing(5_001);
    const seen: string[] = [];
    jest.spyOn(store.pool, 'query').mockImplementation(async (sql: unknown) => {
      const client = await store.pool.connect();
      const { rows } = await client.query<{ status: string }>('SELECT status FROM scan WHERE id = $1', [id]);
      seen.push(`${String(sql)}: ${String(rows[0]?.status)}`);
      await client.query(String(sql));
      client.release();
    });
    await store.scanRuns.close(id);
    await store.scanRuns.close(id);
    expect(seen).toEqual(['VACUUM (SKIP_LOCKED, TRUNCATE FALSE) finding: done']);
  });

  it('is not undone when that fails', async () => {
    const id = await closing(5_001);
    jest.spyOn(store.pool, 'query').mockImplementation(() => Promise.reject(new Error('no disk left')));
    expect(await store.scanRuns.close(id)).toMatchObject({ devices: 1 });
    jest.restoreAllMocks();
    expect((await store.scans.get(id))?.status).toBe('done');
  });

  it('asks the server for nothing after a scan that changed few', async () => {
    const id = await closing(5_000);
    const query = jest.spyOn(store.pool, 'query');
    await store.scanRuns.close(id);
    expect(query).not.toHaveBeenCalled();
  });
});
