import { getBoolean, getDict } from '@ringcheck/model';
import type { EffectivePayload } from '@ringcheck/effective';
import { note } from '../../judge/answers.js';
import { keyAnswer } from '../../filters/payload-key.js';
import { judgePayloads, payloadAnswer, payloadData } from '../../judge/payload.js';
import { inferred } from '../../judge/sources.js';
import type { Rule, RuleNote, RuleResult, Step, Subject } from '../../types.js';
import { judgeEgress } from '../vpn-full-tunnel/egress.js';
import { egressMessages } from '../vpn-full-tunnel/messages.js';

const prefix = 'com.apple.configuration.network.vpn.';
const types = ['ikev2', 'ipsec', 'vpn-plugin', 'always-on'].map((kind) => `${prefix}${kind}`);
const alwaysOn = `${prefix}always-on`;
const routingKey = 'NetworkRouting.IncludeAllNetworks';

const narrow: Step = {
  who: 'mdm-admin',
  do: 'Or set NetworkRouting.IncludeAllNetworks of the declaration {identifier} to false and route the own networks only; an always-on VPN has to be taken away instead.',
};
const describe: Step = {
  who: 'network-admin',
  do: 'Or say where the tunnel leaves: in the policy file under "vpns" match profileIdentifier {identifier} with the egress network, and add its firewall policy to the upload.',
};

export const vpnDeclared: Rule = {
  id: 'vpn-declared',
  title: 'A declared VPN takes all traffic',
  stage: 'network',
  severity: 'high',
  decisive: false,
  platforms: ['iOS', 'iPadOS', 'macOS', 'visionOS'],
  outcomes: ['limited', 'at-risk', 'unknown'],
  reads: [...types.map((type) => `payload:${type}` as const), 'egress', 'time'],
  messages: {
    ...egressMessages('Declaration "{profile}" ({identifier})', narrow),
    'all-networks': {
      text: 'Declaration "{profile}" ({identifier}) sends all traffic through a VPN ({payload}, NetworkRouting.IncludeAllNetworks).',
      why: "Media of calls is no exception: the gateway must let FaceTime's ports out, and with the tunnel down nothing passes.",
      steps: [
        {
          who: 'network-admin',
          do: 'Let UDP 3478-3497, 16384-16387 and 16393-16402 and TCP 80, 443 and 5223 leave at the gateway of this VPN, to any address.',
        },
        narrow,
        describe,
      ],
      verify: 'Make a test call with the tunnel up, and have the device report its declarations again.',
    },
    'always-on': {
      text: 'Declaration "{profile}" ({identifier}) keeps a VPN up at all times for all traffic ({payload}).',
      why: "Every call depends on the gateway: it must let FaceTime's ports out.",
      steps: [
        {
          who: 'network-admin',
          do: 'Let UDP 3478-3497, 16384-16387 and 16393-16402 and TCP 80, 443 and 5223 leave at the gateway of this VPN, to any address.',
        },
        describe,
      ],
      verify: 'Make a test call with the tunnel up.',
    },
    part: {
      text: 'Declaration "{profile}" ({identifier}) sets up a VPN for its own routes only ({payload}).',
    },
  },
  sources: [
    {
      title: 'Apple device management schema: declarations network.vpn (NetworkRouting)',
      url: 'https://github.com/apple/device-management/tree/release/declarative/declarations/configurations',
      confidence: 'high',
    },
    inferred('FaceTime media is not among the exceptions and depends on the gateway', 'medium'),
  ],
  evaluate: (subject) => judgePayloads(subject, types, (payload) => judgePayload(subject, payload)),
};

function judgePayload(subject: Subject, payload: EffectivePayload): readonly (RuleResult | RuleNote)[] {
  const isAlways = payload.type === alwaysOn;
  const key = isAlways ? undefined : routingKey;
  const data = payloadData(payload, {
    key: key ?? payload.type,
    when: isAlways ? 'at all times' : 'while it is up',
  });
  const routing = getDict(payload.settings, 'NetworkRouting');
  if (!isAlways && getBoolean(routing, 'IncludeAllNetworks') !== true)
    return [note('part', data, [payload.evidence])];
  const answer = key === undefined ? payloadAnswer(payload) : keyAnswer(payload, key);
  const left = judgeEgress(subject, { payload }, { answer, data });
  if (left !== undefined) return left;
  return [{ ...answer, outcome: 'at-risk', message: isAlways ? 'always-on' : 'all-networks', data }];
}
