import { notApplicable, orClear } from '../../judge/answers.js';
import { isFalse, judgeSetting } from '../../judge/setting.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import { changeKey, findSetter, pushAgain, rescanRestrictions } from '../../judge/steps.js';
import type { Rule } from '../../types.js';

const payload = 'com.apple.applicationaccess';
const key = 'allowAppCellularDataModification';
const why =
  'If FaceTime was switched off for cellular data before, it stays off, and the device does not report the switch.';

export const restrictionCellularSwitchFrozen: Rule = {
  id: 'restriction-cellular-switch-frozen',
  title: 'The cellular-data switches of apps are frozen',
  stage: 'device',
  severity: 'low',
  decisive: false,
  platforms: ['iOS', 'iPadOS'],
  outcomes: ['at-risk', 'unknown'],
  reads: [`setting:${payload}#${key}`, 'fact:hasCellular'],
  messages: {
    'no-cellular': { text: 'The device has no cellular, so its cellular switches do not matter.' },
    frozen: {
      text: 'Profile "{profile}" ({identifier}) freezes the cellular switches of apps: {key} is {value}.',
      why,
      steps: [
        {
          who: 'helpdesk',
          do: 'Look on the device under Settings > Cellular whether FaceTime is on. If it is, nothing need change.',
        },
        changeKey,
        pushAgain,
      ],
      verify: rescanRestrictions,
    },
    answered: {
      text: 'The device itself says that the cellular switches of apps are frozen ({key} is {value}).',
      why,
      steps: [findSetter],
      verify: rescanRestrictions,
    },
  },
  sources: [schemaOf(payload, key), inferred('a switch that was off stays off', 'medium')],
  evaluate: (subject) => {
    if (subject.fact('hasCellular')?.value === false) return notApplicable('no-cellular');
    return orClear(
      judgeSetting(subject, {
        payload,
        key,
        stops: isFalse,
        outcome: 'at-risk',
        scope: 'cellular',
        message: 'frozen',
        answered: 'answered',
        wanted: 'true',
      }),
    );
  },
};
