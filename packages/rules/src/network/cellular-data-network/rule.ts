import { payloadTypes } from '@ringcheck/catalog';
import { getArray, getBoolean, getDict, getNumber, getString, type Value } from '@ringcheck/model';
import type { EffectivePayload } from '@ringcheck/effective';
import { keyEvidence } from '../../filters/payload-key.js';
import { note, notApplicable, orClear } from '../../judge/answers.js';
import { payloadAnswer, payloadData } from '../../judge/payload.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import { unreadable } from '../../judge/unreadable.js';
import type { Rule, RuleNote, RuleResult } from '../../types.js';

const { cellular, cellularPrivateNetwork } = payloadTypes;
const types = [cellular, cellularPrivateNetwork] as const;
const preferred = 'CellularDataPreferred';
/** Apple's masks of protocols: 1 IPv4, 2 IPv6, 3 both. */
const onlyIpv6 = 2;
const verify = 'Switch Wi-Fi off on one such device and make a test call over cellular data.';

export const cellularDataNetwork: Rule = {
  id: 'cellular-data-network',
  title: 'Cellular data goes through a network that may not carry calls',
  stage: 'network',
  severity: 'low',
  decisive: false,
  platforms: ['iOS', 'iPadOS'],
  outcomes: ['at-risk', 'unknown'],
  reads: [...types.map((type) => `payload:${type}` as const), 'fact:hasCellular'],
  messages: {
    'no-cellular': { text: 'The device has no cellular, so its cellular networks do not matter.' },
    'private-network': {
      text: 'Profile "{profile}" ({identifier}) sets up the private cellular network "{network}" ({payload}).',
      why: 'A private network may have no way to the internet; there a call over cellular data fails, unless Wi-Fi carries it.',
      steps: [
        {
          who: 'carrier',
          do: 'Ask whoever runs "{network}" whether devices in it reach Apple\'s network 17.0.0.0/8 on the ports FaceTime needs.',
        },
      ],
      verify,
    },
    'private-network-first': {
      text: 'Profile "{profile}" ({identifier}) prefers the private cellular network "{network}" over Wi-Fi ({payload}, {key}).',
      why: 'A private network may have no way to the internet; there a call fails although Wi-Fi would carry it.',
      steps: [
        {
          who: 'carrier',
          do: 'Ask whoever runs "{network}" whether devices in it reach Apple\'s network 17.0.0.0/8 on the ports FaceTime needs.',
        },
        {
          who: 'mdm-admin',
          do: 'Where it does not: in the MDM console open "{profile}" ({identifier}), payload {payload}, and set {key} to false. Push the profile again.',
        },
      ],
      verify,
    },
    'ipv6-only': {
      text: 'Profile "{profile}" ({identifier}) allows the access point "{network}" IPv6 only, without a way to IPv4 ({payload}, EnableXLAT464 not true).',
      why: 'What is reached by IPv4 only (a peer of the call, a relay) is out of reach over cellular data.',
      steps: [
        {
          who: 'mdm-admin',
          do: 'In the MDM console open "{profile}" ({identifier}), payload {payload}, access point "{network}", and set EnableXLAT464 to true or allow IPv4 too (AllowedProtocolMask 3), as the carrier says. Push the profile again.',
        },
      ],
      verify,
    },
    'own-access-point': {
      text: 'Profile "{profile}" ({identifier}) sets the access point of cellular data to "{network}" ({payload}). Where that name is wrong for the SIM there is no cellular data and no call over it.',
    },
  },
  sources: [
    schemaOf(cellular),
    schemaOf(cellularPrivateNetwork),
    inferred('what such a network carries only its operator can tell', 'medium'),
  ],
  evaluate: (subject) => {
    if (subject.fact('hasCellular')?.value === false) return notApplicable('no-cellular');
    return orClear([
      ...subject.payloads(cellularPrivateNetwork).map(judgePrivate),
      ...subject.payloads(cellular).flatMap(judgeAccessPoints),
      ...types.flatMap((type) => unreadable(subject, type)),
    ]);
  },
};

function judgePrivate(payload: EffectivePayload): RuleResult {
  const network = getString(payload.settings, 'DataSetName') ?? 'unnamed';
  const isFirst = getBoolean(payload.settings, preferred) === true;
  return {
    scope: 'cellular',
    ...payloadAnswer(payload, isFirst ? preferred : undefined),
    ...(isFirst ? { evidence: [keyEvidence(payload, preferred)], severity: 'medium' } : {}),
    outcome: 'at-risk',
    message: isFirst ? 'private-network-first' : 'private-network',
    data: payloadData(payload, { key: preferred, network }),
  };
}

function judgeAccessPoints(payload: EffectivePayload): readonly (RuleResult | RuleNote)[] {
  const attach = getDict(payload.settings, 'AttachAPN');
  const points = [...(attach === undefined ? [] : [attach]), ...(getArray(payload.settings, 'APNs') ?? [])];
  return points.flatMap((point) => {
    const network = getString(point, 'Name') ?? 'unnamed';
    const data = payloadData(payload, { network });
    const own = note('own-access-point', data, [payload.evidence]);
    if (!isIpv6Only(point)) return [own];
    const answer = payloadAnswer(payload, `APNs/${network}`);
    return [own, { scope: 'cellular', ...answer, outcome: 'at-risk', message: 'ipv6-only', data }];
  });
}

function isIpv6Only(point: Value): boolean {
  return getNumber(point, 'AllowedProtocolMask') === onlyIpv6 && getBoolean(point, 'EnableXLAT464') !== true;
}
