import {
  assembleDevice,
  recordKey,
  type DeviceGroup,
  type SourcedRecord,
  type World,
} from '@ringcheck/assemble';
import { judgeDevice } from '@ringcheck/plan';
import { workKinds, type Scan, type Store, type StoredRecord } from '@ringcheck/store';
import type { WorkHandler, WorkOutcome } from '../runtime/outcome.js';
import { readChunkBody, readRecordName, recordName } from './chunk-body.js';
import { deviceResult } from './device-result.js';
import { readChunkKey } from './scan-keys.js';
import type { WorldCache } from './world-cache.js';

/** Judges the devices of one chunk and commits the results together with the chunk's mark. */
export class ChunkService implements WorkHandler {
  constructor(
    private readonly store: Store,
    private readonly worlds: WorldCache,
  ) {}

  async run(key: string): Promise<WorkOutcome> {
    const named = readChunkKey(key);
    if (named === undefined) return { status: 'done' };
    const scan = await this.store.scans.get(named.scanId);
    const chunk =
      scan?.status === 'running' ? await this.store.scanRuns.chunk(named.scanId, named.seq) : undefined;
    if (scan === undefined || chunk === undefined || chunk.status === 'done') return { status: 'done' };
    const devices = await this.judge(scan, readChunkBody(chunk.body));
    const saved = await this.store.scanRuns.saveChunkResult(scan.id, chunk.seq, { devices });
    return {
      status: 'done',
      ...(saved.remaining === 0 ? { wake: [{ kind: workKinds.scanClose, key: scan.id }] } : {}),
    };
  }

  private async judge(scan: Scan, groups: readonly DeviceGroup[]) {
    const world = await this.worlds.worldOf(scan);
    const keys = groups.flatMap((group) => group.keys.map(readRecordName));
    const stored = await this.store.documents.loadRecords(keys, scan.watermark ?? 0);
    const records = new Map(stored.map((record) => [recordName(record), sourced(record)]));
    return groups.map((group) => judgeGroup(world, group, records));
  }

  async giveUp(key: string, error: string): Promise<void> {
    const named = readChunkKey(key);
    if (named !== undefined)
      await this.store.scanRuns.fail(named.scanId, `part ${named.seq + 1} failed: ${error}`);
  }
}

function judgeGroup(world: World, group: DeviceGroup, records: ReadonlyMap<string, SourcedRecord>) {
  const picture = assembleDevice(
    world,
    group,
    group.keys.flatMap((key) => records.get(key) ?? []),
  );
  return deviceResult(judgeDevice(picture, world.policy, world.now));
}

/** The same name the CLI gives a record, so that ties fall the same way. */
function sourced(stored: StoredRecord): SourcedRecord {
  return {
    key: recordKey(stored.document.sha256, stored.index),
    document: stored.document,
    receivedAt: stored.receivedAt,
    record: stored.record,
  };
}
