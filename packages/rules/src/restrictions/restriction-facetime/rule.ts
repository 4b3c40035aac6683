import type { Rule } from '../../types.js';
import { orClear } from '../../judge/answers.js';
import { isFalse, judgeSetting } from '../../judge/setting.js';
import { pushAgain, rescanRestrictions } from '../../judge/steps.js';

const payload = 'com.apple.applicationaccess';
const key = 'allowVideoConferencing';

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
      why: 'The FaceTime app is hidden; neither video nor audio calls can be made or answered.',
      steps: [
        {
          who: 'mdm-admin',
          do: 'In the MDM console open "{profile}" ({identifier}), payload Restrictions ({payload}), and set {key} to {wanted} ("Allow FaceTime") or remove the key.',
        },
        pushAgain,
      ],
      verify: rescanRestrictions,
    },
    answered: {
      text: 'The device itself says that FaceTime is forbidden ({key} is {value}), and no uploaded profile explains it.',
      why: 'The FaceTime app is hidden; neither video nor audio calls can be made or answered.',
      steps: [
        {
          who: 'mdm-admin',
          do: 'Look for the profile that sets {key} in the per-profile part of the Restrictions reply; one installed before iOS 13 or by hand may have carried over. Remove or replace it.',
        },
        {
          who: 'helpdesk',
          do: 'If no profile sets it, look under Settings > Screen Time > Content & Privacy Restrictions > Allowed Apps on the device.',
        },
      ],
      verify: rescanRestrictions,
    },
  },
  sources: [
    {
      title: 'Apple device management schema: com.apple.applicationaccess, allowVideoConferencing',
      url: 'https://github.com/apple/device-management/blob/release/mdm/profiles/com.apple.applicationaccess.yaml',
      confidence: 'high',
    },
    { title: 'ManageEngine MDM, iOS restrictions: audio calls are lost too', confidence: 'medium' },
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
