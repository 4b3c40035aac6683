import { differInSince } from '@ringcheck/model';
import { assembleDevice, recordKey, type Picture, type SourcedRecord, type World } from '@ringcheck/assemble';
import { workKinds, type ChunkResult, type Store, type StoredGroup } from '@ringcheck/store';
import type { Logger } from 'pino';
import type { WorkHandler, WorkOutcome } from '../runtime/outcome.js';
import { readChunkBody } from './chunk-body.js';
import { judgeChunk, type Bench, type ChunkDevice } from './judge-chunk.js';
import { readChunkKey } from './scan-keys.js';
import { coverOf } from './scope.js';
import type { WorldCache } from './world-cache.js';

/** Judges the devices of one chunk and commits the results together with the chunk's mark. */
export class ChunkService implements WorkHandler {
  constructor(
    private readonly store: Store,
    private readonly worlds: WorldCache,
    private readonly log?: Pick<Logger, 'debug'>,
  ) {}

  async run(key: string): Promise<WorkOutcome> {
    const named = readChunkKey(key);
    if (named === undefined) return { status: 'done' };
    const scan = await this.store.scans.get(named.scanId);
    const chunk =
      scan?.status === 'running' ? await this.store.scanRuns.chunk(named.scanId, named.seq) : undefined;
    if (scan === undefined || chunk === undefined || chunk.status === 'done') return { status: 'done' };
    const begun = performance.now();
    const groups = await this.store.groups.load(readChunkBody(chunk.body), scan.watermark ?? 0);
    const bench = await this.worlds.benchOf(scan);
    const known = await this.store.devices.lastJudged(groups.map(({ id }) => id));
    const read = performance.now();
    const result = judgeGroups(
      bench,
      groups,
      new Map(known.map((row) => [row.publicId, row])),
      coverOf(scan.scope),
    );
    const judged = performance.now();
    const saved = await this.store.scanRuns.saveChunkResult(scan.id, chunk.seq, result);
    this.log?.debug({
      event: 'chunk-judged',
      scan: scan.id,
      chunk: chunk.seq,
      devices: groups.length,
      readMs: read - begun,
      judgeMs: judged - read,
      writeMs: performance.now() - judged,
    });
    return {
      status: 'done',
      ...(saved.remaining === 0 ? { wake: [{ kind: workKinds.scanClose, key: scan.id }] } : {}),
    };
  }

  async giveUp(key: string, error: string): Promise<void> {
    const named = readChunkKey(key);
    if (named !== undefined)
      await this.store.scanRuns.fail(named.scanId, `part ${named.seq + 1} failed: ${error}`);
  }
}

/**
 * Judge the groups that can have changed, and say of all of them when they are due again. Those that the scan does not
 * cover are left as they are: they stay due.
 */
export function judgeGroups(
  bench: Bench,
  groups: readonly StoredGroup[],
  known: Parameters<typeof judgeChunk>[2],
  covers: (picture: Picture) => boolean,
): ChunkResult {
  return judgeChunk(
    bench,
    groups.map((group) => deviceOf(bench.world, group)).filter(({ picture }) => covers(picture)),
    known,
  );
}

function deviceOf(world: World, group: StoredGroup): ChunkDevice {
  // Made when it is asked for: once is enough.
  const { records } = group;
  return {
    groupId: group.groupId,
    picture: assembleDevice(world, group, [...records, ...group.past].map(sourced)),
    sourcesDiffer: differInSince(records),
    documents: new Set(records.map(({ document }) => document.sha256)),
  };
}

/** The same name the CLI gives a record, so that ties fall the same way. */
function sourced(stored: StoredGroup['records'][number]): SourcedRecord {
  return {
    key: recordKey(stored.document.sha256, stored.index),
    document: stored.document,
    kind: stored.kind,
    receivedAt: stored.receivedAt,
    record: stored.record,
  };
}
