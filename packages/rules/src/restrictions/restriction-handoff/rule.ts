import { orClear } from '../../judge/answers.js';
import { isFalse, judgeSetting } from '../../judge/setting.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import { changeKey, findSetter, pushAgain, rescanRestrictions } from '../../judge/steps.js';
import type { Rule } from '../../types.js';

const payload = 'com.apple.applicationaccess';
const key = 'allowActivityContinuation';
const why = 'Calls ring and connect; only moving a running call to another device of the person may fail.';

export const restrictionHandoff: Rule = {
  id: 'restriction-handoff',
  title: 'A running call cannot be handed to another device',
  stage: 'device',
  severity: 'info',
  decisive: false,
  platforms: ['iOS', 'iPadOS', 'macOS', 'visionOS'],
  outcomes: ['at-risk', 'unknown'],
  reads: [`setting:${payload}#${key}`],
  messages: {
    off: {
      text: 'Profile "{profile}" ({identifier}) switches Handoff off: {key} is {value}.',
      why,
      steps: [changeKey, pushAgain],
      verify: rescanRestrictions,
    },
    answered: {
      text: 'The device itself says that Handoff is off ({key} is {value}).',
      why,
      steps: [findSetter],
      verify: rescanRestrictions,
    },
  },
  sources: [schemaOf(payload, key), inferred('handing over a call needs Handoff', 'low')],
  evaluate: (subject) =>
    orClear(
      judgeSetting(subject, {
        payload,
        key,
        stops: isFalse,
        outcome: 'at-risk',
        scope: 'quality',
        message: 'off',
        answered: 'answered',
        wanted: 'true',
      }),
    ),
};
