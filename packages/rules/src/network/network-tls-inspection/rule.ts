import type { PlacedNetwork } from '@ringcheck/assemble';
import { inferred } from '../../judge/sources.js';
import type { Rule, RuleResult, Subject } from '../../types.js';
import { flowText, judgeFirewalls, lineEvidence, type JudgedFirewall } from '../firewall/answers.js';
import {
  everyPlatform,
  judgeProperty,
  placeEvidence,
  recordMessages,
  rescanRecord,
  stoppedIn,
  type RecordAnswer,
} from '../record.js';

const exempt = {
  who: 'network-admin',
  do: 'On the inspecting proxy or firewall of "{network}" exempt Apple\'s services from decryption: 17.0.0.0/8 and the names *.apple.com, *.icloud.com, *.push.apple.com, *.ess.apple.com.',
} as const;
const signOff = {
  who: 'owner',
  do: 'Let the person responsible for the security of "{network}" sign the exemption off.',
} as const;

export const networkTlsInspection: Rule = {
  id: 'network-tls-inspection',
  title: 'The network decrypts HTTPS',
  stage: 'network',
  severity: 'high',
  decisive: false,
  platforms: everyPlatform,
  outcomes: ['blocked', 'limited', 'at-risk'],
  reads: ['network'],
  messages: {
    ...recordMessages,
    inspected: {
      text: 'Network "{network}" decrypts and inspects HTTPS.',
      why: "Apple's services refuse connections that are opened on the way: FaceTime does not activate, or signs out.",
      steps: [exempt, signOff],
      verify: rescanRecord,
    },
    'push-lost': {
      text: 'Network "{network}" decrypts HTTPS, and {document} closes {flows}: push has no way out.',
      why: 'With TCP 5223 closed push falls back to TCP 443, which fails when it is decrypted: calls do not ring.',
      steps: [
        exempt,
        {
          who: 'network-admin',
          do: 'Or open TCP 5223 outbound to 17.0.0.0/8 in {document}, so that push needs no fallback.',
        },
        signOff,
      ],
      verify: rescanRecord,
    },
  },
  sources: [
    {
      title: 'Apple Support: Use Apple products on enterprise networks (HTTPS interception)',
      url: 'https://support.apple.com/en-us/101555',
      confidence: 'high',
    },
    {
      title: 'Apple Support: Use Apple push notifications on your network (fallback to TCP 443)',
      url: 'https://support.apple.com/en-us/102266',
      confidence: 'high',
    },
    inferred('which Apple hosts FaceTime needs exempted', 'medium'),
  ],
  evaluate: (subject) =>
    judgeProperty(subject, 'tlsInspection', (network, answer) => {
      const closed = judgeFirewalls(network).filter(({ pushFallsBack }) => pushFallsBack !== undefined);
      return closed.length === 0
        ? [{ ...answer, outcome: 'at-risk', message: 'inspected' }]
        : pushLost(subject, network, answer, closed);
    }),
};

function pushLost(
  subject: Subject,
  network: PlacedNetwork,
  answer: RecordAnswer,
  closed: readonly JudgedFirewall[],
): readonly RuleResult[] {
  return closed.slice(0, 1).map(({ document, pushFallsBack }) => ({
    ...answer,
    ...stoppedIn(network),
    message: 'push-lost',
    data: {
      ...answer.data,
      document: document.path,
      flows: pushFallsBack === undefined ? [] : [flowText(pushFallsBack)],
    },
    evidence: [
      ...answer.evidence.slice(0, 1),
      lineEvidence(document, pushFallsBack?.rule),
      ...placeEvidence(subject, network),
    ],
  }));
}
