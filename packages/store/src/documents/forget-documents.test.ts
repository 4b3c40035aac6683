import { groupIdentities } from '@ringcheck/assemble';
import type { DeviceRecord, SourceDocument } from '@ringcheck/model';
import { documentOf, emptyTables, fileOf, profileOf, recordOf, sha256 } from '../samples.js';
import { startTestStore } from '../testing.js';
import type { FileOutcome } from '../types.js';

const ingested: FileOutcome = { status: 'ingested', kind: 'jamf-inventory', diagnostics: [] };
const at = { offset: 0, line: 1, column: 1 };
const keep = ['firewall-policy'] as const;

/** A record of a device that says one word. */
const saying = (serial: string, name: string, more: Partial<DeviceRecord> = {}): DeviceRecord => ({
  ...recordOf({ serial }),
  claims: { name: { value: name, at } },
  ...more,
});
const nightOf = (night: number): string => new Date(Date.UTC(2026, 0, night, 2)).toISOString();

describe('forgetting documents', () => {
  let store: Awaited<ReturnType<typeof startTestStore>>;
  beforeAll(async () => {
    store = await startTestStore();
  });
  afterAll(() => store.close());
  beforeEach(() => emptyTables(store.pool));

  async function send(night: number, document: SourceDocument): Promise<void> {
    const saved = await store.uploads.save({
      actor: 'tester',
      receivedAt: nightOf(night),
      files: [fileOf(document.ref.path, document.ref.path)],
    });
    await store.documents.save(saved.files[0]?.id ?? 0, {
      decoderVersion: '1',
      documents: [document],
      outcome: () => ingested,
    });
    await store.groups.advance(groupIdentities);
  }
  const inventory = (night: number, ...devices: readonly DeviceRecord[]) =>
    send(night, documentOf(`night ${night}`, { devices }));
  const forget = (night: number, over: { readonly after?: number; readonly limit?: number } = {}) =>
    store.documents.forget({ before: nightOf(night), keep, after: 0, limit: 100, ...over });
  const names = async (): Promise<string[]> =>
    (await store.documents.page({ limit: 100 })).items.map(({ ref }) => ref.path).reverse();
  const count = async (table: string): Promise<number> =>
    Number((await store.pool.query<{ n: string }>(`SELECT count(*) AS n FROM ${table}`)).rows[0]?.n);
  /** All that devices are described by, with its evidence. */
  async function described() {
    const { rows } = await store.pool.query<{ id: string }>('SELECT id FROM device_group ORDER BY id');
    const upTo = await store.pool.query<{ seq: string }>('SELECT max(seq) AS seq FROM document_sighting');
    return store.groups.load(
      rows.map(({ id }) => Number(id)),
      Number(upTo.rows[0]?.seq),
    );
  }

  it('removes what newer documents have replaced, and leaves devices described as they were', async () => {
    await inventory(1, saying('A', 'one'), saying('B', 'same'));
    await inventory(2, saying('A', 'two'), saying('B', 'same'));
    await inventory(3, saying('A', 'three'), saying('B', 'same'));
    await inventory(4, saying('A', 'four'), saying('B', 'same'));
    const before = await described();
    expect(await forget(4)).toEqual({ documents: 2, last: undefined });
    // The first holds the words that still describe B, the last is the last to say them.
    expect(await names()).toEqual(['night 1.json', 'night 4.json']);
    expect(await described()).toEqual(before);
    expect(await forget(4)).toEqual({ documents: 0, last: undefined });
  });

  it('keeps what is young, however much it was replaced', async () => {
    await inventory(1, saying('A', 'one'));
    await inventory(2, saying('A', 'two'));
    await inventory(3, saying('A', 'three'));
    await forget(2);
    expect(await names()).toEqual(['night 2.json', 'night 3.json']);
  });

  it('keeps a device that was never heard of again, and words another old document still uses', async () => {
    await inventory(1, saying('A', 'one'), saying('gone', 'silent'));
    await inventory(2, saying('B', 'x'));
    await inventory(3, saying('B', 'y'));
    await inventory(4, saying('B', 'x'));
    await inventory(5, saying('B', 'z'));
    // Night 4 says again what night 2 had said first, and goes before it: each takes a round.
    await forget(4);
    expect(await names()).toEqual(['night 1.json', 'night 2.json', 'night 4.json', 'night 5.json']);
    await forget(5);
    await forget(5);
    expect(await names()).toEqual(['night 1.json', 'night 5.json']);
  });

  it('keeps profiles, firewalls, and reports from which it is told since when a build holds', async () => {
    await send(1, documentOf('profile', { profiles: [profileOf('com.example.a', sha256('p'))] }));
    await send(1, documentOf('firewall', { kind: 'firewall-policy' }));
    const claims = { build: { value: '22A1', at } };
    await inventory(2, saying('A', 'one', { observedAt: nightOf(2), claims }));
    await inventory(3, saying('A', 'two', { observedAt: nightOf(3) }));
    await inventory(4, saying('A', 'three', { observedAt: nightOf(4) }));
    await forget(30);
    expect(await names()).toEqual(['profile.json', 'firewall.json', 'night 2.json', 'night 4.json']);
  });

  it('reads a forgotten document anew when it is sent again', async () => {
    await inventory(1, saying('A', 'one'));
    await inventory(2, saying('A', 'two'));
    expect((await forget(2)).documents).toBe(1);
    expect(await count('snapshot_body')).toBe(1);
    await send(3, documentOf('night 1', { devices: [saying('A', 'one')] }));
    const [device] = await described();
    expect(device?.records.map(({ record }) => record.claims?.['name']?.value)).toEqual(['one']);
  });

  it('looks at a few at a time, and lets intake go first', async () => {
    for (const night of [1, 2, 3, 4]) await inventory(night, saying('A', `name ${night}`));
    const first = await forget(4, { limit: 2 });
    expect([first.documents, first.last !== undefined]).toEqual([2, true]);
    const client = await store.pool.connect();
    await client.query('BEGIN; SELECT pg_advisory_xact_lock_shared(7246405)');
    const held = await forget(4, { after: first.last ?? 0 });
    expect([held.documents, held.last]).toEqual([0, expect.any(Number)]);
    await client.query('ROLLBACK');
    client.release();
    expect(await forget(4, { after: held.last ?? 0 })).toEqual({ documents: 1, last: undefined });
    expect(await names()).toEqual(['night 4.json']);
  });

  it('takes files, uploads and originals of it along, and nothing else', async () => {
    await inventory(1, saying('A', 'one'));
    await inventory(2, saying('A', 'two'));
    await inventory(3, saying('A', 'three'));
    await store.pool.query(`UPDATE blob SET created_at = '2026-01-01'`);
    const pending = await store.uploads.save({
      actor: 'tester',
      receivedAt: nightOf(1),
      files: [fileOf('unread', 'unread')],
    });
    expect(await store.uploads.forget(nightOf(3), 100)).toEqual({ files: 0, uploads: 0, originals: 0 });
    await forget(3);
    expect(await store.uploads.forget(nightOf(3), 1)).toEqual({ files: 1, uploads: 1, originals: 1 });
    expect(await store.uploads.forget(nightOf(3), 1)).toEqual({ files: 1, uploads: 1, originals: 1 });
    expect(await store.uploads.forget(nightOf(3), 1)).toEqual({ files: 0, uploads: 0, originals: 0 });
    expect([await count('blob'), await count('blob_chunk'), await count('upload_file')]).toEqual([2, 2, 2]);
    expect(await store.blobs.size(pending.files[0]?.sha256 ?? '')).toBe(6);
  });

  it('stores an original anew that is forgotten while it is sent again', async () => {
    await inventory(1, saying('A', 'one'));
    await inventory(2, saying('A', 'two'));
    await forget(2);
    await store.pool.query(`UPDATE blob SET created_at = '2026-01-01'`);
    const [again, gone] = await Promise.all([
      store.uploads.save({
        actor: 'tester',
        receivedAt: nightOf(9),
        files: [fileOf('night 1.json', 'night 1.json')],
      }),
      store.uploads.forget(nightOf(2), 10),
    ]);
    expect(gone.files).toBe(1);
    let bytes = 0;
    for await (const piece of store.blobs.read(again.files[0]?.sha256 ?? '')) bytes += piece.length;
    expect(bytes).toBe('night 1.json'.length);
  });
});
