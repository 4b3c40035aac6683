import { getArray, getString, type Value } from '@ringcheck/model';
import { isFaceTime, payloadTypes } from '@ringcheck/catalog';
import type { EffectivePayload } from '@ringcheck/effective';
import { orClear } from '../../judge/answers.js';
import { faceTimePath } from './facetime-names.js';
import { itemMessages, itemSources, judgeItems } from './items.js';
import { payloadAnswer, payloadData } from '../../judge/payload.js';
import { inferred } from '../../judge/sources.js';
import { unreadable } from '../../judge/unreadable.js';
import type { Rule, RuleResult } from '../../types.js';

const types = [payloadTypes.santa, payloadTypes.santaOfGoogle] as const;
const verify = 'Export the profile again, scan, and open FaceTime on one such Mac.';

export const macAppBlocker: Rule = {
  id: 'mac-app-blocker',
  title: 'An application blocker ends FaceTime on the Mac',
  stage: 'device',
  severity: 'critical',
  decisive: true,
  platforms: ['macOS'],
  outcomes: ['blocked', 'at-risk', 'unknown'],
  reads: [...types.map((type) => `payload:${type}` as const), 'appBlockers'],
  messages: {
    ...itemMessages,
    denied: {
      text: 'Profile "{profile}" ({identifier}) holds a rule of Santa that blocks FaceTime: {rule} ({payload}, StaticRules).',
      why: 'FaceTime cannot be opened on this Mac.',
      steps: [
        {
          who: 'mdm-admin',
          do: 'In the MDM console open "{profile}" ({identifier}), payload {payload}, and take the rule {rule} out of StaticRules. Push the profile again.',
        },
      ],
      verify,
    },
    'path-pattern': {
      text: 'Profile "{profile}" ({identifier}) lets Santa block by path ({payload}, BlockedPathRegex), and the pattern {rule} seems to cover FaceTime.',
      why: 'If it does, FaceTime cannot be opened. Patterns are compared by their plain beginning only.',
      steps: [
        {
          who: 'mdm-admin',
          do: 'In the MDM console open "{profile}" ({identifier}), payload {payload}, and narrow BlockedPathRegex so that it leaves FaceTime out. Push the profile again.',
        },
      ],
      verify,
    },
  },
  sources: [
    {
      title: 'Santa: configuration keys',
      url: 'https://northpole.dev/configuration/keys/',
      confidence: 'high',
    },
    ...itemSources,
    inferred('rules a sync server sends are in no profile; state them as an external control', 'high'),
    inferred('a path pattern is not run, only its plain beginning is compared', 'medium'),
  ],
  meant: () => false,
  evaluate: (subject) =>
    orClear([
      ...types.flatMap((type) => [
        ...subject.payloads(type).flatMap(judgePayload),
        ...unreadable(subject, type),
      ]),
      ...judgeItems(subject),
    ]),
};

function judgePayload(payload: EffectivePayload): readonly RuleResult[] {
  const rules = getArray(payload.settings, 'StaticRules') ?? [];
  const denial = rules.find((entry) => names(entry) && isDenial(entry));
  if (denial !== undefined) {
    const rule = `${kindOf(denial)} ${getString(denial, 'identifier') ?? ''}`;
    return [
      {
        ...payloadAnswer(payload, 'StaticRules'),
        outcome: 'blocked',
        message: 'denied',
        data: payloadData(payload, { rule }),
      },
    ];
  }
  const pattern = getString(payload.settings, 'BlockedPathRegex');
  const isAllowed = rules.some((entry) => names(entry) && kindOf(entry) !== 'TEAMID');
  if (pattern === undefined || isAllowed || !seemsToCover(pattern)) return [];
  const data = payloadData(payload, { rule: pattern.slice(0, 120) });
  return [
    {
      ...payloadAnswer(payload, 'BlockedPathRegex'),
      outcome: 'at-risk',
      severity: 'high',
      message: 'path-pattern',
      data,
    },
  ];
}

function kindOf(entry: Value): string {
  return (getString(entry, 'rule_type') ?? '').toUpperCase();
}

/** Apple's own apps are `platform:<bundle id>`; without a team in front the id alone is meant. */
function names(entry: Value): boolean {
  const identifier = getString(entry, 'identifier') ?? '';
  return kindOf(entry) === 'SIGNINGID' && isFaceTime(identifier.replace(/^platform:/i, ''));
}

function isDenial(entry: Value): boolean {
  return /^(?:SILENT_)?(?:BLOCKLIST|BLACKLIST)$/i.test(getString(entry, 'policy') ?? '');
}

/** A pattern from an upload is never run: it may take for ever. */
function seemsToCover(pattern: string): boolean {
  const text = pattern.replaceAll('\\', '');
  if (/facetime/i.test(text)) return true;
  const beginning = /^\^?([^.*+?()[\]{}|$]*)/.exec(text)?.[1] ?? '';
  return (
    text.startsWith('^') && beginning.length > 1 && faceTimePath.startsWith(beginning) && /\.[*+]/.test(text)
  );
}
