import { documentOf, emptyTables, fileOf, profileOf, recordOf, sha256 } from '../samples.js';
import { startTestStore } from '../testing.js';
import type { FileOutcome, StoredRecord } from '../types.js';
import { groupIdentities } from '@ringcheck/assemble';
import type { SourceDocument } from '@ringcheck/model';

const ingested: FileOutcome = { status: 'ingested', kind: 'jamf-inventory', diagnostics: [] };

describe('documents', () => {
  let store: Awaited<ReturnType<typeof startTestStore>>;
  beforeAll(async () => {
    store = await startTestStore();
  });
  afterAll(() => store.close());
  beforeEach(() => emptyTables(store.pool));

  async function upload(name: string, receivedAt = '2026-11-20T10:00:00.000Z'): Promise<number> {
    const saved = await store.uploads.save({ actor: 'tester', receivedAt, files: [fileOf(name, name)] });
    return saved.files[0]?.id ?? 0;
  }
  const save = (fileId: number, documents: readonly SourceDocument[], decoderVersion = '1') =>
    store.documents.save(fileId, { decoderVersion, documents, outcome: () => ingested });
  const watermark = async () =>
    Number((await store.pool.query('SELECT max(seq) AS seq FROM document_sighting')).rows[0]?.seq ?? 0);
  /** Records of documents up to the watermark, as they are named. */
  async function rows(upTo: number) {
    const found = await store.pool.query<{ index: number; serial: string; udid: string; creates: boolean }>(
      `SELECT r.index, i.creates, i.serial, i.udid FROM device_record r JOIN document d ON d.id = r.document_id
       JOIN device_snapshot s ON s.id = r.snapshot_id JOIN device_identity i ON i.id = s.identity_id
       WHERE d.seq <= $1 ORDER BY d.id, r.index`,
      [upTo],
    );
    return found.rows;
  }
  /** What groups hold at the watermark; records of one device follow each other. */
  async function records(upTo: number): Promise<readonly StoredRecord[]> {
    await store.groups.advance(groupIdentities);
    const { rows: groups } = await store.pool.query<{ id: string }>(
      'SELECT id FROM device_group ORDER BY id',
    );
    const loaded = await store.groups.load(
      groups.map(({ id }) => Number(id)),
      upTo,
    );
    return loaded.flatMap((group) => group.records);
  }

  it('gives back device records and profiles as they were decoded', async () => {
    const record = recordOf({ serial: 'F9FXX0001', udid: '00008103-0001' });
    const profile = profileOf('com.example.restrictions', sha256('a'));
    await save(await upload('a'), [documentOf('a', { devices: [record], profiles: [profile] })]);
    const upTo = await watermark();
    expect(await rows(upTo)).toEqual([
      { index: 0, creates: true, serial: 'F9FXX0001', udid: '00008103-0001' },
    ]);
    const loaded = await records(upTo);
    expect(loaded[0]?.record).toEqual(record);
    expect(loaded[0]?.document).toEqual({ path: 'a.json', sha256: sha256('a') });
    expect(loaded[0]?.receivedAt).toBe('2026-11-20T10:00:00.000Z');
    const profiles = await store.documents.loadProfiles(upTo);
    expect(profiles.map((one) => one.profile)).toEqual([
      { ...profile, document: { path: 'a.json', sha256: sha256('a') } },
    ]);
  });

  it('ends the file and its upload with the outcome', async () => {
    const saved = await store.uploads.save({
      actor: 'tester',
      receivedAt: '2026-11-20T10:00:00.000Z',
      files: [fileOf('one', 'one'), fileOf('two', 'two')],
    });
    const [one, two] = saved.files.map((file) => file.id);
    await save(one ?? 0, [documentOf('one')]);
    expect((await store.uploads.get(saved.id))?.status).toBe('processing');
    const diagnostics = [{ code: 'noise', severity: 'error', message: 'no document of ours' }] as const;
    await store.documents.save(two ?? 0, {
      decoderVersion: '1',
      documents: [],
      outcome: () => ({ status: 'rejected', kind: 'unknown', diagnostics }),
    });
    const done = await store.uploads.get(saved.id);
    expect(done?.status).toBe('done');
    expect(done?.files[1]).toMatchObject({ status: 'rejected', kind: 'unknown', diagnostics });
  });

  it('changes nothing when the same file is saved twice', async () => {
    const file = await upload('a');
    const documents = [documentOf('a', { devices: [recordOf({ serial: 'S1' })] })];
    await save(file, documents);
    const before = await watermark();
    await save(file, documents);
    expect(await watermark()).toBe(before);
    expect(await rows(before)).toHaveLength(1);
    expect(await store.documents.count()).toBe(1);
  });

  it('renews the age of bytes that are sent again, without a second document', async () => {
    await save(await upload('a', '2026-11-01T00:00:00.000Z'), [
      documentOf('a', { devices: [recordOf({ serial: 'S1' })] }),
    ]);
    const first = await watermark();
    expect((await records(first))[0]).toMatchObject({
      receivedAt: '2026-11-01T00:00:00.000Z',
      document: { path: 'a.json' },
    });
    await save(await upload('a', '2026-11-20T00:00:00.000Z'), [
      documentOf('a', {
        devices: [recordOf({ serial: 'S1' })],
        ref: { path: 'Z.json', sha256: sha256('a') },
      }),
    ]);
    expect(await store.documents.count()).toBe(1);
    expect((await records(await watermark()))[0]).toMatchObject({
      receivedAt: '2026-11-20T00:00:00.000Z',
      // First by order of characters, as a run over both files would name it.
      document: { path: 'Z.json' },
    });
  });

  it('shows nothing above the watermark', async () => {
    await save(await upload('a'), [documentOf('a', { devices: [recordOf({ serial: 'S1' })] })]);
    const first = await watermark();
    await save(await upload('b'), [
      documentOf('b', { devices: [recordOf({ serial: 'S2' })], profiles: [profileOf('p', sha256('b'))] }),
      documentOf('fw', {
        kind: 'firewall-policy',
        text: '*filter\nCOMMIT\n',
        firewall: { dialect: 'iptables' },
      }),
    ]);
    expect((await rows(first)).map((row) => row.serial)).toEqual(['S1']);
    expect(await store.documents.loadProfiles(first)).toEqual([]);
    expect(await store.documents.loadTexts(['firewall-policy'], first)).toEqual([]);
    expect(await rows(await watermark())).toHaveLength(2);
    expect(await records(first)).toHaveLength(1);
    const texts = await store.documents.loadTexts(['firewall-policy'], await watermark());
    expect(texts).toEqual([
      {
        ref: { path: 'fw.json', sha256: sha256('fw') },
        kind: 'firewall-policy',
        status: 'ingested',
        text: '*filter\nCOMMIT\n',
        firewall: { dialect: 'iptables' },
        diagnostics: [],
        devices: [],
        profiles: [],
        receivedAt: '2026-11-20T10:00:00.000Z',
      },
    ]);
  });

  it('keeps hostile text: NUL, lone surrogates, tabs, backslashes, very long identities', async () => {
    const long = 'x'.repeat(20_000);
    const record = recordOf({ serial: 'a\u0000b\t\\N', udid: long, vendorId: 'acme:\ud800' });
    await save(await upload('h'), [
      documentOf('h', {
        devices: [record, recordOf({ udid: `${long}y` })],
        ref: { path: 'p\u0000.csv', sha256: sha256('h') },
      }),
    ]);
    const loaded = await records(await watermark());
    expect(loaded[0]?.record).toEqual(record);
    const keys = await rows(await watermark());
    expect(await records(await watermark())).toHaveLength(2);
    expect(keys[0]?.serial).toBe('a\ufffdb\t\\N');
    expect(keys[0]?.udid).not.toBe(keys[1]?.udid);
    expect(keys[0]?.udid).toHaveLength(200);
  });

  it('reads bytes anew with a newer decoder, but not under a running scan', async () => {
    const file = await upload('a');
    await save(file, [documentOf('a', { status: 'rejected' })], '1');
    const scan = await store.scans.request({
      scope: {},
      trigger: 'manual',
      requestedAt: '2026-11-20T10:00:00.000Z',
    });
    await store.scanRuns.begin(scan.id, { now: '2026-11-20T10:00:00.000Z', rulePack: 'r1' });
    const better = [documentOf('a', { devices: [recordOf({ serial: 'S1' })] })];
    const again = await upload('a');
    await expect(save(again, better, '2')).rejects.toMatchObject({ code: 'scan-in-progress' });
    await store.scans.cancel(scan.id);
    await save(again, better, '2');
    expect(await store.documents.get(sha256('a'))).toMatchObject({
      status: 'ingested',
      decoderVersion: '2',
      devices: 1,
    });
    expect((await rows(await watermark())).map((row) => row.serial)).toEqual(['S1']);
  });

  it('numbers documents in the order of their commits', async () => {
    const [slow, quick] = [await upload('slow'), await upload('quick')];
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const slowSave = store.documents.save(slow, {
      decoderVersion: '1',
      documents: (async function* () {
        yield documentOf('slow', { devices: [recordOf({ serial: 'SLOW' })] });
        await held;
      })(),
      outcome: () => ingested,
    });
    await save(quick, [documentOf('quick', { devices: [recordOf({ serial: 'QUICK' })] })]);
    const between = await watermark();
    release();
    await slowSave;
    expect((await rows(between)).map((row) => row.serial)).toEqual(['QUICK']);
    expect((await rows(await watermark())).map((row) => row.serial).sort()).toEqual(['QUICK', 'SLOW']);
  });

  it('lists documents newest first, a page at a time', async () => {
    for (const name of ['a', 'b', 'c']) await save(await upload(name), [documentOf(name)]);
    const first = await store.documents.page({ limit: 2 });
    expect(first.items.map((item) => item.ref.path)).toEqual(['c.json', 'b.json']);
    const second = await store.documents.page({ limit: 2, cursor: first.next ?? '' });
    expect(second.items.map((item) => item.ref.path)).toEqual(['a.json']);
    expect(second.next).toBeUndefined();
    await expect(store.documents.page({ limit: 2, cursor: 'bm9uc2Vuc2U' })).rejects.toMatchObject({
      code: 'bad-cursor',
    });
  });
});
