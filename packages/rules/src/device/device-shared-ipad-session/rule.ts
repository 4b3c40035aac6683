import { notApplicable } from '../../judge/answers.js';
import { factEvidence } from '../../judge/evidence.js';
import { judgeFlag } from '../../judge/fact.js';
import { commandOf, inferred } from '../../judge/sources.js';
import type { Rule } from '../../types.js';

export const deviceSharedIpadSession: Rule = {
  id: 'device-shared-ipad-session',
  title: 'The Shared iPad allows temporary sessions only',
  stage: 'account',
  severity: 'high',
  decisive: false,
  platforms: ['iPadOS'],
  outcomes: ['blocked'],
  reads: ['fact:temporarySessionOnly', 'fact:isSharedIpad'],
  messages: {
    'not-shared': { text: 'This is no Shared iPad, so there are no temporary sessions.' },
    temporary: {
      text: 'The Shared iPad allows temporary sessions only.',
      why: 'Nobody signs in to a temporary session, so there is no address or number FaceTime could use.',
      steps: [
        {
          who: 'mdm-admin',
          do: 'Send the Settings command SharedDeviceConfiguration with TemporarySessionOnly false, so that people can sign in with their Managed Apple Accounts.',
        },
      ],
      verify: 'Send the DeviceInformation command and scan again: TemporarySessionOnly must be false.',
    },
  },
  sources: [
    commandOf('DeviceInformation, TemporarySessionOnly', 'information.device'),
    inferred('without an account FaceTime has no identity', 'medium'),
  ],
  evaluate: (subject) => {
    const shared = subject.fact('isSharedIpad');
    if (shared?.value === false) return notApplicable('not-shared');
    return judgeFlag(subject, 'temporarySessionOnly', (fact) => [
      {
        outcome: 'blocked',
        message: 'temporary',
        data: {},
        evidence: [factEvidence(fact)],
        cause: 'device/temporary-session',
        control: 'circumstance',
      },
    ]);
  },
};
