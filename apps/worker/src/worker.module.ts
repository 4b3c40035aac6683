import { Module, type DynamicModule } from '@nestjs/common';
import type { Settings } from '@ringcheck/contracts';
import type { WakeQueue } from '@ringcheck/queue';
import { workKinds, type Store } from '@ringcheck/store';
import type { Logger } from 'pino';
import { DecodeService } from './decode/decode.service.js';
import { DeliverService } from './notify/deliver.service.js';
import { Retention } from './retention/retention.js';
import { WorkLoop } from './runtime/work-loop.js';
import { WorkRunner } from './runtime/work-runner.js';
import { ChunkService } from './scan/chunk.service.js';
import { CloseService } from './scan/close.service.js';
import { PlanService } from './scan/plan.service.js';
import { Rehearsal } from './scan/rehearsal.js';
import { WorldCache } from './scan/world-cache.js';
import { Scheduler } from './schedule/scheduler.js';

export interface WorkerParts {
  readonly store: Store;
  readonly queue: WakeQueue;
  readonly settings: Pick<
    Settings,
    'scanChunk' | 'workerConcurrency' | 'workLockMs' | 'publicUrl' | 'mail' | 'historyDays' | 'uploadDays'
  >;
  /** Certificates whose signatures on profiles count as known. */
  readonly trustAnchors?: readonly Uint8Array[];
  readonly log: Logger;
  /** The moment, as ISO 8601 in UTC. */
  readonly clock: () => string;
}

/** One handler per kind of work, and the loop that feeds them. */
@Module({})
export class WorkerModule {
  static of(parts: WorkerParts): DynamicModule {
    const { store, queue, settings, log, clock } = parts;
    const wake = queue.wake.bind(queue);
    const worlds = new WorldCache(store);
    const runner = new WorkRunner(
      store.work,
      {
        [workKinds.decode]: new DecodeService(store, parts.trustAnchors),
        [workKinds.scanPlan]: new PlanService(store, settings.scanChunk, clock),
        [workKinds.scanChunk]: new ChunkService(store, worlds, log),
        [workKinds.scanClose]: new CloseService(store),
        [workKinds.deliver]: new DeliverService(store.deliveries, settings, clock),
      },
      { wake, log, lockMs: settings.workLockMs },
    );
    const loop = new WorkLoop({
      store,
      queue,
      runner,
      scheduler: new Scheduler(store, wake),
      retention: new Retention(store, settings),
      rehearsal: new Rehearsal(store, worlds),
      concurrency: settings.workerConcurrency,
      log,
      clock,
    });
    return { module: WorkerModule, providers: [{ provide: WorkLoop, useValue: loop }] };
  }
}
