import { groupIdentities } from '@ringcheck/assemble';
import { rulePackVersion } from '@ringcheck/rules';
import { workKinds, type Store } from '@ringcheck/store';
import type { WorkHandler, WorkOutcome } from '../runtime/outcome.js';
import { chunkKey } from './scan-keys.js';
import { worldKinds } from './world-kinds.js';

/** Another scan writes: how long to wait before asking again. */
const busyMs = 1_000;

/** Fixes what a scan reads, and cuts the devices that are due into chunks. */
export class PlanService implements WorkHandler {
  constructor(
    private readonly store: Store,
    private readonly chunkSize: number,
    private readonly clock: () => string,
  ) {}

  async run(scanId: string): Promise<WorkOutcome> {
    const policy = await this.store.policies.latest();
    const begun = await this.store.scanRuns.begin(scanId, {
      now: this.clock(),
      rulePack: rulePackVersion,
      ...(policy === undefined ? {} : { policyVersionId: policy.id }),
    });
    switch (begun.status) {
      case 'busy':
        return { status: 'later', afterMs: busyMs };
      case 'over':
        return { status: 'done' };
      case 'begun':
        return this.plan(scanId, begun.scan);
    }
  }

  private async plan(
    scanId: string,
    scan: { readonly rulePack: string; readonly policyVersionId?: number },
  ): Promise<WorkOutcome> {
    // What the scan fixed, not what is newest: it may have begun before a crash.
    const { policyVersionId: id } = scan;
    const policy = id === undefined ? undefined : await this.store.policies.get(id);
    const total = await this.store.scanRuns.plan(scanId, {
      grouping: groupIdentities,
      chunkSize: this.chunkSize,
      judgedBy: [scan.rulePack, policy?.sha256 ?? 'default policy'],
      world: worldKinds,
    });
    if (total === 0) return { status: 'done', wake: [{ kind: workKinds.scanClose, key: scanId }] };
    return {
      status: 'done',
      wake: Array.from({ length: total }, (_, seq) => ({
        kind: workKinds.scanChunk,
        key: chunkKey(scanId, seq),
      })),
    };
  }

  async giveUp(scanId: string, error: string): Promise<void> {
    await this.store.scanRuns.fail(scanId, `planning failed: ${error}`);
  }
}
