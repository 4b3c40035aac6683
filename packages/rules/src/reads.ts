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

/** What a rule asks of profiles: a key of a payload type, or the payload as a whole. */
export interface ProfileRead {
  readonly type: string;
  readonly key?: string;
}

const asked = new WeakMap<readonly Read[], readonly ProfileRead[]>();

/** The reads of a rule that are about profiles, in its order. */
export function profileReads(rule: Pick<Rule, 'reads'>): readonly ProfileRead[] {
  let reads = asked.get(rule.reads);
  if (reads === undefined) {
    reads = rule.reads.flatMap((read): ProfileRead[] => {
      const [, type, key] = /^(?:setting|payload):([^#]+)(?:#(.+))?$/.exec(read) ?? [];
      return type === undefined ? [] : [{ type, ...(key === undefined ? {} : { key }) }];
    });
    asked.set(rule.reads, reads);
  }
  return reads;
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
