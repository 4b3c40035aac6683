import { orClear } from '../../judge/answers.js';
import { judgeSetting } from '../../judge/setting.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import { findSetter, pushAgain, rescanRestrictions } from '../../judge/steps.js';
import type { Rule } from '../../types.js';
import { deprecationNotes, listMessages, listsFaceTime, listsInForce, spellingNotes } from '../app-lists.js';

const restrictions = 'com.apple.applicationaccess';
const declaration = 'com.apple.configuration.app.settings';
const lists = [
  { payload: restrictions, key: 'blockedAppBundleIDs' },
  { payload: declaration, key: 'Allowed.DeniedApps' },
] as const;
const why = 'The FaceTime app is neither shown nor can it be opened.';

export const restrictionAppBlocklist: Rule = {
  id: 'restriction-app-blocklist',
  title: 'FaceTime is on a list of blocked apps',
  stage: 'device',
  severity: 'critical',
  decisive: true,
  platforms: ['iOS', 'iPadOS', 'tvOS', 'visionOS'],
  outcomes: ['blocked', 'limited', 'unknown'],
  reads: [...lists.map(({ payload, key }) => `setting:${payload}#${key}` as const), 'osReaches'],
  messages: {
    ...listMessages,
    listed: {
      text: 'Profile "{profile}" ({identifier}) blocks FaceTime by name: it stands in {key} ({payload}).',
      why,
      steps: [
        {
          who: 'mdm-admin',
          do: 'In the MDM console open "{profile}" ({identifier}), payload {payload}, and take com.apple.facetime (in any spelling) out of {key}, which now reads {value}.',
        },
        pushAgain,
      ],
      verify: rescanRestrictions,
    },
    answered: {
      text: 'The device itself says that FaceTime is blocked by name ({key}), and no profile we know explains it.',
      why,
      steps: [findSetter],
      verify: rescanRestrictions,
    },
    'near-miss': {
      text: 'Profile "{profile}" ({identifier}) lists "{bundleId}" in {key} ({payload}), which no app is called; if FaceTime is meant, write com.apple.facetime.',
    },
  },
  sources: [
    schemaOf(restrictions, 'blockedAppBundleIDs and blacklistedAppBundleIDs'),
    {
      title: 'Apple developer glossary: bundle identifiers are case-insensitive',
      url: 'https://developer.apple.com/help/glossary/bundle-id/',
      confidence: 'medium',
    },
    inferred('the old name of the list goes on working', 'medium'),
  ],
  meant: ({ value }) => listsFaceTime(value),
  evaluate: (subject) => {
    const answers = lists.flatMap(({ payload, key }) =>
      judgeSetting(subject, {
        payload,
        key,
        stops: listsFaceTime,
        outcome: 'blocked',
        message: 'listed',
        answered: 'answered',
        wanted: 'without com.apple.facetime',
      }),
    );
    const inForce = listsInForce(subject, lists);
    const blocking = inForce.filter((list) => listsFaceTime(list.contribution.value));
    return orClear([...answers, ...spellingNotes(inForce), ...deprecationNotes(subject, blocking)]);
  },
};
