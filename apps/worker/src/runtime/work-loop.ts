import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { WakeQueue } from '@ringcheck/queue';
import { workKinds, type Store } from '@ringcheck/store';
import type { Logger } from 'pino';
import type { Retention } from '../retention/retention.js';
import type { Rehearsal } from '../scan/rehearsal.js';
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
  readonly rehearsal: Rehearsal;
  readonly concurrency: number;
  readonly log: Logger;
  readonly clock: () => string;
}

const tickMs = 1_000;
const sweepSize = 1_000;
const kinds = new Set<string>(Object.values(workKinds));

/**
 * Feeds wake-ups to the runner; every second looks for slots that are due, for ended scans somebody is to be told of,
 * and for rows that nobody was woken for; with nothing to do, rehearses the next scan.
 */
export class WorkLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private ticking: Promise<void> = Promise.resolve();
  private rehearsing: Promise<void> | undefined;
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
      this.ticking = this.tick().then(() => {
        this.rehearse();
        this.next();
      });
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

  /** Beside the ticks: it may take seconds. */
  private rehearse(): void {
    const { rehearsal, runner, log, clock } = this.parts;
    const isWanted = (): boolean => runner.isIdle && !this.stopped;
    if (this.rehearsing !== undefined || !isWanted()) return;
    this.rehearsing = rehearsal
      .run(clock(), isWanted)
      .then(
        (devices) => {
          if (devices > 0) log.debug({ event: 'rehearsed', devices });
        },
        (error: unknown) => log.warn({ event: 'rehearsal-failed', err: error }),
      )
      .finally(() => (this.rehearsing = undefined));
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.ticking;
    await this.rehearsing;
    await this.parts.queue.close();
  }
}

function isKind(kind: string): kind is WorkKind {
  return kinds.has(kind);
}
