import { entryAt } from '@ringcheck/catalog';
import { getBoolean, getDict, getString, stringsOf } from '@ringcheck/model';
import type { EffectivePayload } from '@ringcheck/effective';
import { note } from '../../judge/answers.js';
import { judgePayloads, payloadData } from '../../judge/payload.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import type { Rule, RuleNote, RuleResult, Subject } from '../../types.js';
import { touchesFaceTime } from '../names.js';
import { differsFromDefault, keyAnswer, keyEvidence } from '../payload-key.js';

const type = 'com.apple.dnsSettings.managed';
const domainsKey = 'DNSSettings.SupplementalMatchDomains';

const steps = [
  {
    who: 'network-admin',
    do: 'On the resolver {server} allow *.push.apple.com, *.ess.apple.com, *.apple.com and *.icloud.com, and see that devices reach it from every network they use.',
  },
  {
    who: 'mdm-admin',
    do: 'Or open "{profile}" ({identifier}), payload {payload}, in the MDM console, list only your own domains under SupplementalMatchDomains, and push the profile again.',
  },
] as const;
const verify =
  'Export the profile again and scan; on a device the name init.ess.apple.com must resolve to a public address.';

export const dnsSettingsManaged: Rule = {
  id: 'dns-settings-managed',
  title: 'A profile sends all names to one resolver',
  stage: 'network',
  severity: 'medium',
  decisive: false,
  platforms: ['iOS', 'iPadOS', 'macOS', 'visionOS'],
  outcomes: ['at-risk', 'unknown'],
  reads: [`payload:${type}`, 'osReaches'],
  messages: {
    'one-resolver': {
      text: 'Profile "{profile}" ({identifier}) sends every name to the resolver {server} {where} ({payload}).',
      why: "If it cannot be reached or filters Apple's names, FaceTime cannot register and calls do not ring.",
      steps,
      verify,
    },
    'no-failover': {
      text: 'Profile "{profile}" ({identifier}) sends every name to the resolver {server} {where} ({payload}) and allows no other when it cannot be reached (AllowFailover).',
      why: 'Where the resolver cannot be reached no name resolves, and FaceTime neither registers nor rings.',
      steps: [
        {
          who: 'mdm-admin',
          do: 'In the MDM console open "{profile}" ({identifier}), payload {payload}, set DNSSettings.AllowFailover to true, and push the profile again.',
        },
        ...steps,
      ],
      verify,
    },
    'own-names-only': {
      text: 'Profile "{profile}" ({identifier}) sends only the names {domains} to its resolver ({payload}): those of FaceTime go the usual way.',
    },
  },
  sources: [
    schemaOf(type),
    inferred("a resolver that filters or cannot be reached stops Apple's names", 'medium'),
  ],
  meant: differsFromDefault,
  evaluate: (subject) => judgePayloads(subject, [type], (payload) => [judgePayload(subject, payload)]),
};

function judgePayload(subject: Subject, payload: EffectivePayload): RuleResult | RuleNote {
  const settings = getDict(payload.settings, 'DNSSettings');
  const domains = stringsOf(entryAt(payload.settings, domainsKey)?.value);
  if (domains.length > 0 && !domains.some(touchesFaceTime)) {
    return note('own-names-only', payloadData(payload, { domains }), [keyEvidence(payload, domainsKey)]);
  }
  // Before OS 26 there is no such key: what a device does then is not documented.
  const canFailOver = subject.osReaches('26.0') === true;
  const isStrict = canFailOver && getBoolean(settings, 'AllowFailover') !== true;
  return {
    ...keyAnswer(payload, 'DNSSettings'),
    evidence: [keyEvidence(payload, serverKey(payload))],
    outcome: 'at-risk',
    message: isStrict ? 'no-failover' : 'one-resolver',
    severity: isStrict ? 'high' : 'medium',
    data: payloadData(payload, {
      server: serverOf(payload),
      where: isManagedOnly(payload) ? 'on managed Wi-Fi networks at least' : 'on every network',
    }),
  };
}

const serverKeys = ['DNSSettings.ServerURL', 'DNSSettings.ServerName'];

function serverKey({ settings }: EffectivePayload): string {
  return serverKeys.find((key) => entryAt(settings, key) !== undefined) ?? 'DNSSettings';
}

function serverOf({ settings }: EffectivePayload): string {
  const dns = getDict(settings, 'DNSSettings');
  return (
    getString(dns, 'ServerURL') ??
    getString(dns, 'ServerName') ??
    stringsOf(entryAt(settings, 'DNSSettings.ServerAddresses')?.value)[0] ??
    'it names'
  );
}

/** Apple's note of 2026: settings installed by an MDM server act on managed Wi-Fi networks only. */
function isManagedOnly({ profile }: EffectivePayload): boolean {
  return profile.isManaged === true;
}
