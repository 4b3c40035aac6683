import { startTestStore } from '../testing.js';

describe('work', () => {
  let store: Awaited<ReturnType<typeof startTestStore>>;
  beforeAll(async () => {
    store = await startTestStore();
  });
  afterAll(() => store.close());

  const add = (key: string) => store.work.add([{ kind: 'decode', key, payload: { uploadFileId: key } }]);
  const isDue = async (key: string) => (await store.work.due(100)).some((row) => row.key === key);

  it('is one row, however often it is asked for', async () => {
    await Promise.all([add('once'), add('once')]);
    expect((await store.work.due(100)).filter((row) => row.key === 'once')).toHaveLength(1);
  });

  it('is taken by one of two workers', async () => {
    await add('two');
    const claims = await Promise.all([
      store.work.claim('decode', 'two', 60_000),
      store.work.claim('decode', 'two', 60_000),
    ]);
    expect(claims.filter((claim) => claim !== undefined)).toHaveLength(1);
    expect(claims.find((claim) => claim !== undefined)).toMatchObject({
      attempts: 1,
      payload: { uploadFileId: 'two' },
    });
    expect(await isDue('two')).toBe(false);
  });

  it('can be taken again when its lock has passed; the first worker then cannot finish it', async () => {
    await add('lost');
    const first = await store.work.claim('decode', 'lost', -1);
    expect(await isDue('lost')).toBe(true);
    const second = await store.work.claim('decode', 'lost', 60_000);
    if (!first || !second) throw new Error('both must get it');
    expect(second.attempts).toBe(2);
    expect(await store.work.complete(first)).toBe(false);
    expect(await store.work.extend(first, 60_000)).toBe(false);
    expect(await store.work.complete(second)).toBe(true);
    expect(await store.work.claim('decode', 'lost', 60_000)).toBeUndefined();
  });

  it('comes back after its pause', async () => {
    await add('later');
    const claim = await store.work.claim('decode', 'later', 60_000);
    if (!claim) throw new Error('must get it');
    await store.work.release(claim, 'no disk \u0000', 3_600_000);
    expect(await isDue('later')).toBe(false);
    expect(await store.work.claim('decode', 'later', 60_000)).toBeUndefined();
    expect(await store.work.get('decode', 'later')).toMatchObject({
      status: 'pending',
      lastError: 'no disk \ufffd',
    });
  });

  it('given back without an error has used no attempt', async () => {
    await add('early');
    const first = await store.work.claim('decode', 'early', 60_000);
    if (!first) throw new Error('must get it');
    await store.work.release(first, undefined, 0);
    const second = await store.work.claim('decode', 'early', 60_000);
    if (!second) throw new Error('must get it again');
    await store.work.release(second, 'no disk', 0);
    expect([first.attempts, second.attempts]).toEqual([1, 1]);
    expect((await store.work.claim('decode', 'early', 60_000))?.attempts).toBe(2);
  });

  it('that has failed for good waits until somebody retries it', async () => {
    await add('bad');
    const claim = await store.work.claim('decode', 'bad', 60_000);
    if (!claim) throw new Error('must get it');
    await store.work.release(claim, 'broken');
    expect(await store.work.get('decode', 'bad')).toMatchObject({ status: 'failed', lastError: 'broken' });
    expect(await isDue('bad')).toBe(false);
    expect(await store.work.retry('decode', 'bad')).toBe(true);
    expect(await store.work.retry('decode', 'bad')).toBe(false);
    expect(await isDue('bad')).toBe(true);
  });
});

describe('small tables', () => {
  let store: Awaited<ReturnType<typeof startTestStore>>;
  beforeAll(async () => {
    store = await startTestStore();
  });
  afterAll(() => store.close());

  it('keep a policy text once while it is in force', async () => {
    const first = await store.policies.save('version: 1\n', 'anna');
    expect((await store.policies.save('version: 1\n', 'bert')).id).toBe(first.id);
    const second = await store.policies.save('version: 1\ngroups: []\n', 'bert');
    expect((await store.policies.save('version: 1\n', 'anna')).id).toBeGreaterThan(second.id);
    expect((await store.policies.list(10)).map((policy) => policy.actor)).toEqual(['anna', 'bert', 'anna']);
    expect(await store.policies.get(first.id)).toMatchObject({ text: 'version: 1\n', actor: 'anna' });
  });

  it('keep the audit log in order', async () => {
    await store.audit.write({ actor: 'anna', action: 'upload.create', subject: 'upload:1' });
    await store.audit.write({
      actor: 'bert',
      action: 'scan.cancel',
      subject: 'scan:1',
      data: { reason: 'noon' },
    });
    const first = await store.audit.page({ limit: 1 });
    expect(first.items).toMatchObject([{ actor: 'bert', data: { reason: 'noon' } }]);
    const second = await store.audit.page({ limit: 1, cursor: first.next ?? '' });
    expect(second.items).toMatchObject([{ actor: 'anna', data: {} }]);
  });

  it('keep the last value of a setting', async () => {
    expect(await store.settings.get('rule-pack')).toBeUndefined();
    await store.settings.set('rule-pack', { hash: 'a' });
    await store.settings.set('rule-pack', { hash: 'b' });
    expect(await store.settings.get('rule-pack')).toEqual({ hash: 'b' });
  });

  it('list uploads newest first and refuse ids that are none', async () => {
    for (const hour of ['08', '09', '10'])
      await store.uploads.save({ actor: 'anna', receivedAt: `2026-11-20T${hour}:00:00.000Z`, files: [] });
    const first = await store.uploads.page({ limit: 2 });
    const second = await store.uploads.page({ limit: 2, cursor: first.next ?? '' });
    expect([...first.items, ...second.items].map((upload) => upload.receivedAt.slice(11, 13))).toEqual([
      '10',
      '09',
      '08',
    ]);
    expect(await store.uploads.get('1')).toBeUndefined();
  });
});
