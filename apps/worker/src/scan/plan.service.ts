import { groupRecords, type DeviceGroup, type IdentityRow as NamedRow } from '@ringcheck/assemble';
import { rulePackVersion } from '@ringcheck/rules';
import { workKinds, type BegunScan, type Store } from '@ringcheck/store';
import type { WorkHandler, WorkOutcome } from '../runtime/outcome.js';
import { chunkBody, recordName } from './chunk-body.js';
import { chunkKey } from './scan-keys.js';

/** Another scan writes: how long to wait before asking again. */
const busyMs = 1_000;

/** Fixes what a scan reads, sorts all records into devices, and cuts them into chunks. */
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
        return this.plan(begun.scan);
    }
  }

  private async plan(scan: BegunScan): Promise<WorkOutcome> {
    const rows: NamedRow[] = [];
    for await (const batch of this.store.documents.identityRows(scan.watermark)) {
      for (const row of batch) rows.push(nameRow(row));
    }
    const groups = inScope(groupRecords(rows), scan.scope.devices);
    const chunks: DeviceGroup[][] = [];
    for (let start = 0; start < groups.length; start += this.chunkSize)
      chunks.push(groups.slice(start, start + this.chunkSize));
    const total = await this.store.scanRuns.addChunks(
      scan.id,
      chunks.map((chunk) => chunkBody(chunk)),
    );
    if (total === 0) return { status: 'done', wake: [{ kind: workKinds.scanClose, key: scan.id }] };
    return {
      status: 'done',
      wake: Array.from({ length: total }, (_, seq) => ({
        kind: workKinds.scanChunk,
        key: chunkKey(scan.id, seq),
      })),
    };
  }

  async giveUp(scanId: string, error: string): Promise<void> {
    await this.store.scanRuns.fail(scanId, `planning failed: ${error}`);
  }
}

function nameRow(row: {
  readonly documentId: number;
  readonly index: number;
  readonly creates: boolean;
  readonly serial?: string;
  readonly udid?: string;
  readonly enrolmentId?: string;
  readonly vendorId?: string;
}): NamedRow {
  const { documentId, index, creates, ...identity } = row;
  return { key: recordName({ documentId, index }), identity, creates };
}

function inScope(
  groups: readonly DeviceGroup[],
  devices: readonly string[] | undefined,
): readonly DeviceGroup[] {
  if (devices === undefined) return groups;
  const wanted = new Set(devices);
  return groups.filter((group) => wanted.has(group.id) || group.aliases.some((alias) => wanted.has(alias)));
}
