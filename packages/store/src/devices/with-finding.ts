import { some } from '../database/rows.js';
import type { Conditions } from '../database/query.js';
import { addWords } from '../findings/findings.js';
import type { DeviceFilter } from '../list-types.js';

export type Words = Parameters<typeof addWords>[1];

/** Open findings a filter asks for; undefined when it asks for none. */
export function wordsOf({ ruleId, cause, gap }: DeviceFilter = {}): Words | undefined {
  if (ruleId === undefined && cause === undefined && gap === undefined) return undefined;
  return { ...some('ruleId', ruleId), ...some('cause', cause), ...some('gap', gap) };
}

/**
 * How devices with a finding are found: by looking into each of those that the other conditions leave, from the first
 * ones on; by collecting all that have it and then going through devices in order; or by looking up each of the collected.
 */
export type Way = 'look into each' | 'collect' | 'look up';

/** So many devices are looked into in order before all that have the finding are collected. */
export const mostLookedInto = 2_000;

/**
 * The cheapest way to a page of `size` devices, from how many of all devices have the finding by the last count: a wrong
 * count costs time, never a device. What many have is soon met in any order; what few have, late in every one.
 */
export function wayTo(size: number, having: number | undefined, all: number | undefined): Way {
  if (having === undefined || all === undefined) return 'look up';
  if (2 * size * all < having * mostLookedInto) return 'look into each';
  // To look a device up takes about 1.6 times what it takes to pass by one in order.
  return 1.6 * having * having < size * all ? 'look up' : 'collect';
}

/** The condition on devices `d` that they have an open finding of these words. */
export function withFinding(conditions: Conditions, words: Words, way: Way): string {
  const said = conditions.within();
  addWords(said, words, way === 'look into each' ? 'check' : 'lead');
  said.always('f.to_scan_seq IS NULL');
  switch (way) {
    case 'look into each':
      said.always('f.device_id = d.id');
      // OFFSET keeps the planner from turning the question round.
      return `EXISTS (SELECT 1 FROM finding f ${said.where} OFFSET 0)`;
    case 'collect':
      // As a value, not a condition, it is a table of numbers made once, whatever the planner expects to find.
      return `(d.id IN (SELECT f.device_id FROM finding f ${said.where})) IS TRUE`;
    case 'look up':
      return `d.id = ANY (ARRAY(SELECT f.device_id FROM finding f ${said.where}))`;
  }
}
