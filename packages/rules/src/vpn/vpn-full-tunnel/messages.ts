import type { MessageSpec, Step } from '../../types.js';
import { letAnswersIn, openPorts } from '../../network/network-firewall-ports/messages.js';

const subject = 'Profile "{profile}" ({identifier})';
const unknownGateway = 'whether its gateway lets FaceTime out is not described. Push {push}.';

const narrow: Step = {
  who: 'mdm-admin',
  do: 'In the MDM console open "{profile}" ({identifier}), payload {payload}, and {change}; push the profile again under the same identifier.',
};
const describe: Step = {
  who: 'network-admin',
  do: 'Or say where the tunnel leaves: in the policy file under "vpns" match profileIdentifier {identifier} with the egress network, and add its firewall policy to the upload.',
};
const openGateway: Step = {
  who: 'network-admin',
  do: 'Or let the gateway pass TCP 80, 443, 5223 and UDP 3478-3497, 16384-16387, 16393-16402 outbound from its clients to any address; the person responsible for its security signs that off.',
};
const atEgress = (steps: readonly Step[]): readonly Step[] =>
  steps.map((step) => ({ ...step, do: step.do.replaceAll('{network}', '{egress}') }));
const openEgress = atEgress(openPorts);
const answersAtEgress = atEgress(letAnswersIn);
const verifyEgress =
  'Export the firewall again, run "ringcheck firewall" on it (every flow must be allowed), scan again and make a test call while the VPN is connected.';
const verify = 'Export the profile again, scan, and make a test call while the VPN is connected.';
const why =
  'Sound and picture of a call go to the gateway first; a gateway that drops UDP lets calls ring and never connect.';

/** The same step as a second way. */
export const orElse = (step: Step): Step => ({
  ...step,
  do: `Or ${step.do.charAt(0).toLowerCase()}${step.do.slice(1)}`,
});

/** The way of the firewall where the tunnel leaves, as the second one. */
export const orOpenEgress: readonly Step[] = openEgress.map((step, at) => (at === 0 ? orElse(step) : step));

/** Words on the network by which a tunnel leaves; `narrow` is the way past it for whoever made the tunnel. */
export function egressMessages(tunnel: string, narrow: Step): Readonly<Record<string, MessageSpec>> {
  const stops = `${tunnel} sends all traffic through a VPN {when} ({key}), which leaves by network "{egress}"`;
  return {
    'egress-line-stops': {
      text: `${stops}. There {place} of {document} stops FaceTime ({text}): {flows}.`,
      why: 'Calls ring at most and never connect while the VPN is up.',
      steps: [...openEgress, orElse(narrow)],
      verify: verifyEgress,
    },
    'egress-return-stops': {
      text: `${stops}. There {document} lets calls out and their answers not back in: {flows}.`,
      why: 'Calls ring at most and never connect while the VPN is up.',
      steps: [...answersAtEgress, orElse(narrow)],
      verify: verifyEgress,
    },
    'egress-return-risks': {
      text: `${stops}. There {document} lets only a part of the answers back in: {flows}.`,
      why: 'Some calls connect while the VPN is up, others do not.',
      steps: [...answersAtEgress, orElse(narrow)],
      verify: verifyEgress,
    },
    'egress-lines-together': {
      text: `${stops}. There the firewalls {documents} let through different parts of FaceTime and nothing in common: {flows}. The lines: {places}.`,
      why: 'Calls ring at most and never connect while the VPN is up.',
      steps: [
        {
          who: 'network-admin',
          do: 'Make these changes: {orders}. The person responsible for the security of "{egress}" signs that off.',
        },
        orElse(narrow),
      ],
      verify: verifyEgress,
    },
    'egress-lines-together-undecidable': {
      text: `${stops}. There the firewalls {documents} may leave nothing of {flows} open together; it cannot be told. The lines: {places}.`,
      verify: 'Add the lists and objects these lines refer to and scan again.',
    },
    'egress-line-risks': {
      text: `${stops}. There {place} of {document} closes a part of what FaceTime uses ({text}): {flows}.`,
      why: 'Some calls fail or lose quality while the VPN is up.',
      steps: [...openEgress, orElse(narrow)],
      verify: verifyEgress,
    },
    'egress-line-undecidable': {
      text: `${stops}. There {place} of {document} may close {flows} ({text}); it cannot be told: {reason}.`,
      verify: 'Add what is missing and scan again.',
    },
    'egress-firewall-missing': {
      text: `${stops}. Its firewall {document} was not uploaded or cannot be read.`,
      verify: 'Add the firewall policy and scan again.',
    },
    'egress-stopped': {
      text: `${stops}. Its record says that it stops FaceTime ({property}).`,
      why: 'Calls ring at most and never connect while the VPN is up.',
      steps: [narrow, openGateway],
      verify: 'Change the record of network "{egress}" in the policy file and scan again.',
    },
    'egress-open': { text: `${stops}; that network lets FaceTime through.` },
  };
}

export const fullTunnelMessages: Readonly<Record<string, MessageSpec>> = {
  'all-networks': {
    text: `${subject} sends all traffic through a VPN {when} ({key} is {value}); ${unknownGateway}`,
    why,
    steps: [narrow, describe, openGateway],
    verify,
  },
  'listed-all': {
    text: `${subject} sends all traffic through a VPN {when}: its list of routes holds every address ({key}: {value}); ${unknownGateway}`,
    why,
    steps: [narrow, describe, openGateway],
    verify,
  },
  'override-primary': {
    text: `${subject} makes a VPN the way for all traffic {when} ({key} is {value}); ${unknownGateway}`,
    why,
    steps: [narrow, describe, openGateway],
    verify,
  },
  'always-on': {
    text: `${subject} keeps a VPN up for all traffic {when} ({key}); ${unknownGateway}`,
    why,
    steps: [narrow, describe, openGateway],
    verify,
  },
  'transparent-proxy': {
    text: `${subject} hands connections to an extension of another maker {when} ({key}); what it does with calls is not described.`,
    why: 'The extension sees the connections of FaceTime and may hold them.',
    steps: [
      {
        who: 'mdm-admin',
        do: 'Ask the maker of the extension to leave FaceTime and UDP 3478-3497, 16384-16387, 16393-16402 alone.',
      },
    ],
    verify,
  },
  ...egressMessages(subject, narrow),
  excepted: {
    text: `${subject} keeps a VPN up for all traffic and excepts FaceTime ({key}). Calls probably go past the tunnel; whether the system does all of a call under this name is not sure, so make a test call.`,
  },
  'never-up': {
    text: `${subject} holds a VPN for all traffic whose on-demand rules take it down on every network ({key}).`,
  },
  dead: { text: `${subject} holds a VPN of the kind {kind}, which present systems do not connect.` },
  'rules-unreachable': {
    text: `${subject}: on-demand rules {rules} of its VPN are never reached, because an earlier one always matches.`,
  },
  'app-missing': {
    text: `${subject} needs the app {app} for its VPN, which is not among the installed apps: the tunnel cannot start, and a VPN for all networks then lets nothing through.`,
  },
};
