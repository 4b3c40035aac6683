import { notApplicable } from '../../judge/answers.js';
import { factEvidence } from '../../judge/evidence.js';
import { judgeFlag } from '../../judge/fact.js';
import { commandOf, inferred } from '../../judge/sources.js';
import type { Rule } from '../../types.js';

export const deviceLostMode: Rule = {
  id: 'device-lost-mode',
  title: 'The device is in Lost Mode',
  stage: 'device',
  severity: 'critical',
  decisive: false,
  platforms: ['iOS', 'iPadOS'],
  outcomes: ['blocked'],
  reads: ['fact:lostMode', 'fact:isSupervised'],
  messages: {
    lost: {
      text: 'The device is locked in Lost Mode.',
      why: 'Nothing can be opened or answered until Lost Mode is switched off.',
      steps: [
        {
          who: 'mdm-admin',
          do: 'If the device is found: send the DisableLostMode command, or switch Lost Mode off in the MDM console.',
        },
      ],
      verify: 'Send the DeviceInformation command and scan again: IsMDMLostModeEnabled must be false.',
    },
    'not-supervised': {
      text: 'Only supervised devices can be put in Lost Mode; this one is not supervised.',
    },
  },
  sources: [
    commandOf('DeviceInformation, IsMDMLostModeEnabled', 'information.device'),
    inferred('a device in Lost Mode takes no calls', 'high'),
  ],
  evaluate: (subject) => {
    const isKnown = subject.fact('lostMode') !== undefined;
    if (!isKnown && subject.fact('isSupervised')?.value === false) return notApplicable('not-supervised');
    return judgeFlag(subject, 'lostMode', (fact) => [
      {
        outcome: 'blocked',
        message: 'lost',
        data: {},
        evidence: [factEvidence(fact)],
        cause: 'device/lost-mode',
        control: 'temporary',
      },
    ]);
  },
};
