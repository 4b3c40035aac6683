import { randomUUID } from 'node:crypto';
import type { Instant } from '@ringcheck/model';
import type { Database } from '../database/client.js';
import { decodeCursor, encodeCursor, isUuid, jsonInput, some } from '../database/rows.js';
import type { PageRequest, Schedule, ScheduleInput, ScheduleSlot, Slice } from '../types.js';
import { scheduleOf, slotOf } from './schedule-row.js';

/** Schedules as their owners see them. */
export interface Schedules {
  create(input: ScheduleInput, createdAt: Instant): Promise<Schedule>;
  /** Not those that were deleted. */
  get(id: string): Promise<Schedule | undefined>;
  list(): Promise<readonly Schedule[]>;
  /** False: there is no such schedule. Its past runs stay. */
  delete(id: string, at: Instant): Promise<boolean>;
  /** Runs of a schedule, latest slot first. */
  slots(id: string, request: PageRequest): Promise<Slice<ScheduleSlot>>;
}

export function schedulesOf({ prisma }: Database): Schedules {
  return {
    async create(input, createdAt) {
      const { nextSlotAt, scope, ...rest } = input;
      const row = await prisma.schedule.create({
        data: {
          ...rest,
          id: randomUUID(),
          createdAt,
          scope: jsonInput(scope),
          nextSlotAt: nextSlotAt ?? null,
        },
      });
      return scheduleOf(row);
    },
    async get(id) {
      if (!isUuid(id)) return undefined;
      const row = await prisma.schedule.findUnique({ where: { id, deletedAt: null } });
      return row ? scheduleOf(row) : undefined;
    },
    async list() {
      const rows = await prisma.schedule.findMany({
        where: { deletedAt: null },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      });
      return rows.map(scheduleOf);
    },
    async delete(id, at) {
      if (!isUuid(id)) return false;
      const { count } = await prisma.schedule.updateMany({
        where: { id, deletedAt: null },
        data: { deletedAt: at, enabled: false, nextSlotAt: null },
      });
      return count === 1;
    },
    async slots(scheduleId, { limit, cursor }) {
      if (!isUuid(scheduleId)) return { items: [] };
      const after = cursor === undefined ? undefined : decodeCursor(cursor, ['instant']);
      const rows = await prisma.scheduleSlot.findMany({
        where: { scheduleId, ...(after === undefined ? {} : { slotAt: { lt: after[0] } }) },
        orderBy: { slotAt: 'desc' },
        take: limit + 1,
      });
      const items = rows.slice(0, limit).map(slotOf);
      const last = items.at(-1);
      return {
        items,
        ...some('next', rows.length > limit && last ? encodeCursor([last.slotAt]) : undefined),
      };
    },
  };
}
