import { groupIdentities } from '@ringcheck/assemble';
import type { DeviceRecord } from '@ringcheck/model';
import { startTestStore, workKinds, type Store } from '@ringcheck/store';
import { ChunkService } from './chunk.service.js';
import { PlanService } from './plan.service.js';
import { Rehearsal } from './rehearsal.js';
import { WorldCache } from './world-cache.js';

const at = { offset: 0, line: 1, column: 1 };
const now = '2026-11-22T20:00:00.000Z';
const later = (minutes: number) => new Date(Date.parse(now) + minutes * 60_000).toISOString();
const sizes = { least: 10, devices: 6, atOnce: 2, apartMs: 10 * 60_000 };
const always = () => true;

describe('the rehearsal of a scan', () => {
  let store: Store;
  let worlds: WorldCache;
  let uploads = 0;
  beforeAll(async () => {
    store = await startTestStore();
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    worlds = new WorldCache(store);
    const { rows } = await store.pool.query<{ names: string }>(
      `SELECT string_agg(quote_ident(tablename), ', ') AS names FROM pg_tables WHERE schemaname = 'public'
       AND tablename NOT IN ('_prisma_migrations', 'shared_part', 'record_form', 'finding_identity', 'finding_content')`,
    );
    await store.pool.query(`TRUNCATE ${rows[0]?.names ?? ''} CASCADE`);
  });

  async function send(devices: number): Promise<void> {
    const path = `export-${++uploads}.csv`;
    const bytes = (async function* () {
      yield await Promise.resolve(Buffer.from(path));
    })();
    const upload = await store.uploads.save({ actor: 'tester', receivedAt: now, files: [{ path, bytes }] });
    const [file] = upload.files;
    await store.documents.save(file?.id ?? 0, {
      decoderVersion: '1',
      documents: [
        {
          ref: { path, sha256: file?.sha256 ?? '' },
          kind: 'inventory-csv',
          status: 'ingested',
          diagnostics: [],
          devices: Array.from({ length: devices }, (_, i): DeviceRecord => ({
            identity: { serial: `C02FAKE${i}` },
            creates: true,
            basis: 'reported',
            claims: { platform: { value: 'iOS', at }, name: { value: `phone of upload ${uploads}`, at } },
            at,
          })),
          profiles: [],
          receivedAt: now,
        },
      ],
      outcome: () => ({ status: 'ingested', kind: 'inventory-csv', diagnostics: [] }),
    });
    await store.groups.advance(groupIdentities);
  }

  /** A scan as far as its first chunk. */
  async function begin() {
    const { id } = await store.scans.request({ scope: {}, trigger: 'manual', requestedAt: now });
    await new PlanService(store, 100, () => now).run(id);
    const scan = await store.scans.get(id);
    if (scan === undefined) throw new Error('no scan');
    return scan;
  }

  async function everything(): Promise<string> {
    const { rows } = await store.pool.query<{ name: string }>(
      `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
    );
    const tables: string[] = [];
    for (const { name } of rows) {
      const { rows: held } = await store.pool.query<{ text: string | null }>(
        `SELECT string_agg(t::text, E'\n' ORDER BY t::text) AS text FROM ${name} t`,
      );
      tables.push(`${name}: ${held[0]?.text ?? ''}`);
    }
    return tables.join('\n');
  }

  it('judges some of the devices that are due, from all over the fleet, and writes nothing', async () => {
    await send(20);
    const before = await everything();
    expect(await new Rehearsal(store, worlds, sizes).run(now, always)).toBe(6);
    expect(await everything()).toBe(before);
    const due = await store.groups.sampleDue(10, 6);
    const all = await store.groups.sampleDue(10, 20);
    expect(all?.groupIds).toHaveLength(20);
    expect(due?.groupIds.map((id) => all?.groupIds.indexOf(id))).toEqual([2, 5, 8, 11, 14, 17]);
  });

  it('leaves to the scan what it found out', async () => {
    await send(20);
    await new Rehearsal(store, worlds, sizes).run(now, always);
    const rehearsed = await worlds.benchOf({ id: 'another', now, watermark: 1 });
    const bench = await worlds.benchOf(await begin());
    expect(bench.sharing).toBe(rehearsed.sharing);
  });

  it('leaves fewer devices than would be worth it', async () => {
    await send(9);
    expect(await new Rehearsal(store, worlds, sizes).run(now, always)).toBe(0);
  });

  it('keeps out of the way of a scan', async () => {
    await send(20);
    await begin();
    expect(await new Rehearsal(store, worlds, sizes).run(now, always)).toBe(0);
  });

  it('has nothing to do after a scan', async () => {
    await send(20);
    const { id } = await begin();
    await new ChunkService(store, worlds).run(`${id}-0`);
    await store.scanRuns.fail(id, 'the rest is not wanted');
    expect(await new Rehearsal(store, worlds, sizes).run(now, always)).toBe(0);
    const { rows } = await store.pool.query(`SELECT 1 FROM work WHERE kind = $1`, [workKinds.scanClose]);
    expect(rows).toHaveLength(1);
  });

  it('is given once for uploads that follow each other', async () => {
    const rehearsal = new Rehearsal(store, worlds, sizes);
    await send(20);
    const told = [await rehearsal.run(now, always)];
    await send(30);
    told.push(await rehearsal.run(later(9), always), await rehearsal.run(later(10), always));
    expect(told).toEqual([6, 0, 6]);
  });

  it('ends when there is work, and is given whole when there is none again', async () => {
    await send(20);
    const rehearsal = new Rehearsal(store, worlds, sizes);
    let asked = 0;
    expect(await rehearsal.run(now, () => ++asked < 4)).toBe(2);
    expect(await rehearsal.run(later(1), always)).toBe(6);
  });
});
