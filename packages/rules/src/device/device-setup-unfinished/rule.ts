import { factEvidence } from '../../judge/evidence.js';
import { judgeFlag } from '../../judge/fact.js';
import { commandOf, inferred } from '../../judge/sources.js';
import type { Rule } from '../../types.js';

export const deviceSetupUnfinished: Rule = {
  id: 'device-setup-unfinished',
  title: 'Setup Assistant is not finished',
  stage: 'device',
  severity: 'medium',
  decisive: false,
  platforms: ['iOS', 'iPadOS', 'macOS', 'tvOS', 'visionOS'],
  outcomes: ['blocked'],
  reads: ['fact:awaitingConfiguration'],
  messages: {
    waiting: {
      text: 'The device is still in Setup Assistant and waits for the MDM server to release it.',
      why: 'No app can be opened before setup is finished, FaceTime neither.',
      steps: [
        {
          who: 'mdm-admin',
          do: 'See in the MDM console what the device waits for, and send the DeviceConfigured command when all is installed.',
        },
        { who: 'user', do: 'Finish Setup Assistant on the device.' },
      ],
      verify: 'Send the DeviceInformation command and scan again: AwaitingConfiguration must be false.',
    },
  },
  sources: [
    commandOf('DeviceInformation, AwaitingConfiguration', 'information.device'),
    inferred('no call before setup is finished', 'high'),
  ],
  evaluate: (subject) =>
    judgeFlag(subject, 'awaitingConfiguration', (fact) => [
      {
        outcome: 'blocked',
        message: 'waiting',
        data: {},
        evidence: [factEvidence(fact)],
        cause: 'device/setup',
        control: 'circumstance',
      },
    ]),
};
