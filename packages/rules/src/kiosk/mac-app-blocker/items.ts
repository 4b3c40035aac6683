import { evidenceOf } from '@ringcheck/model';
import type { AppliedBlocker } from '@ringcheck/assemble';
import { note } from '../../judge/answers.js';
import { shortText } from '../../judge/setting.js';
import { inferred } from '../../judge/sources.js';
import type { MessageSpec, RuleNote, RuleResult, SourceNote, Subject } from '../../types.js';
import { takesFaceTime } from './facetime-names.js';

const takeOut = {
  who: 'mdm-admin',
  do: 'In the console open "{item}" ({by}) and take these Macs out of its scope, or take {pattern} out of the item.',
} as const;
const verify = 'Export the item again, scan, and open FaceTime on one such Mac.';

/** Words on items that a management server enforces by its agent. */
export const itemMessages = {
  'item-ends': {
    text: '"{item}" ({by}) ends FaceTime as soon as it is opened: it stops {compares} {pattern}, and its scope takes this Mac.',
    why: 'FaceTime cannot be opened on this Mac.',
    steps: [takeOut],
    verify,
  },
  'item-perhaps': {
    text: '"{item}" ({by}) stops {compares} {pattern}, which seems to be FaceTime; whether it takes it hangs on capitals or on an expression that is not run here.',
    why: 'If it does, FaceTime cannot be opened.',
    steps: [takeOut],
    verify,
  },
  'item-scope-unknown': {
    text: '"{item}" ({by}) ends FaceTime where it applies; whether this Mac is in its scope cannot be told.',
    why: 'If it is, FaceTime cannot be opened.',
    steps: [
      {
        who: 'mdm-admin',
        do: 'Export this Mac with its groups from the same server and scan again, or open "{item}" in the console and look whether the Mac is in its scope.',
      },
    ],
    verify,
  },
  'item-only-tells': {
    text: '"{item}" ({by}) names FaceTime ({compares} {pattern}) and does not end it: it tells somebody at most, and the application is part of the sealed system.',
  },
} satisfies Readonly<Record<string, MessageSpec>>;

export const itemSources: readonly SourceNote[] = [
  {
    title: 'Jamf Pro Classic API: restricted software',
    url: 'https://developer.jamf.com/jamf-pro/reference/restrictedsoftware',
    confidence: 'high',
  },
  {
    title: 'Iru: App Blocking, identifiers and match types',
    url: 'https://docs.iru.com/en/endpoint/library/library-items-profiles/configure-the-app-blocking-library-item',
    confidence: 'high',
  },
  inferred('an item that compares by part of the name is found whatever the capitals', 'medium'),
];

export function judgeItems(subject: Subject): readonly (RuleResult | RuleNote)[] {
  return subject.appBlockers().flatMap(judgeItem);
}

function judgeItem({ document, blocker, applies }: AppliedBlocker): readonly (RuleResult | RuleNote)[] {
  const takes = takesFaceTime(blocker);
  if (takes === 'no') return [];
  const { by, name, compares, pattern, at, path } = blocker;
  const data = {
    by,
    item: shortText(name),
    compares: compares.replace('-', ' '),
    pattern: shortText(pattern),
  };
  const evidence = [evidenceOf(document, at, { path, value: pattern.slice(0, 120) })];
  if (!blocker.ends) return applies === 'yes' ? [note('item-only-tells', data, evidence)] : [];
  const answer = { data, evidence, cause: `app-blocker:${blocker.vendor}/${name}` };
  if (applies === 'unknown') return [{ ...answer, ...scopeUnknown(data) }];
  if (takes === 'perhaps')
    return [{ ...answer, outcome: 'at-risk', severity: 'high', message: 'item-perhaps' }];
  return [{ ...answer, outcome: 'blocked', control: 'managed', message: 'item-ends' }];
}

function scopeUnknown({ item, by }: { readonly item: string; readonly by: string }) {
  return {
    outcome: 'unknown',
    undecided: true,
    message: 'item-scope-unknown',
    gap: {
      key: `app-blocker-scope:${item}`,
      title: `Whether "${item}" (${by}) is for the device`,
      how: 'Export the computers with their groups from the same server (ringcheck recipe jamf, ringcheck recipe kandji) and add them to the upload.',
    },
  } as const;
}
