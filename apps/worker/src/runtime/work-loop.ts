import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { WakeQueue } from '@ringcheck/queue';
import { workKinds, type Store } from '@ringcheck/store';
import type { Logger } from 'pino';
import type { Retention } from '../retention/retention.js';
import type { Scheduler } from '../schedule/scheduler.js';
import { HeapGrowth } from './heap-growth.js';
import type { WorkKind } from './outcome.js';
import type { WorkRunner } from './work-runner.js';

export interface LoopParts {
  readonly store: Store;
  readonly queue: WakeQueue;
  readonly runner: WorkRunner;
  readonly scheduler: Scheduler;
  readonly retention: Retention;
  readonly concurrency: number;
  readonly log: Logger;
  readonly clock: () => string;
}

const tickMs = 1_000;
const sweepSize = 1_000;
const kinds = new Set<string>(Object.values(workKinds));

/**
 * Feeds wake-ups to the runner; every second looks for slots that are due, for ended scans somebody is to be told of,
 * and for rows that nobody was woken for.
 */
export class WorkLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private ticking: Promise<void> = Promise.resolve();
  private stopped = false;
  private readonly heap = new HeapGrowth();

  constructor(private readonly parts: LoopParts) {}

  async onApplicationBootstrap(): Promise<void> {
    const { queue, runner, concurrency } = this.parts;
    await queue.work(
      async ({ kind, key }) => {
        if (isKind(kind)) await runner.run({ kind, key });
      },
      { concurrency },
    );
    this.next();
  }

  private next(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.ticking = this.tick().then(() => this.next());
    }, tickMs);
  }

  /** A failed tick is told and tried again by the next one. */
  private async tick(): Promise<void> {
    const { store, queue, scheduler, retention, log, clock } = this.parts;
    this.heap.watch();
    try {
      await scheduler.tick(clock());
      await store.deliveries.plan();
      await queue.wake(await store.work.due(sweepSize));
      await retention.tick(clock());
    } catch (error) {
      log.warn({ event: 'tick-failed', err: error });
    }
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.ticking;
    await this.parts.queue.close();
  }
}

function isKind(kind: string): kind is WorkKind {
  return kinds.has(kind);
}
