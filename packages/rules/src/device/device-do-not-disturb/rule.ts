import { factEvidence } from '../../judge/evidence.js';
import { judgeFlag } from '../../judge/fact.js';
import { commandOf, inferred } from '../../judge/sources.js';
import type { Rule } from '../../types.js';

export const deviceDoNotDisturb: Rule = {
  id: 'device-do-not-disturb',
  title: 'Do Not Disturb is on',
  stage: 'recipient',
  severity: 'low',
  decisive: false,
  platforms: ['iOS', 'iPadOS'],
  outcomes: ['at-risk'],
  reads: ['fact:doNotDisturb'],
  messages: {
    on: {
      text: 'Do Not Disturb or a Focus was on when the device answered.',
      why: 'Calls that come in stay silent; the device also says so when it is silent only while locked.',
      steps: [
        {
          who: 'user',
          do: 'Open Control Centre and switch the Focus off, or allow calls from the people who matter under Settings > Focus.',
        },
      ],
      verify: 'Send the DeviceInformation command and scan again: IsDoNotDisturbInEffect must be false.',
    },
  },
  sources: [
    commandOf('DeviceInformation, IsDoNotDisturbInEffect', 'information.device'),
    inferred('incoming calls are silent, outgoing ones work', 'medium'),
  ],
  evaluate: (subject) =>
    judgeFlag(subject, 'doNotDisturb', (fact) => [
      {
        outcome: 'at-risk',
        scope: 'incoming',
        message: 'on',
        data: {},
        evidence: [factEvidence(fact)],
        cause: 'device/do-not-disturb',
      },
    ]),
};
