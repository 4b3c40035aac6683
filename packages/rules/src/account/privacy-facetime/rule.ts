import { isFaceTime } from '@ringcheck/catalog';
import { getArray, getBoolean, getDict, getString, type DictValue, type Value } from '@ringcheck/model';
import type { EffectivePayload } from '@ringcheck/effective';
import { note } from '../../judge/answers.js';
import { judgePayloads, payloadAnswer, payloadData } from '../../judge/payload.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import type { Rule, RuleNote, RuleResult } from '../../types.js';

const type = 'com.apple.TCC.configuration-profile-policy';
const services = [
  { service: 'Camera', scope: 'video' },
  { service: 'Microphone', scope: 'audio' },
] as const;

export const privacyFaceTime: Rule = {
  id: 'privacy-facetime',
  title: 'FaceTime is denied camera or microphone by privacy preferences',
  stage: 'device',
  severity: 'low',
  decisive: false,
  platforms: ['macOS'],
  outcomes: ['at-risk', 'unknown'],
  reads: [`payload:${type}`],
  messages: {
    denied: {
      text: 'Profile "{profile}" ({identifier}) denies FaceTime the use of: {service} ({payload}).',
      why: 'Whether the FaceTime app that comes with macOS obeys is not known; if it does, the other side sees or hears nothing.',
      steps: [
        {
          who: 'mdm-admin',
          do: 'In the MDM console open "{profile}" ({identifier}), payload {payload}, service {service}, and remove the entry com.apple.FaceTime. Where several entries differ, the denial wins.',
        },
      ],
      verify: 'Export the profile again, scan, and make a call on one such Mac.',
    },
    'allow-does-nothing': {
      text: 'Profile "{profile}" ({identifier}) allows FaceTime {service} ({payload}); a profile can only deny this, so the entry does nothing.',
    },
  },
  sources: [schemaOf(type), inferred('whether system apps obey is not known', 'low')],
  meant: ({ payload }) => services.some(({ service }) => entriesOf(payload.settings, service).some(isDenied)),
  evaluate: (subject) => judgePayloads(subject, [type], judgePayload),
};

function judgePayload(payload: EffectivePayload): readonly (RuleResult | RuleNote)[] {
  return services.flatMap(({ service, scope }): readonly (RuleResult | RuleNote)[] => {
    const entries = entriesOf(payload.settings, service);
    if (entries.length === 0) return [];
    const data = payloadData(payload, { service });
    if (!entries.some(isDenied)) return [note('allow-does-nothing', data, [payload.evidence])];
    const answer = payloadAnswer(payload, `Services.${service}`);
    return [{ ...answer, outcome: 'at-risk', scope, message: 'denied', data }];
  });
}

function entriesOf(settings: DictValue, service: string): readonly Value[] {
  const entries = getArray(getDict(settings, 'Services'), service) ?? [];
  return entries.filter((entry) => isFaceTime(getString(entry, 'Identifier') ?? ''));
}

/** `Authorization` takes the place of the older `Allowed`. */
function isDenied(entry: Value): boolean {
  const authorization = getString(entry, 'Authorization');
  return authorization === undefined ? getBoolean(entry, 'Allowed') === false : authorization === 'Deny';
}
