import type { Value } from '@ringcheck/model';
import { note, orClear } from '../../judge/answers.js';
import { profileData } from '../../judge/profile.js';
import { judgeSetting } from '../../judge/setting.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import { findSetter, pushAgain, rescanRestrictions } from '../../judge/steps.js';
import type { Rule } from '../../types.js';
import { deprecationNotes, listMessages, listsFaceTime, listsInForce, spellingNotes } from '../app-lists.js';

const restrictions = 'com.apple.applicationaccess';
const declaration = 'com.apple.configuration.app.settings';
const lists = [
  { payload: restrictions, key: 'allowListedAppBundleIDs' },
  { payload: declaration, key: 'Allowed.AllowedApps' },
] as const;
const why = 'Only the listed apps can be seen and opened, and FaceTime is not among them.';

export const restrictionAppAllowlist: Rule = {
  id: 'restriction-app-allowlist',
  title: 'FaceTime is missing from the list of allowed apps',
  stage: 'device',
  severity: 'critical',
  decisive: true,
  platforms: ['iOS', 'iPadOS', 'tvOS', 'visionOS'],
  outcomes: ['blocked', 'limited', 'unknown'],
  reads: [...lists.map(({ payload, key }) => `setting:${payload}#${key}` as const), 'osReaches'],
  messages: {
    ...listMessages,
    unlisted: {
      text: 'Profile "{profile}" ({identifier}) allows listed apps only, and its {key} ({payload}) lacks FaceTime.',
      why,
      steps: [
        {
          who: 'mdm-admin',
          do: 'In the MDM console open "{profile}" ({identifier}), payload {payload}, and add com.apple.facetime to {key}. An app must be on the list of every profile that has one.',
        },
        pushAgain,
      ],
      verify: rescanRestrictions,
    },
    answered: {
      text: 'The device itself says that only listed apps are allowed ({key}), and FaceTime is not among them.',
      why,
      steps: [findSetter],
      verify: rescanRestrictions,
    },
    empty: {
      text: 'Profile "{profile}" ({identifier}) sets {key} ({payload}) to an empty list. Apple does not say what that means; we take it as "no app is allowed". If it is not meant, remove the key.',
    },
  },
  sources: [
    schemaOf(restrictions, 'allowListedAppBundleIDs and whitelistedAppBundleIDs'),
    inferred('several lists shrink each other; an empty list allows nothing', 'medium'),
  ],
  meant: ({ value }) => lacksFaceTime(value),
  evaluate: (subject) => {
    const answers = lists.flatMap(({ payload, key }) =>
      judgeSetting(subject, {
        payload,
        key,
        stops: lacksFaceTime,
        outcome: 'blocked',
        message: 'unlisted',
        answered: 'answered',
        wanted: 'with com.apple.facetime',
      }),
    );
    const inForce = listsInForce(subject, lists);
    const empty = inForce
      .filter(({ contribution: { value } }) => value.type === 'array' && value.items.length === 0)
      .map(({ payload, key, contribution }) =>
        note('empty', { ...profileData(contribution.profile), payload, key }, [contribution.evidence]),
      );
    const notes = [...spellingNotes(inForce), ...empty, ...deprecationNotes(subject, inForce)];
    return orClear([...answers, ...notes.filter(({ message }) => message !== 'near-miss')]);
  },
};

function lacksFaceTime(value: Value): boolean {
  return value.type === 'array' && !listsFaceTime(value);
}
