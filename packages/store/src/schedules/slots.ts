import { randomUUID } from 'node:crypto';
import type { Instant } from '@ringcheck/model';
import type { Database } from '../database/client.js';
import { transaction } from '../database/pool.js';
import { toJsonText } from '../database/rows.js';
import type { ScanScope, Schedule, ScheduleSlot } from '../types.js';
import { workKinds } from '../work/work-kinds.js';
import { scheduleOf, slotOf } from './schedule-row.js';

/** Running schedules: any number of schedulers may do the same at once, and each slot runs once. */
export interface Slots {
  /** Enabled schedules whose next slot is at or before `now`. */
  dueSchedules(now: Instant): Promise<readonly Schedule[]>;
  /**
   * Write slots of a schedule and move it on to its next one, in one transaction; a slot that exists stays as it is.
   * `from` is the next slot as the caller read it: when another scheduler has moved it on, nothing is written.
   */
  advance(input: AdvanceInput): Promise<boolean>;
  /** Slots that nobody has started yet, oldest first. */
  due(): Promise<readonly ScheduleSlot[]>;
  /** Queue the scan of a due slot; undefined when another scheduler took it. Returns the scan's id. */
  start(slotId: number, scope: ScanScope, at: Instant): Promise<string | undefined>;
  /** False: it was no longer due. */
  skip(slotId: number, reason: string): Promise<boolean>;
  /** A run by hand: a slot of its own at this moment, whatever the cron says. */
  runNow(scheduleId: string, at: Instant): Promise<ScheduleSlot>;
}

export interface AdvanceInput {
  readonly scheduleId: string;
  readonly from: Instant;
  readonly slots: readonly {
    readonly slotAt: Instant;
    readonly status: 'due' | 'skipped';
    readonly reason?: string;
  }[];
  /** Absent: the schedule never runs again. */
  readonly nextSlotAt?: Instant;
  readonly at: Instant;
}

export function slotsOf({ pool, prisma }: Database): Slots {
  return {
    async dueSchedules(now) {
      const rows = await prisma.schedule.findMany({
        where: { enabled: true, deletedAt: null, nextSlotAt: { lte: now } },
        orderBy: [{ nextSlotAt: 'asc' }, { id: 'asc' }],
      });
      return rows.map(scheduleOf);
    },
    advance: ({ scheduleId, from, slots, nextSlotAt, at }) =>
      prisma.$transaction(async (tx) => {
        const { count } = await tx.schedule.updateMany({
          where: { id: scheduleId, nextSlotAt: from, deletedAt: null },
          data: { nextSlotAt: nextSlotAt ?? null },
        });
        if (count === 0) return false;
        await tx.scheduleSlot.createMany({
          data: slots.map((slot) => ({ scheduleId, ...slot, createdAt: at })),
          skipDuplicates: true,
        });
        return true;
      }),
    async due() {
      const rows = await prisma.scheduleSlot.findMany({
        where: { status: 'due' },
        orderBy: [{ slotAt: 'asc' }, { id: 'asc' }],
      });
      return rows.map(slotOf);
    },
    start: (slotId, scope, at) =>
      transaction(pool, async (client) => {
        const scanId = randomUUID();
        const slot = await client.query(
          `SELECT 1 FROM schedule_slot WHERE id = $1 AND status = 'due' FOR UPDATE SKIP LOCKED`,
          [slotId],
        );
        if (slot.rowCount === 0) return undefined;
        await client.query(
          `INSERT INTO scan (id, scope, trigger, requested_at) VALUES ($1, $2, 'schedule', $3)`,
          [scanId, toJsonText(scope), at],
        );
        await client.query(`UPDATE schedule_slot SET status = 'started', scan_id = $2 WHERE id = $1`, [
          slotId,
          scanId,
        ]);
        await client.query('INSERT INTO work (kind, key, payload) VALUES ($1, $2, $3)', [
          workKinds.scanPlan,
          scanId,
          toJsonText({ scanId }),
        ]);
        return scanId;
      }),
    async skip(slotId, reason) {
      const { count } = await prisma.scheduleSlot.updateMany({
        where: { id: slotId, status: 'due' },
        data: { status: 'skipped', reason },
      });
      return count === 1;
    },
    async runNow(scheduleId, at) {
      const row = await prisma.scheduleSlot.upsert({
        where: { scheduleId_slotAt: { scheduleId, slotAt: at } },
        create: { scheduleId, slotAt: at, createdAt: at },
        update: {},
      });
      return slotOf(row);
    },
  };
}
