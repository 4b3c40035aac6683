import { planSlots } from '@ringcheck/queue';
import { workKinds, type Schedule, type ScheduleSlot, type Store } from '@ringcheck/store';
import type { WorkRef } from '../runtime/outcome.js';

/**
 * Turns schedules into slots and due slots into scans. Any number of schedulers may tick at once: rows with a unique
 * key decide, so a slot runs once.
 */
export class Scheduler {
  constructor(
    private readonly store: Store,
    private readonly wake: (refs: readonly WorkRef[]) => Promise<void>,
  ) {}

  async tick(now: string): Promise<void> {
    for (const schedule of await this.store.slots.dueSchedules(now)) await this.advance(schedule, now);
    for (const slot of await this.store.slots.due()) await this.start(slot, now);
  }

  private async advance(schedule: Schedule, now: string): Promise<void> {
    const from = schedule.nextSlotAt;
    if (from === undefined) return;
    const { slots, next } = planSlots(schedule, from, now, schedule.missedRuns);
    await this.store.slots.advance({
      scheduleId: schedule.id,
      from,
      slots,
      at: now,
      ...(next === undefined ? {} : { nextSlotAt: next }),
    });
  }

  private async start(slot: ScheduleSlot, now: string): Promise<void> {
    const schedule = await this.store.schedules.get(slot.scheduleId);
    if (schedule === undefined) {
      await this.store.slots.skip(slot.id, 'the schedule was deleted');
      return;
    }
    if (schedule.overlap === 'skip' && (await this.store.scans.open()).length > 0) {
      await this.store.slots.skip(slot.id, 'another scan was still running');
      return;
    }
    const scanId = await this.store.slots.start(slot.id, schedule.scope, now);
    if (scanId !== undefined) await this.wake([{ kind: workKinds.scanPlan, key: scanId }]);
  }
}
