import { cronFault, nextSlots, planSlots } from './cron.js';

const nightly = { cron: '0 3 * * *', timeZone: 'Europe/Berlin' };

describe('cron expressions', () => {
  it.each([
    ['0 3 * * *', 'Europe/Berlin', undefined],
    ['*/5 * * * 1-5', 'Asia/Kathmandu', undefined],
    ['* * * * * *', 'UTC', 'cron'],
    ['61 * * * *', 'UTC', 'cron'],
    ['tomorrow', 'UTC', 'cron'],
    ['0 0 31 2 *', 'UTC', 'cron'],
    ['0 3 * * *', 'Mars/Olympus', 'timeZone'],
  ] as const)('judges %s in %s', (cron, timeZone, field) => {
    expect(cronFault({ cron, timeZone })?.field).toBe(field);
  });

  it('gives moments in UTC for a zone', () => {
    expect(nextSlots(nightly, '2026-11-21T12:00:00Z', 2)).toEqual([
      '2026-11-22T02:00:00.000Z',
      '2026-11-23T02:00:00.000Z',
    ]);
  });

  it('runs at the first moment after the jump in the night the clock is put forward over the slot', () => {
    const slots = nextSlots({ cron: '30 2 * * *', timeZone: 'Europe/Berlin' }, '2026-03-28T12:00:00Z', 2);
    expect(slots).toEqual(['2026-03-29T01:00:00.000Z', '2026-03-30T00:30:00.000Z']);
  });

  it('runs once in the night the hour comes twice', () => {
    const slots = nextSlots({ cron: '30 2 * * *', timeZone: 'Europe/Berlin' }, '2026-10-24T12:00:00Z', 2);
    expect(slots).toEqual(['2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z']);
  });
});

describe('planning slots', () => {
  it('runs the slot that has just come', () => {
    expect(planSlots(nightly, '2026-11-22T02:00:00.000Z', '2026-11-22T02:00:01Z', 'skip')).toEqual({
      slots: [{ slotAt: '2026-11-22T02:00:00.000Z', status: 'due' }],
      next: '2026-11-23T02:00:00.000Z',
    });
  });

  it('runs one for three missed nights under run-once', () => {
    const { slots, next } = planSlots(
      nightly,
      '2026-11-20T02:00:00.000Z',
      '2026-11-22T09:00:00Z',
      'run-once',
    );
    expect(slots.map(({ status }) => status)).toEqual(['skipped', 'skipped', 'due']);
    expect(next).toBe('2026-11-23T02:00:00.000Z');
  });

  it('runs none of the missed ones under skip', () => {
    const { slots } = planSlots(nightly, '2026-11-20T02:00:00.000Z', '2026-11-22T09:00:00Z', 'skip');
    expect(slots.map(({ status }) => status)).toEqual(['skipped', 'skipped', 'skipped']);
  });

  it('writes nothing before the slot', () => {
    expect(planSlots(nightly, '2026-11-22T02:00:00.000Z', '2026-11-22T01:59:59Z', 'run-once')).toEqual({
      slots: [],
      next: '2026-11-22T02:00:00.000Z',
    });
  });

  it('writes down at most a hundred of the slots of a year asleep', () => {
    const { slots } = planSlots(
      { cron: '0 * * * *', timeZone: 'UTC' },
      '2025-11-20T02:00:00.000Z',
      '2026-11-22T09:30:00Z',
      'run-once',
    );
    expect(slots).toHaveLength(100);
    expect(slots.at(-1)).toEqual({ slotAt: '2026-11-22T09:00:00.000Z', status: 'due' });
  });
});
