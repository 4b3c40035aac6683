import { hasExpectedCase, isFaceTime } from '@ringcheck/catalog';
import { stringsOf, type Value } from '@ringcheck/model';
import type { Contribution } from '@ringcheck/effective';
import { writtenKey } from '../judge/setting.js';
import { note } from '../judge/answers.js';
import { profileData } from '../judge/profile.js';
import type { MessageSpec, RuleNote, Subject } from '../types.js';

/** One list of apps. Its old name feeds the same restriction, so asking for the present name answers for both. */
export interface AppList {
  readonly payload: string;
  readonly key: string;
}

/** A list as one profile sets it. */
export interface SetList extends AppList {
  readonly contribution: Contribution;
}

/** Whether a list of bundle identifiers names FaceTime, in whatever case. */
export function listsFaceTime(value: Value): boolean {
  return stringsOf(value).some(isFaceTime);
}

/** Every list the profiles in force set. */
export function listsInForce(subject: Subject, lists: readonly AppList[]): readonly SetList[] {
  return lists.flatMap((list) =>
    subject
      .settings(list.payload, list.key)
      .flatMap((setting) => setting.contributors)
      .map((contribution) => ({ ...list, key: writtenKey(contribution, list.key), contribution })),
  );
}

/** Identifiers that are spelt otherwise than the device spells FaceTime, or only resemble it. */
export function spellingNotes(lists: readonly SetList[]): readonly RuleNote[] {
  return lists.flatMap(({ payload, key, contribution }) =>
    stringsOf(contribution.value).flatMap((bundleId) => {
      const data = { ...profileData(contribution.profile), payload, key, bundleId };
      if (!isFaceTime(bundleId)) {
        return resembles(bundleId) ? [note('near-miss', data, [contribution.evidence])] : [];
      }
      return hasExpectedCase(bundleId, 'iOS') ? [] : [note('other-case', data, [contribution.evidence])];
    }),
  );
}

/** From OS 27 on the lists of the Restrictions payload are deprecated; they go on acting. */
export function deprecationNotes(subject: Subject, lists: readonly SetList[]): readonly RuleNote[] {
  if (subject.osReaches('27.0') !== true) return [];
  return lists
    .filter(({ payload }) => payload === 'com.apple.applicationaccess')
    .map(({ payload, key, contribution }) =>
      note('deprecated', { ...profileData(contribution.profile), payload, key }, [contribution.evidence]),
    );
}

/** One letter missing, added or exchanged. */
function resembles(bundleId: string): boolean {
  const wanted = 'com.apple.facetime';
  const given = bundleId.toLowerCase();
  if (Math.abs(given.length - wanted.length) > 1) return false;
  let start = 0;
  while (start < given.length && given[start] === wanted[start]) start += 1;
  let end = 0;
  while (end < given.length - start && given.at(-1 - end) === wanted.at(-1 - end)) end += 1;
  return Math.max(given.length, wanted.length) - start - end <= 1;
}

export const listMessages: Readonly<Record<'deprecated' | 'other-case', MessageSpec>> = {
  deprecated: {
    text: 'Profile "{profile}" ({identifier}) sets {key} ({payload}), which acts but is deprecated from OS 27 on: move to the declaration com.apple.configuration.app.settings.',
  },
  'other-case': {
    text: 'Profile "{profile}" ({identifier}) writes "{bundleId}" in {key} ({payload}), and devices write com.apple.facetime. Spell it the same way to be sure it matches.',
  },
};
