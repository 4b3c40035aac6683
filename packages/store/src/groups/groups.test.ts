import { groupIdentities } from '@ringcheck/assemble';
import type { DeviceRecord, ListedProfile, SourceDocument } from '@ringcheck/model';
import { readMigrations } from '../database/migrations.js';
import { documentOf, emptyTables, fileOf, profileOf, recordOf, sha256 } from '../samples.js';
import { startTestStore } from '../testing.js';
import type { FileOutcome, StoredGroup } from '../types.js';

const ingested: FileOutcome = { status: 'ingested', kind: 'jamf-inventory', diagnostics: [] };
const at = { offset: 0, line: 1, column: 1 };

/** A record that says one thing, at a place of its own. */
function saying(serial: string, name: string, more: Partial<DeviceRecord> = {}): DeviceRecord {
  return { ...recordOf({ serial }), claims: { name: { value: name, at } }, ...more };
}

const listing = (...profiles: readonly Partial<ListedProfile>[]): NonNullable<DeviceRecord['profiles']> => ({
  basis: 'reported',
  channel: { kind: 'device' },
  profiles: profiles.map((profile) => ({ channel: { kind: 'device' }, at, ...profile })),
  at,
});

describe('groups', () => {
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

  const nightOf = (n: number) => new Date(Date.UTC(2026, 9, n, 2)).toISOString();
  /** One upload a night. */
  async function send(document: SourceDocument, receivedAt = nightOf(++day), version = '1'): Promise<void> {
    const saved = await store.uploads.save({
      actor: 'tester',
      receivedAt,
      files: [fileOf(document.ref.path, `${document.ref.sha256}`)],
    });
    await store.documents.save(saved.files[0]?.id ?? 0, {
      decoderVersion: version,
      documents: [document],
      outcome: () => ingested,
    });
  }
  const sendDevices = (name: string, ...devices: readonly DeviceRecord[]) =>
    send(documentOf(name, { devices }));

  interface Planned {
    readonly scanId: string;
    readonly due: readonly StoredGroup[];
  }
  const plan = {
    grouping: groupIdentities,
    chunkSize: 2,
    judgedBy: ['policy 1'],
    world: ['firewall-policy'],
  } as const;
  async function begin(
    over: { now?: string; judgedBy?: readonly string[]; devices?: readonly string[] } = {},
  ): Promise<Planned> {
    const { id } = await store.scans.request({
      scope: over.devices ? { devices: over.devices } : {},
      trigger: 'manual',
      requestedAt: nightOf(1),
    });
    const begun = await store.scanRuns.begin(id, { now: over.now ?? nightOf(++day), rulePack: 'r1' });
    if (begun.status !== 'begun') throw new Error(begun.status);
    const total = await store.scanRuns.plan(id, { ...plan, judgedBy: over.judgedBy ?? plan.judgedBy });
    const due: StoredGroup[] = [];
    for (let seq = 0; seq < total; seq++) {
      const body = (await store.scanRuns.chunk(id, seq))?.body as { readonly groups: readonly number[] };
      due.push(...(await store.groups.load(body.groups, begun.scan.watermark)));
    }
    return { scanId: id, due };
  }
  /** A scan to its end; gives the ids of the devices it judged. */
  async function scan(
    over: Parameters<typeof begin>[0] & { reviewAt?: string; agesMatter?: boolean } = {},
  ): Promise<string[]> {
    const { scanId, due } = await begin(over);
    const chunks = (await store.scans.get(scanId))?.chunksTotal ?? 0;
    for (let seq = 0; seq < chunks; seq++) {
      const groups = due.slice(seq * plan.chunkSize, (seq + 1) * plan.chunkSize);
      await store.scanRuns.saveChunkResult(scanId, seq, {
        devices: groups.map((group) => ({
          publicId: group.id,
          aliases: group.aliases,
          verdict: 'clear',
          coverage: { decided: 1, applicable: 1 },
          findings: [],
          notes: [],
          results: [],
        })),
        judged: groups.map(({ groupId }) => ({
          groupId,
          agesMatter: over.agesMatter ?? false,
          ...(over.reviewAt === undefined ? {} : { reviewAt: over.reviewAt }),
        })),
      });
    }
    await store.scanRuns.close(scanId);
    return due.map(({ id }) => id).sort();
  }
  const give = (device: string, answer: string, aliases: readonly string[] = []) =>
    store.attestations.give(
      { device, aliases, question: 'ask-focus', answer, owner: 'desk', expires: '2027-01-01' },
      nightOf(1),
    );
  const devices = async () =>
    (await store.devices.page({ limit: 100 })).items.map(({ publicId }) => publicId).sort();

  describe('what is due', () => {
    it('is everything at first, and nothing when nothing changed', async () => {
      await sendDevices('a', saying('A', 'one'), saying('B', 'two'), saying('C', 'three'));
      expect(await scan()).toEqual(['serial:A', 'serial:B', 'serial:C']);
      expect(await scan()).toEqual([]);
    });

    it('is cut finer when it is little, so that several workers have a share', async () => {
      const many = Array.from({ length: 130 }, (_, n) => saying(`N${n}`, 'one'));
      await sendDevices('many', ...many);
      const { id } = await store.scans.request({ scope: {}, trigger: 'manual', requestedAt: nightOf(1) });
      await store.scanRuns.begin(id, { now: nightOf(++day), rulePack: 'r1' });
      expect(await store.scanRuns.plan(id, { ...plan, chunkSize: 1_000 })).toBe(3);
      const sizes = [0, 1, 2].map(async (seq) => {
        const body = (await store.scanRuns.chunk(id, seq))?.body as { readonly groups: readonly number[] };
        return body.groups.length;
      });
      expect(await Promise.all(sizes)).toEqual([64, 64, 2]);
    });

    it('is what changed since, of a whole export that says the rest again', async () => {
      await sendDevices('a', saying('A', 'one'), saying('B', 'two'), saying('C', 'three'));
      await scan();
      await sendDevices('b', saying('A', 'one'), saying('B', 'renamed'), saying('C', 'three'));
      expect(await scan()).toEqual(['serial:B']);
    });

    it('is nothing when the same stands elsewhere in the document', async () => {
      await sendDevices('a', saying('A', 'one'), saying('B', 'two'));
      await scan();
      const moved = { offset: 900, line: 77, column: 3 };
      await sendDevices(
        'b',
        saying('New', 'first'),
        saying('A', 'one', { at: moved, claims: { name: { value: 'one', at: moved, path: '[1].name' } } }),
        saying('B', 'two', { observedAt: nightOf(2) }),
      );
      expect(await scan()).toEqual(['serial:NEW']);
    });

    it('is all when policy or rules changed, and again when they change back', async () => {
      await sendDevices('a', saying('A', 'one'), saying('B', 'two'));
      await scan();
      expect(await scan({ judgedBy: ['policy 2'] })).toEqual(['serial:A', 'serial:B']);
      expect(await scan({ judgedBy: ['policy 2'] })).toEqual([]);
      expect(await scan()).toEqual(['serial:A', 'serial:B']);
    });

    it('is all when a firewall came in', async () => {
      await sendDevices('a', saying('A', 'one'));
      await scan();
      await send(documentOf('fw', { kind: 'firewall-policy', text: '*filter\nCOMMIT\n' }));
      expect(await scan()).toEqual(['serial:A']);
      expect(await scan()).toEqual([]);
    });

    it('is a device whose time has come', async () => {
      await sendDevices('a', saying('A', 'one'));
      await scan({ reviewAt: '2026-12-24T00:00:00.000Z' });
      expect(await scan({ now: '2026-12-23T23:59:59.000Z' })).toEqual([]);
      expect(await scan({ now: '2026-12-24T00:00:00.000Z' })).toEqual(['serial:A']);
    });

    it('is a stale device that was seen again, and not a fresh one', async () => {
      await sendDevices('a', saying('A', 'one'));
      await scan({ agesMatter: true });
      await sendDevices('b', saying('A', 'one'));
      expect(await scan()).toEqual(['serial:A']);
      await sendDevices('c', saying('A', 'one'));
      expect(await scan()).toEqual([]);
    });

    it('is a device of which two records have changed places', async () => {
      const answer = saying('A', 'phone', { basis: 'device-answer' });
      await sendDevices('server', saying('A', 'list'));
      await sendDevices('answer', answer);
      await scan();
      await sendDevices('server again', saying('A', 'list'));
      expect(await scan()).toEqual(['serial:A']);
      await sendDevices('server once more', saying('A', 'list'));
      expect(await scan()).toEqual([]);
    });

    it('is a device for which an answer was given, replaced or withdrawn, under any of its names', async () => {
      await sendDevices('a', saying('A', 'one'), {
        ...saying('B', 'two'),
        identity: { serial: 'B', udid: 'U' },
      });
      await scan();
      const given = await give('udid:U', 'on');
      expect(await scan()).toEqual(['serial:B']);
      expect(await scan()).toEqual([]);
      const again = await give('serial:B', 'off', ['udid:U']);
      expect(await store.attestations.withdraw(given.id, nightOf(1))).toBeUndefined();
      expect(await scan()).toEqual(['serial:B']);
      await store.attestations.withdraw(again.id, nightOf(1));
      expect(await scan()).toEqual(['serial:B']);
      await give('serial:NOBODY', 'on');
      expect(await scan()).toEqual([]);
    });

    it('is a device answered for while a scan ran, with the scan after that', async () => {
      await sendDevices('a', saying('A', 'one'));
      const { scanId } = await begin();
      await give('serial:A', 'on');
      const { watermark = 0 } = (await store.scans.get(scanId)) ?? {};
      expect(await store.attestations.at(watermark)).toEqual([]);
      await store.scans.cancel(scanId);
      await scan();
      const { scanId: cut } = await begin();
      await give('serial:A', 'off');
      await store.scanRuns.close(cut);
      expect(await scan()).toEqual(['serial:A']);
    });

    it('stays due when a scan ends before it was judged', async () => {
      await sendDevices('a', saying('A', 'one'));
      const { scanId } = await begin();
      await store.scans.cancel(scanId);
      expect(await scan()).toEqual(['serial:A']);
      await sendDevices('b', saying('A', 'two'));
      const cut = await begin();
      await store.scanRuns.fail(cut.scanId, 'broken');
      expect(await scan()).toEqual(['serial:A']);
    });

    it('stays with the devices asked for, by any name', async () => {
      await sendDevices('a', saying('A', 'one'), {
        ...saying('B', 'two'),
        identity: { serial: 'B', udid: 'U' },
      });
      expect(await scan({ devices: ['udid:U', 'serial:none'] })).toEqual(['serial:B']);
      expect(await scan()).toEqual(['serial:A']);
    });

    it('is planned once, however often it is asked for', async () => {
      await sendDevices('a', saying('A', 'one'), saying('B', 'two'), saying('C', 'three'));
      const { scanId } = await begin();
      await sendDevices('b', saying('D', 'four'));
      expect(await store.scanRuns.plan(scanId, plan)).toBe(2);
      expect(await store.groups.advance(groupIdentities)).toBe(false);
    });

    it('never creates a device from a list that only enriches', async () => {
      await sendDevices('bought', { ...saying('A', 'one'), creates: false });
      expect(await scan()).toEqual([]);
      await sendDevices('seen', recordOf({ serial: 'a' }));
      const { due } = await begin();
      expect(due.map(({ id, records }) => [id, records.length])).toEqual([['serial:A', 2]]);
    });
  });

  describe('profiles', () => {
    const restrictions = (sha: string, over = {}) => ({
      ...profileOf('com.example.restrictions', sha),
      uuid: 'P-1',
      displayName: 'Restrictions',
      ...over,
    });
    beforeEach(async () => {
      await sendDevices(
        'fleet',
        saying('Listed', 'one', { profiles: listing({ identifier: 'com.example.restrictions' }) }),
        saying('Named', 'two', { profiles: listing({ displayName: 'Restrictions' }) }),
        saying('Other', 'three', { profiles: listing({ identifier: 'com.example.other' }) }),
      );
      await scan();
    });

    it('concern the devices that list them', async () => {
      await send(documentOf('p', { kind: 'configuration-profile', profiles: [restrictions(sha256('p'))] }));
      expect(await scan()).toEqual(['serial:LISTED', 'serial:NAMED']);
    });

    it('concern nobody when the same file is sent again', async () => {
      const document = documentOf('p', {
        kind: 'configuration-profile',
        profiles: [restrictions(sha256('p'))],
      });
      await send(document);
      await scan();
      await send(document);
      expect(await scan()).toEqual([]);
    });

    it('concern those they take the place of another for', async () => {
      const old = documentOf('p', { kind: 'configuration-profile', profiles: [restrictions(sha256('p'))] });
      await send(old);
      await scan();
      const newer = documentOf('q', {
        kind: 'configuration-profile',
        profiles: [restrictions(sha256('q'), { displayName: 'Other name', uuid: 'P-2' })],
      });
      await send(newer);
      expect(await scan()).toEqual(['serial:LISTED']);
      await send(old);
      expect(await scan()).toEqual(['serial:LISTED']);
    });
  });

  describe('what a device is described by', () => {
    const load = async () => (await begin()).due.map(({ id, records }) => ({ id, records }));

    it('is the newest of each source, with the place of its first and the time of its last saying', async () => {
      await sendDevices('a', saying('A', 'one'));
      await sendDevices('b', saying('A', 'two'));
      await sendDevices('c', saying('New', 'x'), saying('A', 'two'));
      const [device] = (await load()).filter(({ id }) => id === 'serial:A');
      expect(device?.records).toMatchObject([
        {
          document: { path: 'b.json' },
          index: 0,
          receivedAt: nightOf(3),
          record: { claims: { name: { value: 'two' } } },
        },
      ]);
    });

    it('stands side by side where sources or times do not replace each other', async () => {
      await send(
        documentOf('a', {
          devices: [
            saying('A', 'one'),
            saying('A', 'two'),
            saying('A', 'three', { basis: 'device-answer' }),
            saying('A', 'ssid', { claims: { ssid: { value: 'Campus', at } } }),
          ],
        }),
      );
      expect((await load())[0]?.records).toHaveLength(4);
    });

    it('keeps an older record for what newer ones do not speak of, and drops it when they do together', async () => {
      const both = { name: { value: 'one', at }, ssid: { value: 'Campus', at } };
      await sendDevices('a', saying('A', '', { claims: both }));
      await sendDevices('b', saying('A', 'two'));
      const { due, scanId } = await begin();
      expect(due[0]?.records.map(({ document }) => document.path)).toEqual(['a.json', 'b.json']);
      await store.scans.cancel(scanId);
      await sendDevices('c', saying('A', '', { claims: { ssid: { value: 'Lab', at } } }));
      expect((await load())[0]?.records.map(({ document }) => document.path)).toEqual(['b.json', 'c.json']);
    });

    it('comes back when it is said again after something else', async () => {
      await sendDevices('a', saying('A', 'one'));
      await sendDevices('b', saying('A', 'two'));
      await sendDevices('c', saying('A', 'one'));
      expect((await load())[0]?.records).toMatchObject([
        {
          document: { path: 'a.json' },
          receivedAt: nightOf(3),
          record: { claims: { name: { value: 'one' } } },
        },
      ]);
    });

    it('is the same when documents come in late and out of order', async () => {
      const said = (n: number) => saying('A', n % 2 === 0 ? 'even' : 'odd', { observedAt: nightOf(n) });
      for (const n of [4, 1, 3, 2]) {
        await sendDevices(`d${n}`, said(n));
        await store.groups.advance(groupIdentities);
      }
      expect((await load())[0]?.records).toMatchObject([
        { document: { path: 'd2.json' }, record: { observedAt: nightOf(4).replace('.000Z', 'Z') } },
      ]);
    });

    it('is judged again when an earlier document moves its evidence', async () => {
      await sendDevices('late', saying('A', 'one', { observedAt: nightOf(5) }));
      await scan();
      await sendDevices('early', saying('A', 'one', { observedAt: nightOf(3) }));
      const { due } = await begin();
      expect(due[0]?.records).toMatchObject([
        { document: { path: 'early.json' }, record: { observedAt: nightOf(5).replace('.000Z', 'Z') } },
      ]);
    });

    it('keeps words once, however often they are sent', async () => {
      for (const name of ['a', 'b', 'c']) await sendDevices(name, saying('A', 'one'), saying('B', 'two'));
      const count = async (table: string) =>
        Number((await store.pool.query(`SELECT count(*) AS n FROM ${table}`)).rows[0]?.n);
      expect(await count('device_record')).toBe(6);
      expect(await count('snapshot_body')).toBe(2);
    });
  });

  describe('devices', () => {
    it('that turn out to be one go on as one', async () => {
      await sendDevices('a', recordOf({ udid: 'U-1' }), recordOf({ serial: 'S1' }));
      await scan();
      expect(await devices()).toEqual(['serial:S1', 'udid:U-1']);
      await sendDevices('b', recordOf({ serial: 'S1', udid: 'u1' }));
      expect(await scan()).toEqual(['serial:S1']);
      expect(await devices()).toEqual(['serial:S1']);
      expect(await scan()).toEqual([]);
    });

    it('that turn out to be two are told apart', async () => {
      await sendDevices('a', recordOf({ serial: 'S1', udid: 'U1' }), recordOf({ serial: 'S1' }));
      await scan();
      expect(await devices()).toEqual(['serial:S1']);
      await sendDevices('b', recordOf({ serial: 'S1', udid: 'U2' }));
      expect(await scan()).toEqual(['serial:S1', 'udid:U1', 'udid:U2']);
      expect(await devices()).toEqual(['serial:S1', 'udid:U1', 'udid:U2']);
    });

    it('end when a better decoder reads no record of them any more', async () => {
      const devicesOf = (...records: readonly DeviceRecord[]) => documentOf('a', { devices: records });
      await send(devicesOf(recordOf({ serial: 'S1', udid: 'U1' }), recordOf({ serial: 'S1', udid: 'U2' })));
      await scan();
      expect(await devices()).toEqual(['udid:U1', 'udid:U2']);
      await send(devicesOf(recordOf({ serial: 'S1', udid: 'U1' })), nightOf(++day), '2');
      expect(await scan()).toEqual(['serial:S1']);
      expect(await devices()).toEqual(['serial:S1']);
    });

    it('that ended come back when they are seen again', async () => {
      await send(documentOf('a', { devices: [recordOf({ serial: 'S1' }), recordOf({ serial: 'S2' })] }));
      await scan();
      await send(documentOf('a', { devices: [recordOf({ serial: 'S2' })] }), nightOf(++day), '2');
      await scan();
      expect(await devices()).toEqual(['serial:S2']);
      await sendDevices('b', recordOf({ serial: 'S1' }));
      expect(await scan()).toEqual(['serial:S1']);
      expect(await devices()).toEqual(['serial:S1', 'serial:S2']);
    });
  });

  it('stand in the document with the lower digest where two say the same at one time, sent in either order', async () => {
    const [first, second] = ['a', 'b']
      .map((name) => documentOf(name, { devices: [saying('X', 'x'), saying('A', 'one')] }))
      .sort((a, b) => (a.ref.sha256 < b.ref.sha256 ? -1 : 1));
    if (first === undefined || second === undefined) throw new Error('two documents are wanted');
    for (const order of [
      [first, second],
      [second, first],
    ]) {
      await emptyTables(store.pool);
      for (const document of order) await send(document, nightOf(1));
      const records = (await begin()).due.find(({ id }) => id === 'serial:A')?.records;
      expect(records?.map(({ document, index }) => [document.sha256, index])).toEqual([
        [first.ref.sha256, 1],
      ]);
    }
  });

  it('read what an older version stored word for word', async () => {
    await sendDevices('a', saying('A', 'one', { profiles: listing({ identifier: 'com.example.a' }) }));
    const before = (await begin()).due;
    await store.pool.query('UPDATE snapshot_body SET body = $1', [
      JSON.stringify(saying('A', 'one', { profiles: listing({ identifier: 'com.example.a' }) })),
    ]);
    await store.pool.query("UPDATE scan SET status = 'done', writing = false");
    expect((await begin({ judgedBy: ['policy 2'] })).due).toEqual(before);
  });

  it('make their records anew each time they are asked for', async () => {
    await sendDevices('a', saying('A', 'one'));
    const { due } = await begin();
    const [once, again] = [due[0]?.records, due[0]?.records];
    expect(once).toHaveLength(1);
    expect(once?.[0]).not.toBe(again?.[0]);
    expect(once).toEqual(again);
  });

  it('bring reports of another build along, each time one was made, and nothing where nothing changed', async () => {
    const built = (serial: string, build: string, n: number): DeviceRecord => ({
      ...recordOf({ serial }),
      claims: { build: { value: build, at } },
      observedAt: nightOf(n),
    });
    await sendDevices('first', built('A', '23A1', 1), built('B', '23A1', 1));
    await sendDevices('second', built('A', '23B2', 2), built('B', '23A1', 2));
    await sendDevices('third', built('A', '23B2', 3), built('B', '23A1', 3));
    const { due } = await begin();
    const past = new Map(due.map((group) => [group.id, group.past]));
    expect(past.get('serial:B')).toEqual([]);
    expect(
      past
        .get('serial:A')
        ?.map(({ document, record }) => [document.path, record.claims.build?.value, record.observedAt]),
    ).toEqual([
      ['first.json', '23A1', '2026-10-01T02:00:00Z'],
      ['second.json', '23B2', '2026-10-02T02:00:00Z'],
      ['second.json', '23B2', '2026-10-03T02:00:00Z'],
    ]);
  });

  it('bring of many nights on which the same was said the first and the last along', async () => {
    const builds = ['23A1', '23A1', '23A1', '23B2', '23B2', '23B2', '23B2', '23A1', '23A1', '23A1'];
    for (const [n, build] of builds.entries())
      await sendDevices(`night-${n + 1}`, {
        ...recordOf({ serial: 'A' }),
        claims: { build: { value: build, at } },
        observedAt: nightOf(n + 1),
      });
    const { due } = await begin();
    expect(
      due[0]?.past.map(({ record }) => Number(record.observedAt?.slice(8, 10))).sort((a, b) => a - b),
    ).toEqual([1, 3, 4, 7, 8, 10]);
  });

  it('bring reports of the past along where two sources differ, and none where they agree', async () => {
    const built = (serial: string, build: string, basis: DeviceRecord['basis'], n: number): DeviceRecord => ({
      ...recordOf({ serial }),
      basis,
      claims: { build: { value: build, at } },
      observedAt: nightOf(n),
    });
    for (const n of [1, 2]) {
      await sendDevices(`server-${n}`, built('A', '23A1', 'reported', n), built('B', '23A1', 'reported', n));
      const answer = (serial: string, build: string) => built(serial, build, 'device-answer', n + 4);
      await sendDevices(`device-${n}`, answer('A', '23B2'), answer('B', '23A1'));
    }
    const { due } = await begin();
    expect(new Map(due.map(({ id, past }) => [id, past.length]))).toEqual(
      new Map([
        ['serial:A', 4],
        ['serial:B', 0],
      ]),
    );
  });

  it('are judged anew after an upgrade where older versions may have told wrongly since when', async () => {
    const claims = { build: { value: '23A1', at } };
    const seen = { claims, observedAt: nightOf(1) };
    await sendDevices(
      'a',
      { ...recordOf({ serial: 'A' }), ...seen },
      { ...recordOf({ serial: 'B' }), ...seen },
    );
    await sendDevices('b', { ...recordOf({ serial: 'A' }), basis: 'device-answer', claims });
    await sendDevices('c', { ...recordOf({ serial: 'B' }), claims });
    await scan();
    const told = 'SELECT snapshot_id, last_at, is_observed FROM live_snapshot ORDER BY snapshot_id';
    const { rows } = await store.pool.query<{ is_observed: boolean }>(told);
    expect(rows.map(({ is_observed }) => is_observed).sort()).toEqual([false, false, true]);
    await store.pool.query('UPDATE live_snapshot SET is_observed = true');
    const migration = (await readMigrations()).find(({ name }) =>
      name.endsWith('told_since_when_of_all_reports'),
    );
    await store.pool.query(migration?.sql ?? '');
    expect((await store.pool.query(told)).rows).toEqual(rows);
    expect(await scan()).toEqual(['serial:A']);
  });

  it('are read by what older versions stored, once it says of which group it is', async () => {
    const ssid = { ssid: { value: 'x', at } };
    await sendDevices('a', saying('A', 'one'), saying('B', 'same'), saying('B', 'both', { claims: ssid }));
    await sendDevices('b', saying('A', 'two'), { ...recordOf({ serial: 'A', udid: 'U1' }), claims: ssid });
    await begin();
    const rows = async (): Promise<readonly { readonly has_past: boolean }[]> =>
      (
        await store.pool.query<{ has_past: boolean }>(
          'SELECT snapshot_id, group_id, has_past FROM live_snapshot ORDER BY snapshot_id',
        )
      ).rows;
    const before = await rows();
    expect(before.map(({ has_past }) => has_past).sort()).toEqual([false, false, false, true]);
    await store.pool.query('ALTER TABLE live_snapshot DROP COLUMN group_id, DROP COLUMN has_past');
    const migration = (await readMigrations()).find(({ name }) => name.endsWith('told_groups_what_is_said'));
    await store.pool.query(migration?.sql ?? '');
    expect(await rows()).toEqual(before);
  });

  it('show the first words of several that say the same, whatever the order they came in', async () => {
    const built = { ...recordOf({ serial: 'A' }), claims: { build: { value: '23A1', at } } };
    await sendDevices('late', { ...built, observedAt: nightOf(9) });
    await store.groups.advance(groupIdentities);
    const early = documentOf('early', {
      devices: [recordOf({ serial: 'B' }), { ...built, observedAt: nightOf(3) }],
    });
    await send(early);
    const { due } = await begin();
    expect(
      due
        .flatMap(({ id, records }) => (id === 'serial:A' ? records : []))
        .map(({ document, index, record }) => [document.path, index, record.observedAt]),
    ).toEqual([['early.json', 1, nightOf(9).replace('.000Z', 'Z')]]);
  });

  it.each([
    '0001-01-01T00:00:00Z',
    '0099-12-31T23:59:59.999Z',
    '1901-01-01T00:00:00Z',
    '1969-12-31T23:59:59.999Z',
    '2026-03-29T01:30:00.001Z',
    '9999-12-31T23:59:59.987Z',
  ])('say to the millisecond that something was said at %s', async (observedAt) => {
    await sendDevices('a', saying('A', 'one', { observedAt }));
    const { due } = await begin();
    expect(due[0]?.records.map(({ record }) => record.observedAt)).toEqual([observedAt]);
  });

  it.each(['0000-12-31T23:59:59Z', '+010000-01-01T00:00:00Z', '-000001-01-01T00:00:00Z', 'yesterday', ''])(
    'say of %j as an instant that something was said when it was received',
    async (observedAt) => {
      await sendDevices('a', saying('A', 'one', { observedAt }));
      const received = nightOf(day);
      const { due } = await begin();
      expect(due[0]?.records.map(({ record, receivedAt }) => [record.observedAt, receivedAt])).toEqual([
        [undefined, received],
      ]);
    },
  );

  it('read names with the signs that lines and columns are told apart by', async () => {
    const name = 'a\tb\nc "d" \\ e\u2028';
    await sendDevices('a', saying('A', name), saying('B\tC\nD', 'other'));
    const { due } = await begin();
    const names = due.map(({ identity, records }) => [
      identity.serial,
      records[0]?.record.claims.name?.value,
    ]);
    expect(new Map(names as [string, string][])).toEqual(
      new Map([
        ['A', name],
        ['BCD', 'other'],
      ]),
    );
  });
});
