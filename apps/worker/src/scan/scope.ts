import type { Picture } from '@ringcheck/assemble';
import { optional } from '@ringcheck/model';
import { matchesSelector } from '@ringcheck/policy';
import type { ScanScope } from '@ringcheck/store';

/**
 * Whether a scan covers a device. Its group and tags are those of its picture at the scan's watermark, not those it had
 * when it was judged last; which devices are named by their ids the plan has seen to.
 */
export function coverOf({ groups, tags }: ScanScope): (picture: Picture) => boolean {
  if (groups === undefined && tags === undefined) return () => true;
  const selector = { ...optional('group', groups), ...optional('tags', tags) };
  return ({ group, facts }) =>
    matchesSelector(selector, { ...optional('group', group?.name), tags: facts.tags?.value ?? [] });
}
