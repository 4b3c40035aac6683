import { getBoolean, getDict, getString } from '@ringcheck/model';
import { payloadTypes } from '@ringcheck/catalog';
import type { EffectivePayload } from '@ringcheck/effective';
import { keyAnswer } from '../../filters/payload-key.js';
import { judgePayloads, payloadData } from '../../judge/payload.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import type { Rule, RuleResult } from '../../types.js';

const type = payloadTypes.wifi;

export const wifiCallMarking: Rule = {
  id: 'wifi-call-marking',
  title: 'Calls are not marked for the fast lane of a Wi-Fi network',
  stage: 'network',
  severity: 'low',
  decisive: false,
  platforms: ['iOS', 'iPadOS', 'macOS', 'tvOS', 'visionOS'],
  outcomes: ['at-risk', 'unknown'],
  reads: [`payload:${type}`],
  messages: {
    unmarked: {
      text: 'Profile "{profile}" ({identifier}) does not mark Apple\'s calls in the Wi-Fi network "{network}" ({payload}, {key} false).',
      why: 'Where the network has a fast lane and is busy, calls wait behind other traffic; elsewhere nothing changes.',
      steps: [
        {
          who: 'mdm-admin',
          do: 'In the MDM console open "{profile}" ({identifier}), payload {payload}, and set {key} to true, or remove it. Push the profile again.',
        },
      ],
      verify: 'Export the profile again and scan.',
    },
  },
  sources: [
    schemaOf(type, 'QoSMarkingPolicy'),
    inferred('only busy networks with a fast lane are touched', 'medium'),
  ],
  meant: ({ key }) => key.startsWith('QoSMarkingPolicy'),
  evaluate: (subject) => judgePayloads(subject, [type], judgePayload),
};

function judgePayload(payload: EffectivePayload): readonly RuleResult[] {
  const policy = getDict(payload.settings, 'QoSMarkingPolicy');
  const off = ['QoSMarkingEnabled', 'QoSMarkingAppleAudioVideoCalls'].find(
    (name) => getBoolean(policy, name) === false,
  );
  if (off === undefined) return [];
  const key = `QoSMarkingPolicy.${off}`;
  const network = getString(payload.settings, 'SSID_STR') ?? 'unnamed';
  return [
    {
      scope: 'quality',
      ...keyAnswer(payload, key),
      outcome: 'at-risk',
      message: 'unmarked',
      data: payloadData(payload, { key, network }),
    },
  ];
}
