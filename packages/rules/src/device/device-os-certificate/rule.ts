import { isAtLeast } from '@ringcheck/model';
import { clear } from '../../judge/answers.js';
import { factEvidence } from '../../judge/evidence.js';
import { missingFact } from '../../judge/fact.js';
import type { Rule } from '../../types.js';

/** Each line of iOS that had FaceTime, with the release that brought a new certificate; older lines got none. */
const repairs = [
  { below: '7.0', fixed: '6.1.6' },
  { below: '8.0', fixed: '7.0.4' },
] as const;

export const deviceOsCertificate: Rule = {
  id: 'device-os-certificate',
  title: 'The OS is too old to connect to FaceTime',
  stage: 'device',
  severity: 'critical',
  decisive: false,
  platforms: ['iOS', 'iPadOS'],
  outcomes: ['blocked', 'unknown'],
  reads: ['fact:osVersion'],
  messages: {
    ended: {
      text: 'iOS {version} lost FaceTime on 16 April 2014, when a certificate in it ended; {fixed} is the first version that works again.',
      why: 'Apple’s servers and this version no longer trust each other.',
      steps: [
        {
          who: 'user',
          do: 'Update to the newest version the device can take: Settings > General > Software Update.',
        },
      ],
      verify: 'Send the DeviceInformation command and scan again: OSVersion must be {fixed} or newer.',
    },
  },
  sources: [
    {
      title: 'Press reports of April 2014 on the expired certificate; Apple’s advice to update',
      confidence: 'medium',
    },
  ],
  evaluate: (subject) => {
    const fact = subject.fact('osVersion');
    if (fact === undefined) return missingFact('osVersion');
    const evidence = [factEvidence(fact)];
    const repair = repairs.find(({ below }) => isBefore(fact.value, below));
    if (repair === undefined || !isBefore(fact.value, repair.fixed)) return clear('clear', {}, evidence);
    return [
      {
        outcome: 'blocked',
        message: 'ended',
        data: { version: fact.value, fixed: repair.fixed },
        evidence,
        cause: `device/os/${fact.value}`,
        control: 'circumstance',
      },
    ];
  },
};

function isBefore(version: string, other: string): boolean {
  return isAtLeast(version, other) === false;
}
