import { endOfWaiver } from '@ringcheck/policy';
import { clear, note, notApplicable } from '../../judge/answers.js';
import type { Rule } from '../../types.js';
import { everyPlatform, placeEvidence, recordAnswer, recordMessages, stoppedIn } from '../record.js';

export const networkStatement: Rule = {
  id: 'network-statement',
  title: 'The owner of the network says that it stops FaceTime',
  stage: 'network',
  severity: 'high',
  decisive: false,
  platforms: everyPlatform,
  outcomes: ['blocked', 'limited'],
  reads: ['network', 'time'],
  messages: {
    ...recordMessages,
    denied: {
      text: '{owner} states until {expires} that network "{network}" stops FaceTime.',
      why: 'Calls do not work from this network, whatever its other records say.',
      steps: [
        {
          who: 'owner',
          do: 'Ask {owner} why FaceTime is stopped in "{network}" and whether UDP 3478-3497, 16384-16387, 16393-16402 and TCP 80, 443, 5223 may be opened there.',
        },
        {
          who: 'network-admin',
          do: 'After the change write the statement anew ("faceTime: allowed") or upload the firewall policy in its place.',
        },
      ],
      verify: 'Renew or remove "faceTime" in the record of network "{network}" and scan again.',
    },
    allowed: { text: '{owner} states until {expires} that network "{network}" lets FaceTime through.' },
    expired: {
      text: 'The statement of {owner} on network "{network}" (FaceTime {value}) ended on {expires} and no longer counts; renew or remove it.',
    },
  },
  sources: [{ title: 'Statement of the owner in the policy file', confidence: 'high' }],
  evaluate: (subject) => {
    const network = subject.network();
    if (network === undefined) return notApplicable('not-placed');
    const { name, faceTime } = network.definition;
    if (faceTime === undefined) return notApplicable('not-stated', { network: name });
    const { value, owner, expires } = faceTime;
    const answer = recordAnswer(subject, network, 'faceTime', { value, owner, expires });
    const data = { ...answer.data, value, owner, expires };
    if (subject.isPast(endOfWaiver(expires))) {
      return [...notApplicable('not-stated', { network: name }), note('expired', data, answer.evidence)];
    }
    if (value === 'allowed') return clear('allowed', data, answer.evidence);
    const evidence = [...answer.evidence.slice(0, 1), ...placeEvidence(subject, network)];
    return [{ ...answer, ...stoppedIn(network), message: 'denied', data, evidence }];
  },
};
