import type { ScanScope } from '@ringcheck/contracts';
import { matchesGlob, type Policy } from '@ringcheck/policy';
import { scopeItem } from '@ringcheck/store';
import { ProblemError } from '../http/problem.js';

/** The scope asked for, apart from all else; a group that the policy does not have is refused by name. */
export function scopeOf(request: ScanScope, { groups }: Pick<Policy, 'groups'>) {
  const missing = (request.groups ?? []).findIndex(
    (wanted) => !groups.some(({ name }) => matchesGlob(wanted, name)),
  );
  if (missing >= 0) {
    const names = groups.map(({ name }) => name).join(', ');
    const message = `the policy has no group ${JSON.stringify(request.groups?.[missing])}; it has: ${names || 'none'}`;
    throw new ProblemError(400, `groups: ${message}`, [{ path: `groups.${missing}`, message }]);
  }
  return scopeItem(request);
}
