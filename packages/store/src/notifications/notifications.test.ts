import { startTestStore } from '../testing.js';
import { workKinds } from '../work/work-kinds.js';

describe('telling others of ended scans', () => {
  let store: Awaited<ReturnType<typeof startTestStore>>;
  beforeAll(async () => {
    store = await startTestStore();
  });
  afterAll(() => store.close());
  afterEach(async () => {
    for (const { id } of await store.notifiers.list())
      await store.notifiers.delete(id, '2026-11-22T00:00:00Z');
  });

  const secret = new TextEncoder().encode('a secret that signs');
  // Before any scan of these tests ended.
  const create = (onlyOnChange = false) =>
    store.notifiers.create(
      {
        name: 'ticket desk',
        target: { kind: 'webhook', url: 'https://desk.example.org/hook' },
        onlyOnChange,
        secret,
      },
      '2026-01-01T00:00:00.000Z',
    );

  async function endedScan(status: 'done' | 'failed' = 'done'): Promise<string> {
    const now = '2026-11-22T02:00:00.000Z';
    const { id } = await store.scans.request({ scope: {}, trigger: 'manual', requestedAt: now });
    await store.scanRuns.begin(id, { now, rulePack: 'r1' });
    await store.scanRuns.addChunks(id, []);
    if (status === 'done') await store.scanRuns.close(id);
    else await store.scanRuns.fail(id, 'the database went away');
    return id;
  }

  it('owes one message per scan and notifier, however many workers plan at once', async () => {
    const [first, second] = [await create(), await create()];
    const scanId = await endedScan();
    const planned = await Promise.all([1, 2, 3, 4].map(() => store.deliveries.plan()));
    const ids = planned.flat();
    const due = await Promise.all(ids.map((id) => store.deliveries.due(id)));
    const ofScan = due.filter((delivery) => delivery?.scanId === scanId);
    expect(ofScan.map((delivery) => delivery?.notifier.id).sort()).toEqual([first.id, second.id].sort());
    expect(await store.deliveries.plan()).toEqual([]);
    for (const delivery of ofScan)
      expect(await store.work.get(workKinds.deliver, String(delivery?.id))).toMatchObject({
        status: 'pending',
      });
  });

  it('keeps the signing secret sealed and gives it back to the sender only', async () => {
    const { id } = await create();
    await endedScan();
    const [delivery = 0] = await store.deliveries.plan();
    expect((await store.deliveries.due(delivery))?.secret).toEqual(Buffer.from(secret));
    const { rows } = await store.pool.query('SELECT notifier::text AS row FROM notifier WHERE id = $1', [id]);
    expect(String(rows[0].row)).not.toContain(Buffer.from(secret).toString('hex'));
    expect(JSON.stringify(await store.notifiers.get(id))).not.toContain('secret');
  });

  it('says nothing of a scan without change to those who want changes only, and tells of a failed one', async () => {
    const { id } = await create(true);
    await endedScan();
    const failed = await endedScan('failed');
    expect(await store.deliveries.plan()).toHaveLength(1);
    const { items } = await store.deliveries.page(id, { limit: 10 });
    expect(items.find(({ scanId }) => scanId === failed)?.status).toBe('pending');
    expect(new Set(items.filter(({ scanId }) => scanId !== failed).map(({ status }) => status))).toEqual(
      new Set(['skipped']),
    );
    expect(items.find(({ status }) => status === 'skipped')?.reason).toBe('the scan found no change');
  });

  it('notes attempts until the message is delivered, and none afterwards', async () => {
    const { id } = await create();
    await endedScan();
    const [delivery = 0] = await store.deliveries.plan();
    const at = '2026-11-22T03:00:00.000Z';
    await store.deliveries.attempted(delivery, { status: 'pending', at, reason: 'HTTP 503', answer: 503 });
    await store.deliveries.attempted(delivery, { status: 'delivered', at, answer: 204 });
    await store.deliveries.attempted(delivery, { status: 'failed', at, reason: 'too late' });
    expect(await store.deliveries.due(delivery)).toBeUndefined();
    const { items } = await store.deliveries.page(id, { limit: 100 });
    const noted = items.find((item) => item.id === delivery);
    expect(noted).toMatchObject({ status: 'delivered', attempts: 2, answer: 204, attemptedAt: at });
    expect(noted?.reason).toBeUndefined();
  });

  it('sends a message once more when asked to, once for two askers at once', async () => {
    const { id } = await create();
    await endedScan();
    const [delivery = 0] = await store.deliveries.plan();
    await store.deliveries.attempted(delivery, { status: 'delivered', at: '2026-11-22T03:00:00.000Z' });
    const asked = await Promise.all([
      store.deliveries.replay(id, delivery),
      store.deliveries.replay(id, delivery),
    ]);
    expect(asked.filter((made) => made !== undefined).map((made) => made?.replay)).toContain(1);
    expect(await store.deliveries.replay(id, 999_999_999)).toBeUndefined();
    expect(await store.deliveries.replay('no uuid', delivery)).toBeUndefined();
  });

  it('sends nothing to a notifier that was deleted', async () => {
    const { id } = await create();
    await endedScan();
    const [delivery = 0] = await store.deliveries.plan();
    expect(await store.notifiers.delete(id, '2026-11-22T04:00:00.000Z')).toBe(true);
    expect(await store.deliveries.due(delivery)).toBeUndefined();
    expect(await store.notifiers.delete(id, '2026-11-22T04:00:00.000Z')).toBe(false);
    expect(await store.notifiers.get('no uuid')).toBeUndefined();
  });

  it('tells a new notifier nothing of scans that ended before it', async () => {
    await endedScan();
    await store.notifiers.create(
      { name: 'late', target: { kind: 'email', to: ['it@example.org'] }, onlyOnChange: false },
      new Date(Date.now() + 60_000).toISOString(),
    );
    expect(await store.deliveries.plan()).toEqual([]);
  });
});
