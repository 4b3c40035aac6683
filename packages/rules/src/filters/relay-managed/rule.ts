import { getString, stringsOf, get } from '@ringcheck/model';
import type { EffectivePayload } from '@ringcheck/effective';
import { note } from '../../judge/answers.js';
import { judgePayloads, payloadData } from '../../judge/payload.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import type { Rule, RuleNote, RuleResult } from '../../types.js';
import { touchesFaceTime } from '../names.js';
import { differsFromDefault, keyAnswer, keyEvidence } from '../payload-key.js';

const type = 'com.apple.relay.managed';
const why =
  'What the relay does with calls is not in the data; one that carries no UDP lets calls ring and not connect.';
const steps = [
  {
    who: 'mdm-admin',
    do: 'In the MDM console open "{profile}" ({identifier}), payload {payload}, list only your own domains under MatchDomains, and push the profile again.',
  },
  {
    who: 'network-admin',
    do: 'Or let the relay pass TCP 80, 443, 5223 and UDP 3478-3497, 16384-16387, 16393-16402 to any address; the person responsible for its security signs that off.',
  },
] as const;
const verify = 'Export the profile again, scan, and make a test call with the relay switched on.';

export const relayManaged: Rule = {
  id: 'relay-managed',
  title: 'A relay takes all traffic',
  stage: 'network',
  severity: 'medium',
  decisive: false,
  platforms: ['iOS', 'iPadOS', 'macOS', 'tvOS', 'visionOS'],
  outcomes: ['at-risk', 'unknown'],
  reads: [`payload:${type}`],
  messages: {
    everything: {
      text: 'Profile "{profile}" ({identifier}) sends all traffic to a relay ({payload} without MatchDomains).',
      why,
      steps,
      verify,
    },
    'everything-but': {
      text: 'Profile "{profile}" ({identifier}) sends all traffic but {excluded} to a relay ({payload}): Apple\'s names are excluded, the addresses that calls use are not.',
      why,
      steps,
      verify,
    },
    'apple-names': {
      text: 'Profile "{profile}" ({identifier}) sends the names {domains} to a relay ({payload}), those of FaceTime among them.',
      why: 'Registration and push depend on the relay.',
      steps,
      verify,
    },
    'own-names-only': {
      text: 'Profile "{profile}" ({identifier}) sends only the names {domains} to a relay ({payload}): calls go past it.',
    },
    'managed-apps-only': {
      text: 'Profile "{profile}" ({identifier}) sends only managed apps to a relay (RelayUUID): FaceTime is none of them.',
    },
  },
  sources: [schemaOf(type), inferred('without a list of names everything goes to the relay', 'medium')],
  meant: differsFromDefault,
  evaluate: (subject) => judgePayloads(subject, [type], (payload) => [judgePayload(payload)]),
};

function judgePayload(payload: EffectivePayload): RuleResult | RuleNote {
  const { settings } = payload;
  const list = (...keys: readonly string[]) => keys.flatMap((key) => stringsOf(get(settings, key)));
  const uuid = getString(settings, 'RelayUUID');
  if (uuid !== undefined && uuid !== '') {
    return note('managed-apps-only', payloadData(payload), [keyEvidence(payload, 'RelayUUID')]);
  }
  const domains = list('MatchDomains', 'MatchFQDNs');
  const key = get(settings, 'MatchDomains') === undefined ? 'MatchFQDNs' : 'MatchDomains';
  if (domains.length > 0) {
    const data = payloadData(payload, { domains });
    if (!domains.some(touchesFaceTime)) return note('own-names-only', data, [keyEvidence(payload, key)]);
    return { ...keyAnswer(payload, key), outcome: 'at-risk', message: 'apple-names', data };
  }
  const excluded = list('ExcludedDomains', 'ExcludedFQDNs').filter(touchesFaceTime);
  return {
    ...keyAnswer(payload, 'Relays'),
    outcome: 'at-risk',
    ...(excluded.length > 0
      ? { message: 'everything-but', severity: 'low' as const }
      : { message: 'everything' }),
    data: payloadData(payload, { excluded }),
  };
}
