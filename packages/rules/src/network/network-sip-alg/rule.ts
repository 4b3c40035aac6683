import { inferred } from '../../judge/sources.js';
import type { Rule } from '../../types.js';
import { everyPlatform, judgeProperty, recordMessages, rescanRecord } from '../record.js';

export const networkSipAlg: Rule = {
  id: 'network-sip-alg',
  title: 'The network rewrites SIP traffic',
  stage: 'network',
  severity: 'medium',
  decisive: false,
  platforms: everyPlatform,
  outcomes: ['at-risk'],
  reads: ['network'],
  messages: {
    ...recordMessages,
    'alg-on': {
      text: 'Network "{network}" has a SIP ALG (application-level gateway) switched on.',
      why: 'It takes call set-up packets for SIP, rewrites or drops them, and calls ring without connecting.',
      steps: [
        {
          who: 'network-admin',
          do: 'Switch the SIP ALG (also called SIP helper, SIP inspection or SIP fixup) off on the router or firewall of "{network}", for UDP 3478-3497, 16384-16387 and 16393-16402 at least.',
        },
        {
          who: 'network-admin',
          do: 'Where desk phones need it, keep it for their VLAN only and let the security team sign the change off.',
        },
      ],
      verify: rescanRecord,
    },
  },
  sources: [
    {
      title: 'Apple Support: Use FaceTime and iMessage behind a firewall (devices that change SIP packets)',
      url: 'https://support.apple.com/en-us/102135',
      confidence: 'high',
    },
    inferred('switching the ALG off is the remedy', 'medium'),
  ],
  evaluate: (subject) =>
    judgeProperty(subject, 'sipAlg', (_network, answer) => [
      { ...answer, outcome: 'at-risk', message: 'alg-on' },
    ]),
};
