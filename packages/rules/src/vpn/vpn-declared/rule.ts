import type { EffectivePayload } from '@ringcheck/effective';
import { declaredRoutes, routesOf, routingDeclarations, type Reason } from '@ringcheck/routes';
import { note } from '../../judge/answers.js';
import { keyAnswer } from '../../filters/payload-key.js';
import { judgePayloads, payloadAnswer, payloadData } from '../../judge/payload.js';
import { inferred } from '../../judge/sources.js';
import type { Rule, RuleNote, RuleResult, Step, Subject } from '../../types.js';
import { judgeEgress } from '../vpn-full-tunnel/egress.js';
import { egressMessages, orElse } from '../vpn-full-tunnel/messages.js';

const narrow: Step = {
  who: 'mdm-admin',
  do: 'In the MDM console open the declaration "{profile}" ({identifier}), {change}, and send it to the devices again.',
};
const openGateway: Step = {
  who: 'network-admin',
  do: 'Let UDP 3478-3497, 16384-16387 and 16393-16402 and TCP 80, 443 and 5223 leave at the gateway of this VPN, to any address; the person responsible for its security signs that off.',
};
const describe: Step = {
  who: 'network-admin',
  do: 'Or say where the tunnel leaves: in the policy file under "vpns" match profileIdentifier {identifier} with the egress network, and add its firewall policy to the upload.',
};

const verify = 'Make a test call with the tunnel up, and have the device report its declarations again.';

export const vpnDeclared: Rule = {
  id: 'vpn-declared',
  title: 'A declared VPN takes all traffic',
  stage: 'network',
  severity: 'high',
  decisive: false,
  platforms: ['iOS', 'iPadOS', 'macOS', 'visionOS'],
  outcomes: ['limited', 'at-risk', 'unknown'],
  reads: [...routingDeclarations.map((type) => `payload:${type}` as const), 'egress', 'time'],
  messages: {
    ...egressMessages('Declaration "{profile}" ({identifier})', narrow),
    'all-networks': {
      text: 'Declaration "{profile}" ({identifier}) sends all traffic through a VPN {when} ({payload}, {key}).',
      why: "Media of calls is no exception: the gateway must let FaceTime's ports out, and with the tunnel down nothing passes.",
      steps: [openGateway, orElse(narrow), describe],
      verify,
    },
    'override-primary': {
      text: 'Declaration "{profile}" ({identifier}) makes a VPN the way for all traffic {when} ({payload}, {key}).',
      why: "Media of calls goes to the gateway as well: it must let FaceTime's ports out.",
      steps: [openGateway, orElse(narrow), describe],
      verify,
    },
    'always-on': {
      text: 'Declaration "{profile}" ({identifier}) keeps a VPN up at all times for all traffic ({payload}).',
      why: "Every call depends on the gateway: it must let FaceTime's ports out.",
      steps: [openGateway, describe],
      verify: 'Make a test call with the tunnel up.',
    },
    'enforced-routes': {
      text: 'Declaration "{profile}" ({identifier}) lets the routes of its VPN beat all others ({key}), and no export says which routes these are.',
      why: "If they cover Apple's addresses or those of the other side, calls depend on the gateway.",
      steps: [
        {
          who: 'network-admin',
          do: 'Look at the routes the gateway hands out: neither 17.0.0.0/8 nor a default route may be among them, or the gateway must pass UDP 3478-3497, 16384-16387 and 16393-16402 and TCP 80, 443, 5223.',
        },
        orElse(narrow),
      ],
      verify,
    },
    'never-up': {
      text: 'Declaration "{profile}" ({identifier}) holds a VPN for all traffic whose on-demand rules take it down on every network ({key}).',
    },
    part: {
      text: 'Declaration "{profile}" ({identifier}) sets up a VPN for its own routes only ({payload}).',
    },
  },
  sources: [
    {
      title: 'Apple device management schema: declarations network.vpn (NetworkRouting, OverridePrimary)',
      url: 'https://github.com/apple/device-management/tree/release/declarative/declarations/configurations',
      confidence: 'high',
    },
    inferred('FaceTime media is not among the exceptions and depends on the gateway', 'medium'),
  ],
  evaluate: (subject) =>
    judgePayloads(subject, routingDeclarations, (payload) => judgePayload(subject, payload)),
};

function judgePayload(subject: Subject, payload: EffectivePayload): readonly (RuleResult | RuleNote)[] {
  const routes = declaredRoutes(payload.type, payload.settings);
  const media = routes && routesOf(routes).find(({ destination }) => destination.id === 'peers');
  const because = media?.parts[0]?.because;
  if (routes === undefined || because === undefined) return [];
  const { up, when } = routes.situations;
  const { id, key = payload.type } = because;
  const change =
    id === 'always-on'
      ? 'take it away or name a VPN for the own networks in its place'
      : `set ${key} to false, so that calls go past the VPN`;
  const data = payloadData(payload, { key, when, change });
  if (id === 'server-routes') return [note('part', data, [payload.evidence])];
  const answer = id === 'always-on' ? payloadAnswer(payload) : keyAnswer(payload, key);
  if (up === 'never') return [note('never-up', data, answer.evidence)];
  if (id === 'enforced-routes')
    return [{ ...answer, outcome: 'at-risk', severity: 'low', message: id, data }];
  const left = judgeEgress(subject, { payload }, { answer, data });
  if (left !== undefined) return left;
  return [{ ...answer, outcome: 'at-risk', message: messageOf(id), data }];
}

function messageOf(id: Reason): string {
  return id === 'always-on' || id === 'override-primary' ? id : 'all-networks';
}
