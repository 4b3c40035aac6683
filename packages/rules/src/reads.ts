import type { Read, Rule } from './types.js';

const known = new WeakMap<readonly Read[], boolean>();

/** Whether the rule asks about profiles, so that nothing can be said while nobody listed them. */
export function readsProfiles(rule: Pick<Rule, 'reads'>): boolean {
  let answer = known.get(rule.reads);
  if (answer === undefined) {
    answer = rule.reads.some((read) => read.startsWith('setting:') || read.startsWith('payload:'));
    known.set(rule.reads, answer);
  }
  return answer;
}

/** Whether a Restrictions reply alone answers everything the rule asks of profiles. */
export function answeredByRestrictions(rule: Pick<Rule, 'reads'>): boolean {
  return rule.reads.every(
    (read) => !read.startsWith('payload:') && (!read.startsWith('setting:') || isRestriction(read)),
  );
}

function isRestriction(read: Read): boolean {
  return read.startsWith('setting:com.apple.applicationaccess#');
}
