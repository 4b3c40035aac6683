import { endOfWaiver, type ExternalControl } from '@ringcheck/policy';
import { note, notApplicable } from '../../judge/answers.js';
import type { Rule, RuleNote, RuleResult, Subject } from '../../types.js';

export const externalControl: Rule = {
  id: 'external-control',
  title: 'Another tool blocks FaceTime',
  stage: 'device',
  severity: 'high',
  decisive: false,
  platforms: ['iOS', 'iPadOS', 'macOS', 'tvOS', 'visionOS', 'watchOS'],
  outcomes: ['blocked'],
  reads: ['externalControls', 'time'],
  messages: {
    'none-stated': { text: 'The policy states no other tool that blocks FaceTime on this device.' },
    blocked: {
      text: '{by} blocks FaceTime on this device, as {owner} stated until {expires}.',
      why: 'The tool stands outside the MDM profiles; no export shows what it does.',
      steps: [
        {
          who: 'owner',
          do: 'Ask {owner} to allow FaceTime in {by}, and take the statement out of the policy file.',
        },
      ],
      verify: 'Remove the entry under externalControls in the policy file and scan again.',
    },
    expired: {
      text: 'The statement of {owner} that {by} blocks FaceTime here ended on {expires} and no longer counts; renew or remove it.',
    },
  },
  sources: [{ title: 'Statement of the owner in the policy file', confidence: 'high' }],
  evaluate: (subject) => {
    const answers = subject.externalControls().map((control) => judgeControl(subject, control));
    if (answers.some((answer) => !('note' in answer))) return answers;
    return [...notApplicable('none-stated'), ...answers];
  },
};

function judgeControl(subject: Subject, control: ExternalControl): RuleResult | RuleNote {
  const { by, owner, expires } = control;
  const data = { by, owner, expires };
  const evidence = [subject.policyEvidence(control.at, 'externalControls')];
  if (subject.isPast(endOfWaiver(expires))) return note('expired', data, evidence);
  return {
    outcome: 'blocked',
    message: 'blocked',
    data,
    evidence,
    cause: `external-control/${by}`,
    control: 'managed',
  };
}
