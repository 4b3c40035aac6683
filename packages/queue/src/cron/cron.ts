import { Cron } from 'croner';
import type { Instant } from '@ringcheck/model';

/** A cron expression of five fields in an IANA time zone. */
export interface CronSpec {
  readonly cron: string;
  readonly timeZone: string;
}

/** What is wrong with a schedule's expression or zone; undefined when it can be used. */
export function cronFault(
  spec: CronSpec,
): { readonly field: 'cron' | 'timeZone'; readonly message: string } | undefined {
  if (!isTimeZone(spec.timeZone))
    return { field: 'timeZone', message: 'expected an IANA time zone, Europe/Berlin' };
  if (spec.cron.trim().split(/\s+/).length !== 5) {
    return { field: 'cron', message: 'expected five fields: minute hour day month weekday, as in 0 3 * * *' };
  }
  try {
    if (open(spec).nextRun(new Date(0)) === null) return { field: 'cron', message: 'it never comes' };
    return undefined;
  } catch (error) {
    return { field: 'cron', message: error instanceof Error ? plainFault(error.message) : String(error) };
  }
}

/** The library names itself in its messages; an admin reads what is wrong and where. */
function plainFault(message: string): string {
  return message.replace(/^[\w.]*(?:Cron\w*): /i, '');
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof Error && error.name === 'RangeError') return false;
    throw error;
  }
}

/**
 * A fixed time that the clock jumps over runs at the first moment after the jump, one that comes twice runs the first
 * time; an expression of every hour or every few minutes follows the hours that really pass.
 */
function open({ cron, timeZone }: CronSpec): Cron {
  return new Cron(cron.trim(), { timezone: timeZone, paused: true, mode: '5-part' });
}

/** The next `count` moments after an instant, as UTC; fewer when the expression never comes again. */
export function nextSlots(spec: CronSpec, after: Instant, count: number): Instant[] {
  return open(spec)
    .nextRuns(count, new Date(after))
    .map((moment) => moment.toISOString());
}

export interface PlannedSlot {
  readonly slotAt: Instant;
  readonly status: 'due' | 'skipped';
  readonly reason?: string;
}

/** A slot this late counts as missed: nobody was there to run it. */
export const missedAfterMs = 60_000;
/** After a long sleep only so many missed slots are written down one by one. */
const mostWritten = 100;

/**
 * What becomes of the slots from `from` up to `now`: the one that is on time runs; of missed ones the latest runs
 * under `run-once`, and none under `skip`. `next` is the first slot after `now`.
 */
export function planSlots(
  spec: CronSpec,
  from: Instant,
  now: Instant,
  missedRuns: 'run-once' | 'skip',
): { readonly slots: readonly PlannedSlot[]; readonly next?: Instant } {
  const moment = Date.parse(now);
  const passed = slotsUpTo(spec, from, moment);
  // Never before what is planned already: a clock set back must not run a night twice.
  const after = Math.max(moment, Date.parse(from) - 1);
  const slot = nextSlots(spec, new Date(after).toISOString(), 1)[0];
  const latest = passed.at(-1);
  const slots = passed.map((slotAt): PlannedSlot => {
    const late = moment - Date.parse(slotAt) > missedAfterMs;
    if (slotAt !== latest) return { slotAt, status: 'skipped', reason: 'missed; a later slot stands for it' };
    if (late && missedRuns === 'skip')
      return { slotAt, status: 'skipped', reason: 'missed: the server was not running' };
    return { slotAt, status: 'due' };
  });
  return { slots, ...(slot === undefined ? {} : { next: slot }) };
}

/** The latest slots from `from` to the moment, oldest first; read backwards, so that a year asleep costs no more than a day. */
function slotsUpTo(spec: CronSpec, from: Instant, moment: number): Instant[] {
  const start = Date.parse(from);
  const cron = open(spec);
  const latest = (count: number) =>
    cron.previousRuns(count, new Date(moment + 1000)).map((slot) => slot.getTime());
  const few = latest(2);
  // Nearly always one slot has come; only after a sleep are there more to look for.
  const found = (few.at(-1) ?? 0) < start ? few : latest(mostWritten);
  return found
    .filter((at) => at >= start && at <= moment)
    .map((at) => new Date(at).toISOString())
    .reverse();
}
