import { inferred } from '../../judge/sources.js';
import type { Rule } from '../../types.js';
import { everyPlatform, judgeProperty, recordMessages, rescanRecord } from '../record.js';

export const networkDnsFilter: Rule = {
  id: 'network-dns-filter',
  title: 'The network filters names',
  stage: 'network',
  severity: 'medium',
  decisive: false,
  platforms: everyPlatform,
  outcomes: ['at-risk'],
  reads: ['network'],
  messages: {
    ...recordMessages,
    filtered: {
      text: 'Network "{network}" filters names (DNS).',
      why: "Where Apple's names do not resolve, FaceTime cannot register and calls do not ring.",
      steps: [
        {
          who: 'network-admin',
          do: 'On the resolver of "{network}" allow *.push.apple.com, *.ess.apple.com, *.apple.com and *.icloud.com.',
        },
        {
          who: 'helpdesk',
          do: 'From a device in "{network}" look up init.ess.apple.com: the answer must be a public address, not the filter\'s own.',
        },
      ],
      verify: rescanRecord,
    },
  },
  sources: [
    {
      title: 'Apple Support: Use Apple products on enterprise networks (host names)',
      url: 'https://support.apple.com/en-us/101555',
      confidence: 'high',
    },
    inferred('which names FaceTime needs', 'medium'),
  ],
  evaluate: (subject) =>
    judgeProperty(subject, 'dnsFilter', (_network, answer) => [
      { ...answer, outcome: 'at-risk', message: 'filtered' },
    ]),
};
