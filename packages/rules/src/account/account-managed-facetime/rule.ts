import { clear, notApplicable } from '../../judge/answers.js';
import { factEvidence } from '../../judge/evidence.js';
import { missingFact } from '../../judge/fact.js';
import type { MessageSpec, Rule, RuleResult, Subject } from '../../types.js';

const cause = 'account/managed-facetime';
const portal: NonNullable<MessageSpec['steps']> = [
  {
    who: 'owner',
    do: 'In Apple School Manager or Apple Business Manager switch FaceTime on for Managed Apple Accounts (Access Management > Apple Services).',
  },
];
const verify = 'State accounts.managed.faceTime in the policy file, and scan again.';

export const accountManagedFaceTime: Rule = {
  id: 'account-managed-facetime',
  title: 'Managed Apple Accounts may not use FaceTime',
  stage: 'account',
  severity: 'high',
  decisive: false,
  platforms: ['iOS', 'iPadOS', 'macOS', 'visionOS'],
  outcomes: ['blocked', 'at-risk', 'unknown'],
  reads: ['accounts', 'fact:platform', 'fact:isSharedIpad', 'osReaches', 'fact:managedAppleAccountDomains'],
  messages: {
    'no-sign': { text: 'Nothing says that this device is used with a Managed Apple Account.' },
    'shared-ipad': {
      text: 'FaceTime is switched off for Managed Apple Accounts, and a Shared iPad knows no other accounts.',
      why: 'Nobody who signs in to this iPad can call or be called.',
      steps: portal,
      verify,
    },
    'domains-known': {
      text: 'FaceTime is switched off for Managed Apple Accounts, and this device is set up for those of {domains}.',
      why: 'Who signs in with such an account cannot call or be called; a personal account can.',
      steps: portal,
      verify,
    },
    'not-stated': {
      text: 'This device is used with Managed Apple Accounts, and nobody stated whether FaceTime is switched on for them.',
      why: 'In Apple School Manager it is off until somebody switches it on, and no device reports the switch.',
      steps: [
        ...portal,
        { who: 'mdm-admin', do: 'State accounts.managed.faceTime (on or off) in the policy file.' },
      ],
      verify,
    },
  },
  sources: [
    {
      title: 'Apple School Manager user guide: FaceTime and iMessage for Managed Apple Accounts',
      url: 'https://support.apple.com/guide/apple-school-manager/',
      confidence: 'high',
    },
  ],
  evaluate: (subject) => {
    const statement = subject.accounts().managed;
    const signs = signsOf(subject);
    if (signs === undefined) {
      return statement?.faceTime === 'off' && mayBeShared(subject)
        ? missingFact('isSharedIpad')
        : notApplicable('no-sign');
    }
    const stated =
      statement === undefined ? [] : [subject.policyEvidence(statement.at, 'accounts.managed.faceTime')];
    const evidence = [...stated, ...signs.evidence];
    if (statement?.faceTime === 'on') return clear('clear', {}, evidence);
    const atRisk = { outcome: 'at-risk', scope: 'activation', cause, evidence } as const;
    if (statement === undefined) return [{ ...atRisk, message: 'not-stated', data: {}, severity: 'medium' }];
    if (!signs.isShared) return [{ ...atRisk, message: 'domains-known', data: { domains: signs.domains } }];
    return [{ outcome: 'blocked', message: 'shared-ipad', data: {}, evidence, cause, control: 'managed' }];
  },
};

interface Signs {
  readonly isShared: boolean;
  readonly domains: readonly string[];
  readonly evidence: RuleResult['evidence'];
}

/** Shared iPad came with iOS 9.3. */
const firstSharedIpad = '9.3';

function mayBeShared(subject: Subject): boolean {
  if (subject.fact('platform')?.value !== 'iPadOS' || subject.fact('isSharedIpad') !== undefined)
    return false;
  return subject.osReaches(firstSharedIpad) !== false;
}

/** What says that Managed Apple Accounts are used here. */
function signsOf(subject: Subject): Signs | undefined {
  const shared = subject.fact('isSharedIpad');
  const domains = subject.fact('managedAppleAccountDomains');
  if (shared?.value === true) return { isShared: true, domains: [], evidence: [factEvidence(shared)] };
  if (domains === undefined || domains.value.length === 0) return undefined;
  return { isShared: false, domains: domains.value, evidence: [factEvidence(domains)] };
}
