import type { ClaimedWork, Work } from '@ringcheck/store';
import type { Logger } from 'pino';
import type { WorkHandler, WorkKind, WorkOutcome, WorkRef } from './outcome.js';

const mostAttempts = 5;

/** After the n-th failure: 1 s, 4 s, 16 s… */
export function backOffMs(attempts: number): number {
  return Math.min(60_000, 1_000 * 4 ** Math.max(0, attempts - 1));
}

export interface RunnerTools {
  readonly wake: (refs: readonly WorkRef[]) => Promise<void>;
  readonly log: Pick<Logger, 'warn' | 'error'>;
  /** How long a claim holds without being renewed. */
  readonly lockMs: number;
}

/**
 * Takes a work row, runs its handler and settles the row. The row is the truth: a wake-up for work that is done,
 * not due or held by another does nothing.
 */
export class WorkRunner {
  private runs = 0;

  constructor(
    private readonly work: Pick<Work, 'claim' | 'extend' | 'complete' | 'release'>,
    private readonly handlers: Readonly<Record<WorkKind, WorkHandler>>,
    private readonly tools: RunnerTools,
  ) {}

  /** Whether no work is being done here. */
  get isIdle(): boolean {
    return this.runs === 0;
  }

  async run(ref: WorkRef): Promise<void> {
    this.runs++;
    try {
      await this.runOne(ref);
    } finally {
      this.runs--;
    }
  }

  private async runOne({ kind, key }: WorkRef): Promise<void> {
    const claimed = await this.work.claim(kind, key, this.tools.lockMs);
    if (claimed === undefined) return;
    const holding = setInterval(() => void this.hold(claimed), this.tools.lockMs / 3);
    try {
      const outcome = await this.handlers[kind].run(key);
      await this.settle(claimed, outcome);
    } catch (error) {
      await this.fail({ kind, key }, claimed, error);
    } finally {
      clearInterval(holding);
    }
  }

  private async hold(claimed: ClaimedWork): Promise<void> {
    await this.work.extend(claimed, this.tools.lockMs).catch((error: unknown) => {
      this.tools.log.warn({ event: 'work-hold-failed', kind: claimed.kind, key: claimed.key, err: error });
    });
  }

  private async settle(claimed: ClaimedWork, outcome: WorkOutcome): Promise<void> {
    switch (outcome.status) {
      case 'done':
        await this.work.complete(claimed);
        await this.wakeNext(outcome.wake ?? []);
        return;
      case 'later':
        await this.work.release(claimed, undefined, outcome.afterMs);
        return;
    }
  }

  /** The work is done, whoever can be told of it: without a wake-up the sweep finds the rows. */
  private async wakeNext(refs: readonly WorkRef[]): Promise<void> {
    await this.tools.wake(refs).catch((error: unknown) => {
      this.tools.log.warn({ event: 'wake-failed', rows: refs.length, err: error });
    });
  }

  private async fail(ref: WorkRef, claimed: ClaimedWork, error: unknown): Promise<void> {
    const told = error instanceof Error ? error.message : String(error);
    const isLast = claimed.attempts >= mostAttempts;
    this.tools.log.error({
      event: isLast ? 'work-failed' : 'work-attempt-failed',
      ...ref,
      attempts: claimed.attempts,
      err: error,
    });
    if (isLast) await this.handlers[ref.kind].giveUp(ref.key, told);
    await this.work.release(claimed, told, isLast ? undefined : backOffMs(claimed.attempts));
  }
}
