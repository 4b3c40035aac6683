import type { Fact, FirewallState } from '@ringcheck/model';
import type { EffectivePayload } from '@ringcheck/effective';
import { clear, note, orClear } from '../../judge/answers.js';
import { factEvidence } from '../../judge/evidence.js';
import { payloadAnswer, payloadData } from '../../judge/payload.js';
import { commandOf, inferred, schemaOf } from '../../judge/sources.js';
import { unreadable } from '../../judge/unreadable.js';
import type { Rule, RuleNote, RuleResult, Step, Subject } from '../../types.js';
import {
  faultsOf,
  firewallPayload,
  isFirewallOn,
  reportedFaults,
  wouldMatter,
  type Fault,
} from '../state.js';

const why =
  'Calls are set up by connections the Mac opens itself, but sound and picture that come in may be dropped: calls ring and fail, or do not ring.';
const verify =
  'Send the SecurityInfo command and scan again: the firewall must not block incoming connections of FaceTime.';

const signOff: Step = {
  who: 'owner',
  do: 'Let the person responsible for the security of these Macs sign the change off: FaceTime may then receive on any port, from any address.',
};

export const macFirewallIncoming: Rule = {
  id: 'mac-firewall-incoming',
  title: 'The firewall of the Mac refuses incoming connections',
  stage: 'network',
  severity: 'high',
  decisive: false,
  platforms: ['macOS'],
  outcomes: ['at-risk', 'unknown'],
  reads: [`payload:${firewallPayload}`, 'fact:firewall'],
  messages: {
    'block-all': {
      text: 'Profile "{profile}" ({identifier}) makes the Mac refuse all incoming connections ({payload}, BlockAllIncoming).',
      why,
      steps: [
        {
          who: 'mdm-admin',
          do: 'In the MDM console open "{profile}" ({identifier}), payload {payload}, and set BlockAllIncoming to false: while it is true no entry under Applications acts. Where other programs must stay closed, give each of them an entry with Allowed false, and com.apple.FaceTime one with Allowed true. Push the profile again under the same identifier.',
        },
        signOff,
      ],
      verify,
    },
    'app-denied': {
      text: 'Profile "{profile}" ({identifier}) denies FaceTime incoming connections by name ({payload}, Applications).',
      why,
      steps: [
        {
          who: 'mdm-admin',
          do: 'In the MDM console open "{profile}" ({identifier}), payload {payload}, and set Allowed of the entry com.apple.FaceTime to true. Push the profile again under the same identifier.',
        },
        signOff,
      ],
      verify,
    },
    'block-all-by-hand': {
      text: 'The Mac reports that its firewall refuses all incoming connections, and no profile we know sets that.',
      why,
      steps: [
        {
          who: 'user',
          do: 'Open System Settings > Network > Firewall > Options and switch "Block all incoming connections" off.',
        },
      ],
      verify,
    },
    'app-denied-by-hand': {
      text: 'The Mac reports that its firewall denies FaceTime incoming connections, and no profile we know sets that.',
      why,
      steps: [
        {
          who: 'user',
          do: 'Open System Settings > Network > Firewall > Options and allow incoming connections for FaceTime.',
        },
      ],
      verify,
    },
    off: { text: 'The firewall of the Mac is off, so what is set for it does not act.' },
    'profile-differs': {
      text: 'Profile "{profile}" ({identifier}) would refuse incoming connections ({payload}), but the Mac reports otherwise; its own word counts.',
    },
  },
  sources: [
    schemaOf(firewallPayload),
    commandOf('SecurityInfo', 'information.security'),
    inferred('incoming sound and picture can fail; outgoing connections are not filtered', 'medium'),
  ],
  meant: wouldMatter,
  evaluate: (subject) => {
    const fact = subject.fact('firewall');
    if (fact?.value.enabled !== undefined) return judgeReported(subject, fact);
    const payloads = subject.payloads(firewallPayload);
    const open = unreadable(subject, firewallPayload);
    if (!isFirewallOn(subject)) {
      const off = payloads.filter((payload) => faultsOf(payload).length > 0).map(offNote);
      return [...orClear(open), ...off];
    }
    return orClear([
      ...payloads.flatMap((payload) => faultsOf(payload).map((fault) => answerOf(payload, fault))),
      ...open,
    ]);
  },
};

/** The Mac's own word on its firewall, whoever set it. */
function judgeReported(subject: Subject, fact: Fact<FirewallState>): readonly (RuleResult | RuleNote)[] {
  const payloads = subject.payloads(firewallPayload);
  const evidence = factEvidence(fact);
  const faults = reportedFaults(fact.value);
  const answers = faults.flatMap((fault): readonly RuleResult[] => {
    const setters = payloads.filter((payload) => faultsOf(payload).includes(fault));
    if (setters.length > 0) {
      return setters.map((payload) => ({
        ...answerOf(payload, fault),
        evidence: [evidence, payload.evidence],
      }));
    }
    return [byHand(fault, evidence)];
  });
  const refuted = payloads
    .filter((payload) => faultsOf(payload).some((fault) => !faults.includes(fault)))
    .map((payload) => note('profile-differs', payloadData(payload), [payload.evidence, evidence]));
  const proven = fact.value.enabled === true ? 'clear' : 'off';
  return orClear([...answers, ...refuted], clear(proven, {}, [evidence]));
}

function answerOf(payload: EffectivePayload, fault: Fault): RuleResult {
  return {
    ...payloadAnswer(payload, fault === 'block-all' ? 'BlockAllIncoming' : 'Applications'),
    outcome: 'at-risk',
    scope: 'incoming',
    message: fault,
    data: payloadData(payload),
  };
}

function byHand(fault: Fault, evidence: RuleResult['evidence'][number]): RuleResult {
  return {
    outcome: 'at-risk',
    scope: 'incoming',
    message: `${fault}-by-hand`,
    data: {},
    evidence: [evidence],
    cause: `device/firewall/${fault}`,
    control: 'circumstance',
  };
}

function offNote(payload: EffectivePayload): RuleNote {
  return note('off', payloadData(payload), [payload.evidence]);
}
