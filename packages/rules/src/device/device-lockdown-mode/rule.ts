import { factEvidence } from '../../judge/evidence.js';
import { judgeFlag } from '../../judge/fact.js';
import type { Rule } from '../../types.js';

export const deviceLockdownMode: Rule = {
  id: 'device-lockdown-mode',
  title: 'Lockdown Mode is on',
  stage: 'recipient',
  severity: 'medium',
  decisive: false,
  platforms: ['iOS', 'iPadOS', 'macOS', 'watchOS'],
  outcomes: ['limited'],
  reads: ['fact:lockdownMode'],
  messages: {
    on: {
      text: 'Lockdown Mode is on.',
      why: 'Calls from people this user never called before are refused; calls the user makes work.',
      steps: [
        {
          who: 'user',
          do: 'Call the other side once, and their calls come through from then on. If the protection is not needed: Settings > Privacy & Security > Lockdown Mode, off.',
        },
      ],
      verify: 'Have the device report security.lockdown-mode and scan again.',
    },
  },
  sources: [
    {
      title: 'Apple device management schema: status item security.lockdown-mode (from OS 27 on)',
      url: 'https://github.com/apple/device-management/blob/release/declarative/status/security.lockdown-mode.yaml',
      confidence: 'high',
    },
    {
      title: 'Press reports on Lockdown Mode: FaceTime calls from unknown people are refused',
      confidence: 'medium',
    },
  ],
  evaluate: (subject) =>
    judgeFlag(subject, 'lockdownMode', (fact) => [
      {
        outcome: 'limited',
        scope: 'incoming',
        message: 'on',
        data: {},
        evidence: [factEvidence(fact)],
        cause: 'device/lockdown-mode',
        control: 'circumstance',
      },
    ]),
};
