import { nextSlots, planSlots } from './cron.js';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

interface Wall {
  readonly minute: number;
  readonly hour: number;
  readonly day: string;
}

/** The clock on the wall, from the engine's own table of zones. */
function wallOf(timeZone: string): (at: number) => Wall {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const known = new Map<number, Wall>();
  const read = (at: number): Wall => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
    return {
      minute: Number(parts.get('minute')),
      hour: Number(parts.get('hour')),
      day: `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`,
    };
  };
  return (at) => {
    const wall = known.get(at) ?? read(at);
    known.set(at, wall);
    return wall;
  };
}

/**
 * Every day one slot: the first minute whose wall clock shows the time or, where the day jumps over it, a later one.
 * Found by looking at every minute, so it shares nothing with what it judges.
 */
function dailyByHand(
  wall: (at: number) => Wall,
  hour: number,
  minute: number,
  from: number,
  to: number,
): string[] {
  const wanted = hour * 60 + minute;
  const done = new Set<string>([wall(from).day]);
  const slots: string[] = [];
  for (let at = from; at < to; at += minuteMs) {
    const { day, hour: h, minute: m } = wall(at);
    if (done.has(day) || h * 60 + m < wanted) continue;
    done.add(day);
    slots.push(new Date(at).toISOString());
  }
  return slots;
}

/** Every quarter that the wall clock shows, once each time it shows it. */
function quartersByHand(wall: (at: number) => Wall, from: number, to: number): string[] {
  const slots: string[] = [];
  for (let at = from + minuteMs; at < to; at += minuteMs)
    if (wall(at).minute % 15 === 0) slots.push(new Date(at).toISOString());
  return slots;
}

/** Both changes of the clock in 2026; Kathmandu has none. */
const changes = [
  ['Europe/Berlin', 'forward', '2026-03-29'],
  ['Europe/Berlin', 'back', '2026-10-25'],
  ['America/New_York', 'forward', '2026-03-08'],
  ['America/New_York', 'back', '2026-11-01'],
  ['Australia/Lord_Howe', 'forward by half an hour', '2026-10-04'],
  ['Australia/Lord_Howe', 'back by half an hour', '2026-04-05'],
  ['Asia/Kathmandu', 'never', '2026-03-29'],
  ['Asia/Kathmandu', 'never', '2026-10-25'],
] as const;

const times = [
  [0, 0],
  [1, 0],
  [1, 15],
  [1, 45],
  [2, 0],
  [2, 15],
  [2, 30],
  [2, 59],
  [3, 0],
  [23, 59],
] as const;

describe.each(changes)('the clock of %s going %s around %s', (timeZone, _change, night) => {
  const from = Date.parse(`${night}T12:00:00Z`) - 3 * dayMs;
  const to = from + 6 * dayMs;
  const start = new Date(from).toISOString();
  const wall = wallOf(timeZone);
  const upTo = (cron: string, count: number) =>
    nextSlots({ cron, timeZone }, start, count).filter((slot) => Date.parse(slot) < to);

  it.each(times)('gives every day one slot at %i:%i', (hour, minute) => {
    const byHand = dailyByHand(wall, hour, minute, from, to);
    expect(byHand.length).toBeGreaterThanOrEqual(5);
    // The day the search begins in is left to the search: its slot may have passed.
    const slots = upTo(`${minute} ${hour} * * *`, 8).filter((slot) => slot >= (byHand[0] ?? ''));
    expect(slots).toEqual(byHand);
  });

  it('runs every quarter of an hour that really passes', () => {
    expect(upTo('*/15 * * * *', 700)).toEqual(quartersByHand(wall, from, to));
  });

  it.each(['15 2 * * *', '45 1 * * *', '0 3 * * *', '*/15 * * * *'])(
    'plans %s slot by slot as the list says, for a scheduler that ticks every minute',
    (cron) => {
      const spec = { cron, timeZone };
      const expected = upTo(cron, 700);
      let next = nextSlots(spec, start, 1)[0] ?? '';
      const ran: string[] = [];
      for (let now = from; now < to; now += minuteMs) {
        if (now < Date.parse(next)) continue;
        const plan = planSlots(spec, next, new Date(now).toISOString(), 'skip');
        ran.push(...plan.slots.filter(({ status }) => status === 'due').map(({ slotAt }) => slotAt));
        next = plan.next ?? '';
      }
      expect(ran).toEqual(expected);
    },
  );

  it('runs a night once that a sleeping server missed, whatever the clock did in it', () => {
    const spec = { cron: '15 2 * * *', timeZone };
    const expected = upTo(spec.cron, 8);
    const first = expected[0] ?? '';
    const woken = new Date(to).toISOString();
    const plan = planSlots(spec, first, woken, 'run-once');
    expect(plan.slots.map(({ slotAt }) => slotAt)).toEqual(
      nextSlots(spec, start, 8).filter((slot) => slot <= woken),
    );
    expect(plan.slots.filter(({ status }) => status === 'due')).toHaveLength(1);
    expect(plan.slots.at(-1)?.status).toBe('due');
  });
});

describe('a clock that is set back', () => {
  const nightly = { cron: '0 3 * * *', timeZone: 'Europe/Berlin' };

  it('plans nothing before the slot that comes next', () => {
    expect(planSlots(nightly, '2026-11-23T02:00:00.000Z', '2026-11-21T12:00:00Z', 'run-once')).toEqual({
      slots: [],
      next: '2026-11-23T02:00:00.000Z',
    });
  });
});
