import { nextSlots } from '@ringcheck/queue';
import { startTestStore, type ScheduleSlot, type Store } from '@ringcheck/store';
import { Scheduler } from './scheduler.js';

const hourMs = 60 * 60_000;

/** Nights around both changes of the clock, and a zone that knows none. */
const zones = [
  ['Europe/Berlin', '2026-03-27T12:00:00.000Z'],
  ['Europe/Berlin', '2026-10-23T12:00:00.000Z'],
  ['America/New_York', '2026-03-06T12:00:00.000Z'],
  ['America/New_York', '2026-10-30T12:00:00.000Z'],
  ['Australia/Lord_Howe', '2026-10-02T12:00:00.000Z'],
  ['Australia/Lord_Howe', '2026-04-03T12:00:00.000Z'],
  ['Asia/Kathmandu', '2026-03-27T12:00:00.000Z'],
] as const;

describe('schedulers over changes of the clock', () => {
  let store: Awaited<ReturnType<typeof startTestStore>>;
  beforeAll(async () => {
    store = await startTestStore();
  });
  afterAll(() => store.close());

  const schedulerOf = (kept: Store) => new Scheduler(kept, async () => undefined);

  async function schedule(timeZone: string, now: string, more: object = {}) {
    const spec = { cron: '15 2 * * *', timeZone };
    const next = nextSlots(spec, now, 1)[0];
    const made = await store.schedules.create(
      {
        ...spec,
        name: `nightly ${timeZone} ${now}`,
        scope: {},
        missedRuns: 'run-once',
        overlap: 'queue',
        enabled: true,
        ...(next === undefined ? {} : { nextSlotAt: next }),
        ...more,
      },
      now,
    );
    return { ...made, spec };
  }

  const runsOf = async (id: string): Promise<readonly ScheduleSlot[]> =>
    [...(await store.schedules.slots(id, { limit: 100 })).items].reverse();

  const tickBoth = (now: number) => {
    const at = new Date(now).toISOString();
    return Promise.all([schedulerOf(store).tick(at), schedulerOf(store).tick(at)]);
  };

  it.each(zones)('gives one scan a night in %s from %s, with two schedulers at work', async (zone, start) => {
    const { id, spec } = await schedule(zone, start);
    const from = Date.parse(start);
    for (let now = from; now <= from + 4 * 24 * hourMs; now += hourMs) await tickBoth(now);
    const until = new Date(from + 4 * 24 * hourMs).toISOString();
    const expected = nextSlots(spec, start, 10).filter((slot) => slot <= until);
    const runs = await runsOf(id);
    expect(runs.map(({ slotAt }) => slotAt)).toEqual(expected);
    expect(runs.every(({ status, scanId }) => status === 'started' && scanId !== undefined)).toBe(true);
    expect(new Set(runs.map(({ scanId }) => scanId)).size).toBe(expected.length);
    await store.schedules.delete(id, until);
  });

  it.each(zones)(
    'gives one scan for the nights a server slept through in %s from %s',
    async (zone, start) => {
      const { id } = await schedule(zone, start);
      const woken = Date.parse(start) + 4 * 24 * hourMs;
      await tickBoth(woken);
      await tickBoth(woken + 1_000);
      const runs = await runsOf(id);
      expect(runs.filter(({ status }) => status === 'started')).toHaveLength(1);
      expect(runs.at(-1)?.status).toBe('started');
      expect(runs.filter(({ status }) => status === 'skipped').map(({ reason }) => reason)).toEqual(
        runs.slice(0, -1).map(() => 'missed; a later slot stands for it'),
      );
      await store.schedules.delete(id, new Date(woken).toISOString());
    },
  );

  it('gives none for them under skip', async () => {
    const start = '2026-10-23T12:00:00.000Z';
    const { id } = await schedule('Europe/Berlin', start, { missedRuns: 'skip' });
    await tickBoth(Date.parse(start) + 4 * 24 * hourMs);
    expect((await runsOf(id)).map(({ status }) => status)).toEqual([
      'skipped',
      'skipped',
      'skipped',
      'skipped',
    ]);
    await store.schedules.delete(id, start);
  });

  it('runs no night twice when the clock is set back over it, and none is lost when it is set forward', async () => {
    const start = '2026-10-23T12:00:00.000Z';
    const { id, spec } = await schedule('Europe/Berlin', start);
    const [first = '', second = '', third = ''] = nextSlots(spec, start, 3);
    for (const now of [
      Date.parse(first),
      Date.parse(first) - 2 * hourMs,
      Date.parse(first),
      Date.parse(first) + 1_000,
      Date.parse(second) + 30_000,
      Date.parse(first),
      Date.parse(second),
      Date.parse(third) + 10_000,
    ])
      await tickBoth(now);
    const runs = await runsOf(id);
    expect(runs.map(({ slotAt, status }) => [slotAt, status])).toEqual([
      [first, 'started'],
      [second, 'started'],
      [third, 'started'],
    ]);
    await store.schedules.delete(id, start);
  });

  it('starts a slot that a scheduler wrote and died before starting', async () => {
    const start = '2026-10-23T12:00:00.000Z';
    const { id, spec } = await schedule('Europe/Berlin', start);
    const [first = '', second = ''] = nextSlots(spec, start, 2);
    await store.slots.advance({
      scheduleId: id,
      from: first,
      slots: [{ slotAt: first, status: 'due' }],
      nextSlotAt: second,
      at: first,
    });
    expect((await runsOf(id)).map(({ status }) => status)).toEqual(['due']);
    await tickBoth(Date.parse(first) + 5_000);
    expect((await runsOf(id)).map(({ status }) => status)).toEqual(['started']);
    await store.schedules.delete(id, start);
  });

  it('leaves out a slot while another scan runs, under overlap skip', async () => {
    const start = '2026-10-23T12:00:00.000Z';
    const { id, spec } = await schedule('Europe/Berlin', start, { overlap: 'skip' });
    const [first = ''] = nextSlots(spec, start, 1);
    await tickBoth(Date.parse(first));
    expect(await runsOf(id)).toMatchObject([{ status: 'skipped', reason: 'another scan was still running' }]);
    await store.schedules.delete(id, start);
  });
});
