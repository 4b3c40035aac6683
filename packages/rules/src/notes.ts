import { toJson } from '@ringcheck/model';
import type { Note, Picture } from '@ringcheck/assemble';
import { wholePayload, type Effective, type Ignored } from '@ringcheck/effective';
import { shortText } from './judge/setting.js';
import { listingEvidence, profileData } from './judge/profile.js';
import { isMeant } from './meant.js';
import { profileReads } from './reads.js';
import type { Rule } from './types.js';

/**
 * Settings that are installed and do not act, as notes of the rule that would have asked for them: the first in the
 * rule pack. What an admin will not have meant to act (an allow key that allows) is left out.
 */
export function ignoredNotes(
  picture: Picture,
  effective: Effective,
  rules: readonly Rule[],
): readonly Note[] {
  if (effective.ignored().length === 0) return [];
  const notes = new Map<string, Note>();
  for (const rule of rules) {
    for (const { type, key } of profileReads(rule)) {
      for (const item of effective.ignored(type, key)) {
        if (isNotedElsewhere(item) || !(rule.meant ?? isMeant)(item)) continue;
        const note = noteOf(rule, type, item, picture);
        const identity = JSON.stringify([note.message, note.data, note.evidence]);
        if (!notes.has(identity)) notes.set(identity, note);
      }
    }
  }
  return [...notes.values()];
}

/** A key that is misspelt or in the wrong payload is noted where settings are resolved. */
function isNotedElsewhere({ reason }: Ignored): boolean {
  return reason === 'misspelt' || reason === 'wrong-payload';
}

function noteOf(rule: Rule, type: string, item: Ignored, picture: Picture): Note {
  return {
    ruleId: rule.id,
    message: `ignored-${item.reason}`,
    data: {
      ...profileData(item.profile),
      what: item.key === wholePayload ? `the payload ${type}` : `${item.key} (${type})`,
      payload: type,
      key: item.key,
      value: item.key === wholePayload ? '' : shortText(toJson(item.value)),
      detail: item.detail ?? '',
      platform: picture.facts.platform?.value ?? '',
    },
    evidence: [item.evidence],
  };
}

const none: readonly never[] = [];

/** What the age and the manner of the data leave open. */
export function freshnessNotes(picture: Picture): readonly Note[] {
  if (picture.stale.length === 0 && picture.installed.managedOnly !== true) return none;
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
