import { inferred } from '../../judge/sources.js';
import type { Rule } from '../../types.js';
import {
  everyPlatform,
  judgeProperty,
  placeEvidence,
  recordMessages,
  rescanRecord,
  stoppedIn,
} from '../record.js';

export const networkProxyOnly: Rule = {
  id: 'network-proxy-only',
  title: 'The network lets nothing out but through a proxy',
  stage: 'network',
  severity: 'high',
  decisive: false,
  platforms: everyPlatform,
  outcomes: ['blocked', 'limited'],
  reads: ['network'],
  messages: {
    ...recordMessages,
    'proxy-only': {
      text: 'Network "{network}" lets traffic out through a web proxy only.',
      why: 'The sound and picture of a call are UDP and cannot use a web proxy: calls ring at most and never connect.',
      steps: [
        {
          who: 'network-admin',
          do: 'Let devices of "{network}" start UDP 3478-3497, 16384-16387 and 16393-16402 and TCP 5223 directly, to any address, past the proxy.',
        },
        {
          who: 'owner',
          do: 'Let the person responsible for the security of "{network}" sign the change off: it opens these ports outbound from its clients.',
        },
      ],
      verify: rescanRecord,
    },
  },
  sources: [
    {
      title: 'Apple Support: Use FaceTime and iMessage behind a firewall (the UDP ports)',
      url: 'https://support.apple.com/en-us/102135',
      confidence: 'high',
    },
    inferred('media cannot use a web proxy', 'medium'),
  ],
  evaluate: (subject) =>
    judgeProperty(subject, 'proxyOnly', (network, answer) => [
      {
        ...answer,
        ...stoppedIn(network),
        message: 'proxy-only',
        evidence: [...answer.evidence.slice(0, 1), ...placeEvidence(subject, network)],
      },
    ]),
};
