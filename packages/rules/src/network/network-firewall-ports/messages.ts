import type { MessageSpec, Step } from '../../types.js';

/** The line to write, and who answers for it: also for tunnels that leave by such a firewall. */
export const openPorts: readonly Step[] = [
  { who: 'network-admin', do: 'In {document} add, {where}: {add}. {rest}.' },
  {
    who: 'owner',
    do: 'Let the person responsible for the security of "{network}" sign the change off: it opens {opens} outbound from {source}, to {target}.',
  },
];

export const verifyPorts =
  'Export the firewall again, run "ringcheck firewall" on it (every flow must be allowed), scan again and make a test call from "{network}".';

/** Where calls go out and nothing comes back. */
export const letAnswersIn: readonly Step[] = [
  {
    who: 'network-admin',
    do: 'In {document} {order}. {rest}. One line for packets of all established connections, before the first that denies, does the same for every service.',
  },
  {
    who: 'owner',
    do: 'Let the person responsible for the security of "{network}" sign the change off: it lets in {opens}.',
  },
];

/** Messages of the rule; one text serves one kind of line. */
export const firewallMessages: Readonly<Record<string, MessageSpec>> = {
  'not-placed': { text: 'The device is in no network that the policy describes.' },
  'no-firewall': { text: 'No firewall of network "{network}" is described.' },
  'placement-missing': {
    text: 'The policy describes firewalls, but it is not known which network this device is in.',
    verify: 'Add the missing place and scan again.',
  },
  'firewall-missing': {
    text: 'Network "{network}" stands behind the firewall {document}, which was not uploaded or cannot be read.',
    verify: 'Add the firewall policy and scan again.',
  },
  'line-stops': {
    text: 'In network "{network}" {place} of {document} stops FaceTime ({text}): {flows}.',
    why: 'Calls ring at most and never connect from this network.',
    steps: openPorts,
    verify: verifyPorts,
  },
  'lines-stop-together': {
    text: 'In network "{network}" several firewalls, {documents}, let through different parts of FaceTime and nothing in common: {flows}. The lines: {places}.',
    why: 'A call has to pass each of them: it rings at most and never connects from this network.',
    steps: [
      {
        who: 'network-admin',
        do: 'Make these changes: {orders}.',
      },
      {
        who: 'owner',
        do: 'Let the person responsible for the security of "{network}" sign the change off: it opens {flows} outbound, to any address.',
      },
    ],
    verify: verifyPorts,
  },
  'lines-undecidable-together': {
    text: 'In network "{network}" several firewalls, {documents}, may leave nothing of {flows} open together; it cannot be told. The lines: {places}.',
    verify: 'Add the lists and objects these lines refer to and scan again.',
  },
  'line-risks-quality': {
    text: 'In network "{network}" {place} of {document} closes a part of what FaceTime uses ({text}): {flows}.',
    why: 'Calls that need this part fail, are delayed or lose quality; others work.',
    steps: openPorts,
    verify: verifyPorts,
  },
  'line-risks-activation': {
    text: 'In network "{network}" {place} of {document} closes what activation needs ({text}): {flows}.',
    why: 'FaceTime may stay at "waiting for activation" in this network.',
    steps: openPorts,
    verify: verifyPorts,
  },
  'line-undecidable': {
    text: 'In network "{network}" {place} of {document} may close {flows} ({text}); it cannot be told: {reason}.',
    verify: 'Add what is missing and scan again.',
  },
  'return-stopped': {
    text: 'In network "{network}" {document} lets calls out and their answers not back in: {flows}.',
    why: 'Nothing a device starts gets an answer.',
    steps: letAnswersIn,
    verify: verifyPorts,
  },
  'return-partial': {
    text: 'In network "{network}" {document} lets only a part of the answers back in: {flows}.',
    why: 'Some calls connect, others do not.',
    steps: letAnswersIn,
    verify: verifyPorts,
  },
  'stated-open': {
    text: '{owner} states until {expires} that network "{network}" lets FaceTime through.',
  },
  'push-falls-back': {
    text: 'In network "{network}" {document} closes {flows}; devices then use TCP 443, which is open.',
  },
  'family-not-described': {
    text: '{document} says nothing of {family}: what network "{network}" does with it was not judged.',
  },
};
