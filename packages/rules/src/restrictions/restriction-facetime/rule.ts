import { orClear } from '../../judge/answers.js';
import { isFalse, judgeSetting } from '../../judge/setting.js';
import { schemaOf } from '../../judge/sources.js';
import { changeKey, findSetter, pushAgain, rescanRestrictions } from '../../judge/steps.js';
import type { Rule } from '../../types.js';

const payload = 'com.apple.applicationaccess';
const key = 'allowVideoConferencing';
const why = 'The FaceTime app is hidden; neither video nor audio calls can be made or answered.';

export const restrictionFaceTime: Rule = {
  id: 'restriction-facetime',
  title: 'FaceTime is forbidden by a restriction',
  stage: 'device',
  severity: 'critical',
  decisive: true,
  platforms: ['iOS', 'iPadOS', 'visionOS'],
  outcomes: ['blocked', 'limited', 'unknown'],
  reads: [`setting:${payload}#${key}`],
  messages: {
    forbidden: {
      text: 'Profile "{profile}" ({identifier}) forbids FaceTime: {key} is {value} in its Restrictions payload.',
      why,
      steps: [changeKey, pushAgain],
      verify: rescanRestrictions,
    },
    answered: {
      text: 'The device itself says that FaceTime is forbidden ({key} is {value}), and no profile we know explains it.',
      why: `${why} A restriction installed before iOS 13 may have carried over.`,
      steps: [
        findSetter,
        {
          who: 'helpdesk',
          do: 'If no profile sets it, look on the device under Settings > Screen Time > Content & Privacy Restrictions > Allowed Apps.',
        },
      ],
      verify: rescanRestrictions,
    },
  },
  sources: [
    schemaOf(payload, key),
    { title: 'ManageEngine MDM, restrictions for iOS: audio calls are lost too', confidence: 'medium' },
  ],
  evaluate: (subject) =>
    orClear(
      judgeSetting(subject, {
        payload,
        key,
        stops: isFalse,
        outcome: 'blocked',
        message: 'forbidden',
        answered: 'answered',
        wanted: 'true',
      }),
    ),
};
