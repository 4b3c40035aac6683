import type { Store } from '@ringcheck/store';
import { judgeGroups } from './chunk.service.js';
import type { WorldCache } from './world-cache.js';

const usual = {
  /** Fewer devices are judged sooner than they are rehearsed. */
  least: 20_000,
  /** After as many, machine code has been made of what is hot, and most answers that devices share have been found. */
  devices: 10_000,
  /** Devices at a time, so that work which comes in meanwhile waits for a tenth of a second at most. */
  atOnce: 100,
  /** Uploads that follow each other are rehearsed together. */
  apartMs: 10 * 60_000,
};

/**
 * After a large upload, a worker with nothing to do judges some of the devices that the next scan will judge, and keeps
 * nothing but what that leaves in the process: code that is hot, documents parsed, answers that devices share; a sixth
 * of what a scan of 100,000 devices takes in a worker that begins with it. Nothing is written, no result depends on it.
 */
export class Rehearsal {
  private lastMs = -Infinity;

  constructor(
    private readonly store: Pick<Store, 'groups' | 'policies'>,
    private readonly worlds: WorldCache,
    private readonly sizes: typeof usual = usual,
  ) {}

  /** Returns how many devices were judged. `isWanted` is asked again and again: work that comes in ends it. */
  async run(now: string, isWanted: () => boolean): Promise<number> {
    if (Date.parse(now) - this.lastMs < this.sizes.apartMs) return 0;
    const due = await this.store.groups.sampleDue(this.sizes.least, this.sizes.devices);
    if (due === undefined || !isWanted()) return 0;
    // What fails is not tried again every second.
    this.lastMs = Date.parse(now);
    const policy = await this.store.policies.latest();
    const bench = await this.worlds.benchOf({
      id: `rehearsal of ${due.watermark}`,
      now,
      watermark: due.watermark,
      ...(policy === undefined ? {} : { policyVersionId: policy.id }),
    });
    let judged = 0;
    while (judged < due.groupIds.length && isWanted()) {
      const ids = due.groupIds.slice(judged, judged + this.sizes.atOnce);
      const groups = await this.store.groups.load(ids, due.watermark);
      if (!isWanted()) break;
      judgeGroups(bench, groups, new Map(), () => true);
      judged += ids.length;
    }
    if (judged < due.groupIds.length) this.lastMs = -Infinity;
    return judged;
  }
}
