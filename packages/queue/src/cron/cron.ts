import { CronExpressionParser } from 'cron-parser';
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
    CronExpressionParser.parse(spec.cron, { tz: spec.timeZone }).next();
    return undefined;
  } catch (error) {
    return { field: 'cron', message: error instanceof Error ? error.message : String(error) };
  }
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof Error && error.name === 'RangeError') return false;
    throw error;
  }
}

/** The next `count` moments after an instant, as UTC; fewer when the expression never comes again. */
export function nextSlots(spec: CronSpec, after: Instant, count: number): Instant[] {
  const expression = CronExpressionParser.parse(spec.cron, {
    tz: spec.timeZone,
    currentDate: new Date(after),
  });
  const slots: Instant[] = [];
  while (slots.length < count && expression.hasNext()) {
    const slot = expression.next().toISOString();
    if (slot !== null) slots.push(slot);
  }
  return slots;
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
  const slot = nextSlots(spec, new Date(moment).toISOString(), 1)[0];
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
  const expression = CronExpressionParser.parse(spec.cron, {
    tz: spec.timeZone,
    currentDate: new Date(moment + 1000),
  });
  const slots: Instant[] = [];
  while (slots.length < mostWritten && expression.hasPrev()) {
    const at = expression.prev().getTime();
    if (at < Date.parse(from)) break;
    if (at <= moment) slots.push(new Date(at).toISOString());
  }
  return slots.reverse();
}
