import { agesMatter, type Picture, type World } from '@ringcheck/assemble';
import type { Instant, Writable } from '@ringcheck/model';
import { judgeDevice } from '@ringcheck/plan';
import { Sharing } from '@ringcheck/rules';
import type { ChunkResult, DeviceResult, FingerprintRow, JudgedGroup } from '@ringcheck/store';
import { deviceResult } from './device-result.js';
import { fingerprintOf } from './fingerprint.js';
import { ResultPool } from './result-pool.js';

/** What devices of one scan are judged with; answers are shared within it. */
export class Bench {
  constructor(
    readonly world: World,
    readonly sharing = new Sharing(),
    readonly pool = new ResultPool(),
  ) {}

  /** The same at another moment. */
  at(now: Instant): Bench {
    return new Bench({ ...this.world, now }, this.sharing, this.pool);
  }
}

/** One device of a chunk. */
export interface ChunkDevice {
  readonly groupId: number;
  readonly picture: Picture;
  /** In the build or the lines: then a newer age of one can change since when they hold. */
  readonly sourcesDiffer: boolean;
  /** Digests of the documents that speak of it. */
  readonly documents: ReadonlySet<string>;
}

/**
 * Judge those devices of a chunk that are not as they were when they were judged last, and say of each when it is
 * due again.
 */
export function judgeChunk(
  bench: Bench,
  devices: readonly ChunkDevice[],
  known: ReadonlyMap<string, FingerprintRow>,
): ChunkResult {
  const { world, sharing, pool } = bench;
  const judged: DeviceResult[] = [];
  const groups: JudgedGroup[] = [];
  const unchanged: string[] = [];
  for (const { groupId, picture, sourcesDiffer, documents } of devices) {
    const fingerprint = fingerprintOf(world, picture);
    const due = (reviewAt: string | undefined): void => {
      const group: Writable<JudgedGroup> = {
        groupId,
        agesMatter: sourcesDiffer || agesMatter(picture),
      };
      if (reviewAt !== undefined) group.reviewAt = reviewAt;
      groups.push(group);
    };
    const last = known.get(picture.id);
    if (isAsBefore(last, fingerprint, picture, world.now)) {
      unchanged.push(picture.id);
      due(last?.reviewAt);
      continue;
    }
    const device = judgeDevice(picture, world.policy, world.now, sharing);
    due(device.reviewAt);
    judged.push(deviceResult(device, pool, documents, fingerprint));
  }
  return { devices: judged, unchanged, judged: groups };
}

/**
 * Equal facts are judged alike until the review that was kept. That review may be too early, when the same was
 * observed again since; it must not be too late.
 */
function isAsBefore(
  last: FingerprintRow | undefined,
  fingerprint: string,
  { freshUntil }: Picture,
  now: string,
): boolean {
  if (last?.fingerprint !== fingerprint) return false;
  const reviewAt = last.reviewAt === undefined ? Infinity : Date.parse(last.reviewAt);
  if (reviewAt <= Date.parse(now)) return false;
  return freshUntil === undefined || reviewAt <= Date.parse(freshUntil);
}
