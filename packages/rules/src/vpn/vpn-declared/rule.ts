import { getBoolean, getDict } from '@ringcheck/model';
import type { EffectivePayload } from '@ringcheck/effective';
import { note, orClear } from '../../judge/answers.js';
import { payloadAnswer, payloadData } from '../../judge/payload.js';
import { inferred } from '../../judge/sources.js';
import { unreadable } from '../../judge/unreadable.js';
import type { Rule, RuleNote, RuleResult } from '../../types.js';

const prefix = 'com.apple.configuration.network.vpn.';
const types = ['ikev2', 'ipsec', 'vpn-plugin', 'always-on'].map((kind) => `${prefix}${kind}`);
const alwaysOn = `${prefix}always-on`;

export const vpnDeclared: Rule = {
  id: 'vpn-declared',
  title: 'A declared VPN takes all traffic',
  stage: 'network',
  severity: 'high',
  decisive: false,
  platforms: ['iOS', 'iPadOS', 'macOS', 'visionOS'],
  outcomes: ['at-risk', 'unknown'],
  reads: types.map((type) => `payload:${type}` as const),
  messages: {
    'all-networks': {
      text: 'Declaration "{profile}" ({identifier}) sends all traffic through a VPN ({payload}, NetworkRouting.IncludeAllNetworks).',
      why: "Media of calls is no exception: the gateway must let FaceTime's ports out, and with the tunnel down nothing passes.",
      steps: [
        {
          who: 'network-admin',
          do: 'Let UDP 3478-3497, 16384-16387 and 16393-16402 and TCP 80, 443 and 5223 leave at the gateway of this VPN, to any address.',
        },
        {
          who: 'mdm-admin',
          do: 'Or set NetworkRouting.IncludeAllNetworks of the declaration {identifier} to false and route the own networks only.',
        },
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
  evaluate: (subject) =>
    orClear(
      types.flatMap((type) => [...subject.payloads(type).map(judgePayload), ...unreadable(subject, type)]),
    ),
};

function judgePayload(payload: EffectivePayload): RuleResult | RuleNote {
  const data = payloadData(payload);
  const routing = getDict(payload.settings, 'NetworkRouting');
  const isAlways = payload.type === alwaysOn;
  if (!isAlways && getBoolean(routing, 'IncludeAllNetworks') !== true)
    return note('part', data, [payload.evidence]);
  const answer = payloadAnswer(payload, isAlways ? undefined : 'NetworkRouting.IncludeAllNetworks');
  return { ...answer, outcome: 'at-risk', message: isAlways ? 'always-on' : 'all-networks', data };
}
