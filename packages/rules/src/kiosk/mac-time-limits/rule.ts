import { get, getBoolean } from '@ringcheck/model';
import { payloadTypes } from '@ringcheck/catalog';
import type { EffectivePayload } from '@ringcheck/effective';
import { judgePayloads, payloadAnswer, payloadData } from '../../judge/payload.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import type { Rule, RuleResult } from '../../types.js';

const type = payloadTypes.timeLimits;

export const macTimeLimits: Rule = {
  id: 'mac-time-limits',
  title: 'Time limits close the account at times',
  stage: 'device',
  severity: 'low',
  decisive: false,
  platforms: ['macOS'],
  outcomes: ['at-risk', 'unknown'],
  reads: [`payload:${type}`],
  messages: {
    limited: {
      text: 'Profile "{profile}" ({identifier}) limits the hours in which the account can be used ({payload}).',
      why: 'Outside them no call can be made. Whether macOS since 10.15 still obeys this payload is not certain.',
      steps: [
        {
          who: 'mdm-admin',
          do: 'In the MDM console open "{profile}" ({identifier}), payload {payload}, and widen or remove the limits. Push the profile again.',
        },
      ],
      verify: 'Export the profile again and scan.',
    },
  },
  sources: [schemaOf(type), inferred('Screen Time may have taken the place of this payload', 'low')],
  meant: ({ payload }) => getBoolean(payload.settings, 'familyControlsEnabled') === true,
  evaluate: (subject) => judgePayloads(subject, [type], judgePayload),
};

function judgePayload(payload: EffectivePayload): readonly RuleResult[] {
  const { settings } = payload;
  if (getBoolean(settings, 'familyControlsEnabled') !== true || get(settings, 'time-limits') === undefined)
    return [];
  return [
    {
      ...payloadAnswer(payload, 'time-limits'),
      outcome: 'at-risk',
      message: 'limited',
      data: payloadData(payload),
    },
  ];
}
