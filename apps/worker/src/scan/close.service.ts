import type { Store } from '@ringcheck/store';
import type { WorkHandler, WorkOutcome } from '../runtime/outcome.js';

/** Ends a scan: devices not seen any more are closed, counts are written. */
export class CloseService implements WorkHandler {
  constructor(private readonly store: Store) {}

  async run(scanId: string): Promise<WorkOutcome> {
    const scan = await this.store.scans.get(scanId);
    if (scan === undefined || scan.status !== 'closing') return { status: 'done' };
    await this.store.scanRuns.close(scanId);
    return { status: 'done' };
  }

  async giveUp(scanId: string, error: string): Promise<void> {
    await this.store.scanRuns.fail(scanId, `closing failed: ${error}`);
  }
}
