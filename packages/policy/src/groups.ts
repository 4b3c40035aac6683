import { matchesSelector, type SelectableDevice } from './selector.js';
import type { Group, Policy } from './types.js';

export interface GroupMembership {
  /** The first group that selects the device; absent when none does. */
  readonly group?: Group;
  /** Later groups that also select it, for a note; catch-all groups are no overlap. */
  readonly others: readonly Group[];
}

/** The group of a device, and which others would have taken it. */
export function groupOf(policy: Policy, device: SelectableDevice): GroupMembership {
  let group: Group | undefined;
  const others: Group[] = [];
  for (const each of policy.groups) {
    if (!matchesSelector(each.select, device)) continue;
    if (group === undefined) group = each;
    else if (!isCatchAll(each)) others.push(each);
  }
  return group === undefined ? { others } : { group, others };
}

/** Whether the group takes every device that reaches it. */
export function isCatchAll(group: Group): boolean {
  return group.select.default === true && Object.keys(group.select).length === 1;
}
