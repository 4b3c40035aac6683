import { getBoolean, getString } from '@ringcheck/model';
import type { EffectivePayload } from '@ringcheck/effective';
import { note } from '../../judge/answers.js';
import { judgePayloads, payloadData } from '../../judge/payload.js';
import { inferred, schemaOf } from '../../judge/sources.js';
import type { Rule, RuleNote, RuleResult, Subject } from '../../types.js';
import { isInstalled } from '../apps.js';
import { differsFromDefault, keyAnswer, keyEvidence } from '../payload-key.js';

const type = 'com.apple.webcontent-filter';
const verify = 'Export the profile again, scan, and make a test call with the filter running.';
const steps = [
  {
    who: 'network-admin',
    do: 'In the console of {app} exempt FaceTime: 17.0.0.0/8, *.apple.com, *.icloud.com, and UDP 3478-3497, 16384-16387 and 16393-16402 to any address.',
  },
  {
    who: 'mdm-admin',
    do: 'Or open "{profile}" ({identifier}), payload {payload}, in the MDM console, set {key} to false (then the filter sees browsers only), and push the profile again.',
  },
] as const;

export const contentFilter: Rule = {
  id: 'content-filter',
  title: 'A filter sees every connection',
  stage: 'network',
  severity: 'medium',
  decisive: false,
  platforms: ['iOS', 'iPadOS', 'macOS', 'visionOS'],
  outcomes: ['at-risk', 'unknown'],
  reads: [`payload:${type}`, 'fact:apps', 'fact:platform', 'fact:isSupervised'],
  messages: {
    'every-connection': {
      text: 'Profile "{profile}" ({identifier}) lets the filter {app} decide on every connection ({payload}, {key}).',
      why: 'What it does with calls is not in the data; a filter that drops UDP or holds unknown addresses lets calls ring and not connect.',
      steps,
      verify,
    },
    'no-app': {
      text: 'Profile "{profile}" ({identifier}) lets the filter {app} decide on every connection ({payload}, {key}), and its app is not installed.',
      why: 'Filters usually close when their app is missing: nothing passes.',
      steps: [
        { who: 'mdm-admin', do: 'Install the app {app} on the device, or remove the payload {payload}.' },
      ],
      verify,
    },
    'every-address': {
      text: 'Profile "{profile}" ({identifier}) lets the filter {app} look up every web address ({payload}, {key}).',
      why: 'A filter that closes when it cannot look up keeps FaceTime from activating.',
      steps,
      verify,
    },
    'managed-apps-only': {
      text: 'Profile "{profile}" ({identifier}) filters managed apps only (ContentFilterUUID): FaceTime is none of them.',
    },
    'needs-supervision': {
      text: 'Profile "{profile}" ({identifier}) holds a filter for the whole device ({payload}), which an unsupervised iPhone or iPad does not take.',
    },
  },
  sources: [schemaOf(type), inferred('a filter of connections sees those of FaceTime', 'medium')],
  meant: differsFromDefault,
  evaluate: (subject) => judgePayloads(subject, [type], (payload) => judgePayload(subject, payload)),
};

function judgePayload(subject: Subject, payload: EffectivePayload): readonly (RuleResult | RuleNote)[] {
  const key = reachOf(payload);
  if (key === undefined) return [];
  const uuid = getString(payload.settings, 'ContentFilterUUID');
  if (uuid !== undefined && uuid !== '') {
    return [note('managed-apps-only', payloadData(payload), [keyEvidence(payload, 'ContentFilterUUID')])];
  }
  if (isRefused(subject)) {
    return [note('needs-supervision', payloadData(payload), [payload.evidence])];
  }
  const app = getString(payload.settings, 'PluginBundleID');
  const isMissing = isInstalled(subject, app) === false;
  const filter = app ?? getString(payload.settings, 'UserDefinedName') ?? 'it names';
  return [
    {
      ...keyAnswer(payload, key),
      outcome: 'at-risk',
      ...messageOf(key, isMissing),
      data: payloadData(payload, { key, app: filter }),
    },
  ];
}

/** The key by which the filter sees more than browsers; the built-in filter never does. */
function reachOf({ settings }: EffectivePayload): string | undefined {
  if (getString(settings, 'FilterType') !== 'Plugin') return undefined;
  return ['FilterSockets', 'FilterPackets', 'FilterURLs'].find((key) => getBoolean(settings, key) === true);
}

function messageOf(key: string, isMissing: boolean): Pick<RuleResult, 'message' | 'severity'> {
  if (key === 'FilterURLs') return { message: 'every-address' };
  return isMissing ? { message: 'no-app', severity: 'high' } : { message: 'every-connection' };
}

/** From iOS 16 an unsupervised device takes a filter for managed apps only; before that none at all. */
function isRefused(subject: Subject): boolean {
  const platform = subject.fact('platform')?.value;
  const isMobile = platform === 'iOS' || platform === 'iPadOS';
  return isMobile && subject.fact('isSupervised')?.value === false;
}
