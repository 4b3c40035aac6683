import { toJson } from '@ringcheck/model';
import type { Note, Picture } from '@ringcheck/assemble';
import type { Ignored } from '@ringcheck/effective';
import { shortText } from './judge/setting.js';
import { listingEvidence, profileData } from './judge/profile.js';
import { isMeant } from './meant.js';
import type { Rule } from './types.js';

/**
 * Settings that are installed and do not act, as notes of the rule that would have asked for them: the first in the
 * rule pack. What an admin will not have meant to act (an allow key that allows) is left out.
 */
export function ignoredNotes(
  picture: Picture,
  ignored: readonly Ignored[],
  rules: readonly Rule[],
): readonly Note[] {
  if (ignored.length === 0) return [];
  const notes = new Map<string, Note>();
  for (const item of ignored) {
    const rule = rules.find((candidate) => asksFor(candidate, item));
    if (rule === undefined || !(rule.meant ?? isMeant)(item)) continue;
    const note = noteOf(rule, item, picture);
    notes.set(JSON.stringify([note.ruleId, note.message, note.data, note.evidence]), note);
  }
  return [...notes.values()];
}

function asksFor(rule: Rule, { payload, key, reason, detail }: Ignored): boolean {
  const type = reason === 'wrong-payload' ? (detail ?? payload.type) : payload.type;
  const right = reason === 'misspelt' ? (detail ?? key) : key;
  return rule.reads.some((read) => read === `setting:${type}#${right}` || read === `payload:${type}`);
}

function noteOf(rule: Rule, item: Ignored, picture: Picture): Note {
  return {
    ruleId: rule.id,
    message: `ignored-${item.reason}`,
    data: {
      ...profileData(item.profile),
      payload: item.payload.type,
      key: item.key,
      value: shortText(toJson(item.value)),
      detail: item.detail ?? '',
      platform: picture.facts.platform?.value ?? '',
    },
    evidence: [item.evidence],
  };
}

/** What the age and the manner of the data leave open. */
export function freshnessNotes(picture: Picture): readonly Note[] {
  const stale = picture.stale.map(({ what, observedAt }): Note => ({
    ruleId: 'facts',
    message: 'facts-stale',
    data: { what, observedAt },
    evidence: [],
  }));
  if (picture.installed.managedOnly !== true) return stale;
  const [first] = picture.installed.profiles;
  return [
    ...stale,
    {
      ruleId: 'facts',
      message: 'listing-managed-only',
      data: {},
      evidence: first === undefined ? [] : [listingEvidence(first)],
    },
  ];
}
