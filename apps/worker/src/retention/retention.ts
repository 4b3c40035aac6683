import type { History } from '@ringcheck/store';

const dayMs = 24 * 60 * 60_000;
const everyMs = 60 * 60_000;
/** Rows of each kind a transaction removes: a fraction of a second, so that nothing waits for it. */
const batchSize = 2_000;
/** At most so many batches at a time: what is left waits an hour. */
const mostBatches = 200;

/** Forgets history older than the installation keeps, once an hour, in small batches. */
export class Retention {
  private nextAt = 0;

  constructor(
    private readonly history: Pick<History, 'forget'>,
    private readonly keepDays: number,
  ) {}

  async tick(now: string): Promise<number> {
    const moment = Date.parse(now);
    if (moment < this.nextAt) return 0;
    this.nextAt = moment + everyMs;
    const before = new Date(moment - this.keepDays * dayMs).toISOString();
    let sum = 0;
    for (let batch = 0; batch < mostBatches; batch++) {
      const { findings, verdicts, scans } = await this.history.forget(before, batchSize);
      sum += findings + verdicts + scans;
      if (Math.max(findings, verdicts, scans) < batchSize) break;
    }
    return sum;
  }
}
