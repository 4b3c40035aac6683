import { startTestStore } from '../testing.js';
import { workKinds } from '../work/work-kinds.js';

describe('schedules', () => {
  let store: Awaited<ReturnType<typeof startTestStore>>;
  beforeAll(async () => {
    store = await startTestStore();
  });
  afterAll(() => store.close());

  const monday = '2026-11-23T02:00:00.000Z';
  const tuesday = '2026-11-24T02:00:00.000Z';
  const create = (nextSlotAt: string) =>
    store.schedules.create(
      {
        name: 'nightly',
        cron: '0 3 * * *',
        timeZone: 'Europe/Berlin',
        scope: { devices: ['serial:A'] },
        missedRuns: 'run-once',
        overlap: 'skip',
        enabled: true,
        nextSlotAt,
      },
      '2026-11-22T00:00:00.000Z',
    );

  it('are due at their next slot and not before', async () => {
    const { id } = await create(monday);
    const due = async (now: string) => (await store.slots.dueSchedules(now)).map((schedule) => schedule.id);
    expect(await due('2026-11-23T01:59:59.999Z')).not.toContain(id);
    expect(await due(monday)).toContain(id);
    await store.schedules.delete(id, monday);
    expect(await due(monday)).not.toContain(id);
  });

  it('move on once when two schedulers meet the same slot', async () => {
    const { id } = await create(monday);
    const advance = () =>
      store.slots.advance({
        scheduleId: id,
        from: monday,
        slots: [{ slotAt: monday, status: 'due' }],
        nextSlotAt: tuesday,
        at: monday,
      });
    expect((await Promise.all([advance(), advance()])).sort()).toEqual([false, true]);
    expect((await store.schedules.slots(id, { limit: 10 })).items).toMatchObject([
      { slotAt: monday, status: 'due' },
    ]);
    expect((await store.schedules.get(id))?.nextSlotAt).toBe(tuesday);
  });

  it('start the scan of a slot once and end the slot with it', async () => {
    const { id, scope } = await create(monday);
    const slot = await store.slots.runNow(id, '2026-11-23T09:00:00.000Z');
    expect((await store.slots.runNow(id, '2026-11-23T09:00:00.000Z')).id).toBe(slot.id);
    const started = await Promise.all([
      store.slots.start(slot.id, scope, monday),
      store.slots.start(slot.id, scope, monday),
    ]);
    const scanIds = started.filter((scanId) => scanId !== undefined);
    expect(scanIds).toHaveLength(1);
    const scanId = scanIds[0] ?? '';
    expect(await store.scans.get(scanId)).toMatchObject({ trigger: 'schedule', scope, scheduleId: id });
    expect(await store.work.get(workKinds.scanPlan, scanId)).toMatchObject({ status: 'pending' });
    await store.scanRuns.begin(scanId, { now: monday, rulePack: 'r1' });
    await store.scanRuns.addChunks(scanId, []);
    await store.scanRuns.close(scanId);
    expect((await store.schedules.slots(id, { limit: 10 })).items).toMatchObject([
      { status: 'done', scanId },
    ]);
  });

  it('record why a slot was skipped, only while it is due', async () => {
    const { id } = await create(monday);
    const slot = await store.slots.runNow(id, monday);
    expect(await store.slots.skip(slot.id, 'the scan before it still runs')).toBe(true);
    expect(await store.slots.skip(slot.id, 'again')).toBe(false);
    expect(await store.slots.start(slot.id, {}, monday)).toBeUndefined();
    expect((await store.schedules.slots(id, { limit: 10 })).items).toMatchObject([
      { status: 'skipped', reason: 'the scan before it still runs' },
    ]);
  });

  it('disappear when deleted, once', async () => {
    const { id } = await create(monday);
    expect(await store.schedules.delete(id, monday)).toBe(true);
    expect(await store.schedules.delete(id, monday)).toBe(false);
    expect(await store.schedules.get(id)).toBeUndefined();
    expect((await store.schedules.list()).map((schedule) => schedule.id)).not.toContain(id);
    expect(await store.schedules.get('no uuid')).toBeUndefined();
  });
});
