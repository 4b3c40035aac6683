import { getString } from '@ringcheck/model';
import type { EffectivePayload } from '@ringcheck/effective';
import { note } from '../../judge/answers.js';
import { judgePayloads, payloadData } from '../../judge/payload.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import type { Rule, RuleNote, RuleResult, Subject } from '../../types.js';
import { isInstalled } from '../apps.js';
import { differsFromDefault, keyAnswer, keyEvidence } from '../payload-key.js';

const type = 'com.apple.dnsProxy.managed';
const appKey = 'AppBundleIdentifier';
const steps = [
  {
    who: 'network-admin',
    do: 'In the console of {app} allow *.push.apple.com, *.ess.apple.com, *.apple.com and *.icloud.com.',
  },
  {
    who: 'mdm-admin',
    do: 'On iPhone and iPad (from iOS 16) "{profile}" ({identifier}), payload {payload}, may name a DNSProxyUUID, so that only managed apps use the proxy; push the profile again.',
  },
] as const;
const verify =
  'Export the profile again and scan; on a device the name init.ess.apple.com must resolve to a public address.';

export const dnsProxyManaged: Rule = {
  id: 'dns-proxy-managed',
  title: 'An app of another maker answers all names',
  stage: 'network',
  severity: 'medium',
  decisive: false,
  platforms: ['iOS', 'iPadOS', 'macOS', 'visionOS'],
  outcomes: ['at-risk', 'unknown'],
  reads: [`payload:${type}`, 'fact:apps'],
  messages: {
    'all-names': {
      text: 'Profile "{profile}" ({identifier}) lets the app {app} answer every name ({payload}).',
      why: "If the app fails or filters Apple's names, FaceTime cannot register and calls do not ring.",
      steps,
      verify,
    },
    'no-app': {
      text: 'Profile "{profile}" ({identifier}) lets the app {app} answer every name ({payload}), and this app is not installed.',
      why: 'Without the app names may not resolve at all.',
      steps: [
        { who: 'mdm-admin', do: 'Install the app {app} on the device, or remove the payload {payload}.' },
      ],
      verify,
    },
    'managed-apps-only': {
      text: 'Profile "{profile}" ({identifier}) sends only managed apps through a DNS proxy (DNSProxyUUID): FaceTime is none of them.',
    },
  },
  sources: [schemaOf(type), inferred("what the app does with Apple's names is outside the data", 'medium')],
  meant: differsFromDefault,
  evaluate: (subject) => judgePayloads(subject, [type], (payload) => [judgePayload(subject, payload)]),
};

function judgePayload(subject: Subject, payload: EffectivePayload): RuleResult | RuleNote {
  const uuid = getString(payload.settings, 'DNSProxyUUID');
  if (uuid !== undefined && uuid !== '') {
    return note('managed-apps-only', payloadData(payload), [keyEvidence(payload, 'DNSProxyUUID')]);
  }
  const app = getString(payload.settings, appKey);
  const isMissing = isInstalled(subject, app) === false;
  return {
    ...keyAnswer(payload, appKey),
    outcome: 'at-risk',
    message: isMissing ? 'no-app' : 'all-names',
    severity: isMissing ? 'high' : 'medium',
    data: payloadData(payload, { app: app ?? 'it names' }),
  };
}
