import type { Database } from '../database/client.js';
import { RecordForms } from '../documents/read-forms.js';
import type { Grouping, StoredGroup } from '../types.js';
import { advanceIdle } from './advance.js';
import { loadGroups } from './load-groups.js';
import { sampleDue, type DueSample } from './sample-due.js';

/** Devices as their records make them, kept up to date instead of being made anew for every scan. */
export interface Groups {
  /**
   * Take in what was received since, unless a scan is reading: done after every upload, so that a scan finds little to
   * do. Returns whether it was.
   */
  advance(grouping: Grouping): Promise<boolean>;
  /** The devices of a chunk with all that is said of them at the scan's watermark, in the order of the ids. */
  load(groupIds: readonly number[], watermark: number): Promise<readonly StoredGroup[]>;
  /**
   * About `size` of the devices of which something changed since they were judged last, from all over the fleet.
   * Undefined when fewer than `least` changed, and while a scan is under way or asked for.
   */
  sampleDue(least: number, size: number): Promise<DueSample | undefined>;
}

export function groupsOf({ pool }: Database): Groups {
  const forms = new RecordForms(pool);
  return {
    advance: (grouping) => advanceIdle(pool, grouping),
    load: (groupIds, watermark) => loadGroups(pool, forms, groupIds, watermark),
    sampleDue: (least, size) => sampleDue(pool, least, size),
  };
}
