import { missedRunRules, overlapRules } from '@ringcheck/contracts';
import { instant, some, word } from '../database/rows.js';
import type { Schedule as ScheduleRow, ScheduleSlot as SlotRow } from '../generated/client.js';
import { slotStatuses, type ScanScope, type Schedule, type ScheduleSlot } from '../types.js';

export function scheduleOf(row: ScheduleRow): Schedule {
  return {
    id: row.id,
    name: row.name,
    cron: row.cron,
    timeZone: row.timeZone,
    scope: row.scope as ScanScope,
    missedRuns: word(missedRunRules, row.missedRuns),
    overlap: word(overlapRules, row.overlap),
    enabled: row.enabled,
    createdAt: instant(row.createdAt),
    ...some('nextSlotAt', row.nextSlotAt === null ? undefined : instant(row.nextSlotAt)),
  };
}

export function slotOf(row: SlotRow): ScheduleSlot {
  return {
    id: Number(row.id),
    scheduleId: row.scheduleId,
    slotAt: instant(row.slotAt),
    status: word(slotStatuses, row.status),
    ...some('reason', row.reason),
    ...some('scanId', row.scanId),
    createdAt: instant(row.createdAt),
  };
}
