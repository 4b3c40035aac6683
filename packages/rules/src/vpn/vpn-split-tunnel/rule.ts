import { isFaceTime } from '@ringcheck/catalog';
import { getArray, getString } from '@ringcheck/model';
import type { EffectivePayload } from '@ringcheck/effective';
import { note, orClear } from '../../judge/answers.js';
import { payloadData } from '../../judge/payload.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import { unreadable } from '../../judge/unreadable.js';
import type { Rule, RuleNote, RuleResult } from '../../types.js';
import { differsFromDefault, keyAnswer, keyEvidence } from '../../filters/payload-key.js';
import { tunnelOf, vpnType, type Tunnel } from '../tunnel.js';
import { orOpenEgress } from '../vpn-full-tunnel/messages.js';
import { judgeListed } from './listed-routes.js';

const mappingType = 'com.apple.vpn.managed.appmapping';
const mappingKey = 'AppLayerVPNMapping';
const verify = 'Export the profile again, scan, and make a test call while the VPN is connected.';

export const vpnSplitTunnel: Rule = {
  id: 'vpn-split-tunnel',
  title: 'A VPN takes a part of the traffic',
  stage: 'network',
  severity: 'low',
  decisive: false,
  platforms: ['iOS', 'iPadOS', 'macOS', 'tvOS', 'visionOS'],
  outcomes: ['at-risk', 'unknown'],
  reads: [`payload:${vpnType}`, `payload:${mappingType}`, 'egress'],
  messages: {
    'listed-routes': {
      text: 'Profile "{profile}" ({identifier}) holds a VPN that takes only the routes its gateway names: calls go past it.',
    },
    'listed-past': {
      text: 'Profile "{profile}" ({identifier}) holds a VPN whose routes leave FaceTime alone ({key}): calls go past it.',
    },
    'listed-unread': {
      text: 'Profile "{profile}" ({identifier}) holds a VPN with an entry in its routes that cannot be read ("{entry}" in {key}): it may take calls.',
      why: 'A tunnel with a damaged entry does not start, or takes what nobody meant.',
      steps: [
        {
          who: 'mdm-admin',
          do: 'In "{profile}" ({identifier}), payload {payload}, correct the entry "{entry}" in {key} and push the profile again.',
        },
      ],
      verify,
    },
    'listed-covers': {
      text: 'Profile "{profile}" ({identifier}) sends a part of what FaceTime uses through a VPN {when} ({key}; {taken}), and whether its gateway lets it out is not described.',
      why: 'What goes into the tunnel depends on the gateway; the rest goes past it.',
      steps: [
        {
          who: 'mdm-admin',
          do: 'In "{profile}" ({identifier}), payload {payload}, in {key} {change}; push the profile again under the same identifier.',
        },
        {
          who: 'network-admin',
          do: 'Or say where the tunnel leaves: in the policy file under "vpns" match profileIdentifier {identifier} with the egress network, and add its firewall policy to the upload.',
        },
      ],
      verify,
    },
    'listed-egress-closes': {
      text: 'Profile "{profile}" ({identifier}) sends a part of what FaceTime uses through a VPN {when} ({key}; {taken}), which leaves by network "{egress}". There {place} of {document} closes it ({text}): {flow}.',
      why: 'Calls that need this part fail while the VPN is up.',
      steps: [
        {
          who: 'mdm-admin',
          do: 'In "{profile}" ({identifier}), payload {payload}, in {key} {change}; push the profile again under the same identifier.',
        },
        ...orOpenEgress,
      ],
      verify,
    },
    'listed-egress-open': {
      text: 'Profile "{profile}" ({identifier}) sends a part of what FaceTime uses through a VPN {when} ({key}; {taken}), which leaves by network "{egress}"; that network lets it through.',
    },
    'enforced-routes': {
      text: 'Profile "{profile}" ({identifier}) lets the routes of its VPN beat all others ({key} is 1), and no export says which routes these are.',
      why: "If they cover Apple's addresses or those of the other side, calls depend on the gateway.",
      steps: [
        {
          who: 'network-admin',
          do: 'Look at the routes the gateway hands out: neither 17.0.0.0/8 nor a default route may be among them, or the gateway must pass UDP 3478-3497, 16384-16387 and 16393-16402 and TCP 80, 443, 5223.',
        },
        {
          who: 'mdm-admin',
          do: 'Or open "{profile}" ({identifier}), payload {payload}, in the MDM console, set {key} to 0 and push the profile again.',
        },
      ],
      verify,
    },
    'app-mapped': {
      text: 'Profile "{profile}" ({identifier}) sends the app FaceTime through a VPN ({payload}, {key}).',
      why: 'What the app itself asks for depends on the gateway; the call is probably carried past it by the system.',
      steps: [
        {
          who: 'mdm-admin',
          do: 'In the MDM console open "{profile}" ({identifier}), payload {payload}, take the entry for com.apple.FaceTime out of {key}, and push the profile again.',
        },
      ],
      verify,
    },
  },
  sources: [
    schemaOf(vpnType, 'EnforceRoutes'),
    inferred('a VPN without a default route leaves calls alone', 'medium'),
    inferred('an app mapping for FaceTime does not hold the media of calls', 'low'),
  ],
  meant: differsFromDefault,
  evaluate: (subject) =>
    orClear([
      ...subject
        .payloads(vpnType)
        .map(tunnelOf)
        .flatMap((tunnel) => (isOwnList(tunnel) ? judgeListed(subject, tunnel) : judgeTunnel(tunnel))),
      ...subject.payloads(mappingType).flatMap(judgeMapping),
      ...unreadable(subject, vpnType),
      ...unreadable(subject, mappingType),
    ]),
};

const isOwnList = ({ isListed, reach, enforcesRoutes }: Tunnel): boolean =>
  isListed && reach === 'part' && !enforcesRoutes;

function judgeTunnel({
  payload,
  kind,
  reach,
  key: dictionary,
  enforcesRoutes,
}: Tunnel): readonly (RuleResult | RuleNote)[] {
  if (reach !== 'part') return [];
  const key = enforcesRoutes ? `${dictionary}.EnforceRoutes` : dictionary;
  const data = payloadData(payload, { key, kind });
  if (!enforcesRoutes) return [note('listed-routes', data, [keyEvidence(payload, 'VPNType')])];
  return [{ ...keyAnswer(payload, key), outcome: 'at-risk', message: 'enforced-routes', data }];
}

function judgeMapping(payload: EffectivePayload): readonly RuleResult[] {
  const entries = getArray(payload.settings, mappingKey) ?? [];
  if (!entries.some((entry) => isFaceTime(getString(entry, 'Identifier') ?? ''))) return [];
  const data = payloadData(payload, { key: mappingKey });
  return [{ ...keyAnswer(payload, mappingKey), outcome: 'at-risk', message: 'app-mapped', data }];
}
