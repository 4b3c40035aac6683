import { isAtLeast } from '@ringcheck/model';
import { clear, notApplicable } from '../../judge/answers.js';
import { factEvidence } from '../../judge/evidence.js';
import { missingFact } from '../../judge/fact.js';
import { commandOf } from '../../judge/sources.js';
import type { Rule, RuleNote, RuleResult, Subject } from '../../types.js';
import { judgeLines, lineMessages, lineReads, linesEvidence, plainNumber, type Lines } from '../lines.js';

export const simDuplicateNumber: Rule = {
  id: 'sim-duplicate-number',
  title: 'Two lines carry the same number',
  stage: 'account',
  severity: 'medium',
  decisive: false,
  platforms: ['iOS', 'iPadOS'],
  outcomes: ['at-risk', 'unknown'],
  reads: [...lineReads, 'fact:osVersion'],
  messages: {
    ...lineMessages,
    'other-version': {
      text: 'The fault with two lines of one number belongs to version 26; this is {version}.',
    },
    'same-number': {
      text: '{count} lines of this device carry the same number (ending in {ending}), on version {version}.',
      why: 'On version 26 FaceTime and iMessage are seen to stay at "waiting for activation" then.',
      steps: [
        {
          who: 'user',
          do: 'Remove the line that is not used any more: Settings > Cellular (Mobile Service), choose it, Delete eSIM, or take the old SIM out. Then switch FaceTime off and on.',
        },
        {
          who: 'mdm-admin',
          do: 'Where the user cannot delete an eSIM, look for allowESIMModification false in the Restrictions payload.',
        },
        { who: 'user', do: 'Or update the device: later versions may cure it.' },
      ],
      verify: 'Send the DeviceInformation command and scan again: each number must stand once.',
    },
  },
  sources: [
    commandOf('DeviceInformation, ServiceSubscriptions', 'information.device'),
    { title: 'User reports on version 26 with an old and a new SIM of one number', confidence: 'medium' },
  ],
  evaluate: (subject) => {
    const version = subject.fact('osVersion')?.value;
    if (version !== undefined && isFree(version)) return notApplicable('other-version', { version });
    return judgeLines(subject, (lines) => judgeNumbers(subject, lines));
  },
};

/** Free of the fault for certain; a version that cannot be read is not. */
function isFree(version: string): boolean {
  return isAtLeast(version, '26.0') === false || isAtLeast(version, '27.0') === true;
}

function judgeNumbers(subject: Subject, lines: Lines): readonly (RuleResult | RuleNote)[] {
  const version = subject.fact('osVersion');
  const count = mostOfOne(lines);
  if (count.times < 2) return clear('clear', {}, [linesEvidence(lines)]);
  if (version === undefined) return missingFact('osVersion');
  return [
    {
      outcome: 'at-risk',
      scope: 'activation',
      message: 'same-number',
      data: { count: count.times, ending: count.number.slice(-2), version: version.value },
      evidence: [linesEvidence(lines), factEvidence(version)],
      cause: 'sim/duplicate-number',
    },
  ];
}

/** The number that stands on most lines. */
function mostOfOne(lines: Lines): { readonly number: string; readonly times: number } {
  const times = new Map<string, number>();
  for (const line of lines.value) {
    const number = plainNumber(line.phoneNumber);
    if (number !== undefined) times.set(number, (times.get(number) ?? 0) + 1);
  }
  const [most] = [...times].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return { number: most?.[0] ?? '', times: most?.[1] ?? 0 };
}
