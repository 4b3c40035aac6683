import { Inject, Injectable } from '@nestjs/common';
import type { Page, Schedule as ApiSchedule, ScheduleRequest, ScheduleRun } from '@ringcheck/contracts';
import { cronFault, nextSlots } from '@ringcheck/queue';
import {
  scopeItem,
  workKinds,
  type Audit,
  type Policies,
  type Schedule,
  type Schedules,
  type ScheduleSlot,
  type Slots,
} from '@ringcheck/store';
import { CurrentPolicy } from '../devices/current-policy.js';
import { notFound, ProblemError } from '../http/problem.js';
import { scopeOf } from '../scans/scan-scope.js';
import { keys, type Wake } from '../store/tokens.js';

/** Enough to find a run again that was asked for a moment ago. */
const latestRuns = 20;

@Injectable()
export class SchedulesService {
  private readonly policy: CurrentPolicy;

  constructor(
    @Inject(keys.schedules) private readonly schedules: Schedules,
    @Inject(keys.slots) private readonly slots: Slots,
    @Inject(keys.wake) private readonly wake: Wake,
    @Inject(keys.audit) private readonly audit: Audit,
    @Inject(keys.policies) policies: Policies,
  ) {
    this.policy = new CurrentPolicy(policies);
  }

  async create(request: ScheduleRequest): Promise<ApiSchedule> {
    const fault = cronFault(request);
    if (fault !== undefined)
      throw new ProblemError(400, `${fault.field}: ${fault.message}`, [
        { path: fault.field, message: fault.message },
      ]);
    const now = new Date().toISOString();
    const { devices: _devices, groups: _groups, tags: _tags, ...rest } = request;
    const next = nextSlots(request, now, 1)[0];
    const schedule = await this.schedules.create(
      {
        ...rest,
        scope: scopeOf(request, await this.policy.get()),
        enabled: true,
        ...(next === undefined ? {} : { nextSlotAt: next }),
      },
      now,
    );
    await this.audit.write({
      actor: 'local',
      action: 'schedule.create',
      subject: schedule.id,
      data: { name: schedule.name, cron: schedule.cron, timeZone: schedule.timeZone },
    });
    return scheduleItem(schedule, now);
  }

  async list(): Promise<Page<ApiSchedule>> {
    const now = new Date().toISOString();
    return { items: (await this.schedules.list()).map((schedule) => scheduleItem(schedule, now)) };
  }

  async one(id: string): Promise<ApiSchedule> {
    return scheduleItem(await this.find(id), new Date().toISOString());
  }

  async runs(id: string, query: { limit: number; cursor?: string | undefined }): Promise<Page<ScheduleRun>> {
    await this.find(id);
    const { items, next } = await this.schedules.slots(id, {
      limit: query.limit,
      ...(query.cursor === undefined ? {} : { cursor: query.cursor }),
    });
    return { items: items.map(runItem), ...(next === undefined ? {} : { next }) };
  }

  /** A slot of its own, now; the cron's slots are not touched. */
  async runNow(id: string): Promise<ScheduleRun> {
    const schedule = await this.find(id);
    const now = new Date().toISOString();
    const slot = await this.slots.runNow(id, now);
    const scanId = await this.slots.start(slot.id, schedule.scope, now);
    await this.audit.write({ actor: 'local', action: 'schedule.run', subject: id });
    if (scanId !== undefined) await this.wake([{ kind: workKinds.scanPlan, key: scanId }]);
    // A worker's look at the clock may have come first: the slot says what became of it.
    const { items } = await this.schedules.slots(id, { limit: latestRuns });
    return runItem(items.find((each) => each.id === slot.id) ?? slot);
  }

  async remove(id: string): Promise<void> {
    if (!(await this.schedules.delete(id, new Date().toISOString()))) throw notFound('schedule', id);
    await this.audit.write({ actor: 'local', action: 'schedule.delete', subject: id });
  }

  private async find(id: string): Promise<Schedule> {
    const schedule = await this.schedules.get(id);
    if (schedule === undefined) throw notFound('schedule', id);
    return schedule;
  }
}

function scheduleItem(schedule: Schedule, now: string): ApiSchedule {
  return {
    id: schedule.id,
    name: schedule.name,
    cron: schedule.cron,
    timeZone: schedule.timeZone,
    missedRuns: schedule.missedRuns,
    overlap: schedule.overlap,
    ...scopeItem(schedule.scope),
    createdAt: schedule.createdAt,
    nextRuns: nextSlots(schedule, now, 10),
  };
}

function runItem(slot: ScheduleSlot): ScheduleRun {
  return {
    slot: slot.slotAt,
    status: slot.status,
    ...(slot.reason === undefined ? {} : { reason: slot.reason }),
    ...(slot.scanId === undefined ? {} : { scanId: slot.scanId }),
  };
}
