import { clear, orClear } from '../../judge/answers.js';
import { settingEvidence } from '../../judge/evidence.js';
import { isFalse, judgeSetting } from '../../judge/setting.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import { changeKey, findSetter, pushAgain, rescanRestrictions } from '../../judge/steps.js';
import type { Rule } from '../../types.js';

const payload = 'com.apple.applicationaccess';
const removal = 'allowSystemAppRemoval';
const installation = ['allowAppInstallation', 'allowUIAppInstallation'] as const;
const why = 'A user who deletes FaceTime cannot get it back from the App Store.';

export const restrictionAppRemoval: Rule = {
  id: 'restriction-app-removal',
  title: 'FaceTime can be deleted and not be installed again',
  stage: 'device',
  severity: 'low',
  decisive: false,
  platforms: ['iOS', 'iPadOS'],
  outcomes: ['at-risk', 'unknown'],
  reads: [
    `setting:${payload}#${removal}`,
    ...installation.map((key) => `setting:${payload}#${key}` as const),
  ],
  messages: {
    'no-way-back': {
      text: 'Profile "{profile}" ({identifier}) keeps the user from installing apps ({key} is {value}), while FaceTime may be deleted.',
      why,
      steps: [
        {
          who: 'mdm-admin',
          do: 'Forbid deleting system apps (allowSystemAppRemoval false, supervised devices), or install FaceTime from the MDM server where it is missing.',
        },
        changeKey,
        pushAgain,
      ],
      verify: rescanRestrictions,
    },
    answered: {
      text: 'The device itself says that the user cannot install apps ({key} is {value}), while FaceTime may be deleted.',
      why,
      steps: [findSetter],
      verify: rescanRestrictions,
    },
    'not-removable': { text: 'System apps cannot be deleted ({key} is false).' },
  },
  sources: [
    schemaOf(payload, [removal, ...installation].join(', ')),
    inferred('both together leave no way back', 'medium'),
  ],
  evaluate: (subject) => {
    const kept = subject.settings(payload, removal).filter((setting) => isFalse(setting.value));
    if (kept.length > 0) return clear('not-removable', { key: removal }, kept.flatMap(settingEvidence));
    return orClear(
      installation.flatMap((key) =>
        judgeSetting(subject, {
          payload,
          key,
          stops: isFalse,
          outcome: 'at-risk',
          message: 'no-way-back',
          answered: 'answered',
          wanted: 'true',
        }),
      ),
    );
  },
};
