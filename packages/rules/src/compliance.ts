import { outcomes, type Compliance, type Intent, type Outcome } from '@ringcheck/model';
import type { DeviceEvaluation, Finding } from './evaluation.js';
import { findRule } from './registry.js';

export interface ComplianceQuestion {
  readonly intent: Intent;
  /** A `required` group complies with clear and at-risk; a stricter one may ask for clear. */
  readonly atLeast?: 'at-risk' | 'clear';
  /** Rules whose findings a waiver covers at this moment; `*` covers the device. */
  readonly waivedRules: readonly string[] | '*';
}

/** Why a device that must not ring is not kept from ringing. */
export type Leak =
  /** Nothing blocks FaceTime, or only a part of it. */
  | { readonly why: 'not-blocked' }
  /** It is blocked for now, by something that does not last or that the user can undo. */
  | {
      readonly why: 'removable' | 'temporary' | 'circumstance';
      readonly ruleId: string;
      readonly cause?: string;
    };

export interface ComplianceJudgement {
  readonly compliance: Compliance;
  /** Of a `required` device: what it must not have. */
  readonly failing: readonly Finding[];
  /** Of a `prohibited` device that is not compliant. */
  readonly leaks: readonly Leak[];
  /** Rules without an answer that could change the judgement. */
  readonly undeterminedBy: readonly string[];
}

/** Compliance with the intent of the device's group; undefined for `unmanaged` groups. */
export function judgeCompliance(
  evaluation: Pick<DeviceEvaluation, 'findings' | 'stale'>,
  question: ComplianceQuestion,
): ComplianceJudgement | undefined {
  switch (question.intent) {
    case 'required':
      return judgeRequired(evaluation.findings, question);
    case 'prohibited':
      return judgeProhibited(evaluation, question);
    case 'unmanaged':
      return undefined;
  }
}

function judgeRequired(findings: readonly Finding[], question: ComplianceQuestion): ComplianceJudgement {
  const without = requiredAnswer(findings, question);
  if (without.compliance === 'compliant') return without;
  const { waivedRules } = question;
  const open = waivedRules === '*' ? [] : findings.filter((finding) => !waivedRules.includes(finding.ruleId));
  if (open.length === findings.length) return without;
  const waived = requiredAnswer(open, question);
  return waived.compliance === 'compliant' ? { ...without, compliance: 'waived' } : waived;
}

function requiredAnswer(findings: readonly Finding[], { atLeast }: ComplianceQuestion): ComplianceJudgement {
  const bad: readonly Outcome[] =
    atLeast === 'clear' ? ['blocked', 'limited', 'at-risk'] : ['blocked', 'limited'];
  const failing = findings.filter((finding) => bad.includes(finding.outcome));
  if (failing.length > 0) return answer('non-compliant', { failing });
  const undeterminedBy = openRules(findings, bad);
  return answer(undeterminedBy.length > 0 ? 'undetermined' : 'compliant', { undeterminedBy });
}

function judgeProhibited(
  { findings, stale }: Pick<DeviceEvaluation, 'findings' | 'stale'>,
  { waivedRules }: ComplianceQuestion,
): ComplianceJudgement {
  const judged = prohibitedAnswer(findings, stale);
  const isWaived = waivedRules === '*' && judged.compliance !== 'compliant';
  return isWaived ? { ...judged, compliance: 'waived' } : judged;
}

function prohibitedAnswer(findings: readonly Finding[], stale: boolean): ComplianceJudgement {
  const blocking = findings.filter((finding) => finding.outcome === 'blocked');
  // A circumstance that may block is no control, so it would comply in no case.
  const undeterminedBy = openRules(
    findings.filter(({ control }) => control !== 'circumstance'),
    ['blocked'],
  );
  if (blocking.some((finding) => finding.control === 'managed')) {
    return answer(stale ? 'undetermined' : 'compliant', {});
  }
  const leaks: Leak[] = blocking.length === 0 ? [{ why: 'not-blocked' }] : blocking.map(leakOf);
  const isOpen = stale || undeterminedBy.length > 0;
  return answer(isOpen ? 'undetermined' : 'non-compliant', { leaks, undeterminedBy });
}

function leakOf({ control, ruleId, cause }: Finding): Leak {
  const why = control === 'temporary' || control === 'circumstance' ? control : 'removable';
  return { why, ruleId, ...(cause === undefined ? {} : { cause }) };
}

/** Decisive rules left open that could still come out as one of these outcomes. */
function openRules(findings: readonly Finding[], possible: readonly Outcome[]): readonly string[] {
  const open = new Set<string>();
  for (const finding of findings) {
    if (finding.outcome !== 'unknown' || finding.undecided !== true) continue;
    if (couldBecome(finding).some((outcome) => possible.includes(outcome))) open.add(finding.ruleId);
  }
  return open.size === 0 ? none : [...open];
}

/** What is set for one user of a device limits it, and never blocks it. */
function couldBecome({ ruleId, scope }: Finding): readonly Outcome[] {
  const declared = findRule(ruleId)?.outcomes ?? outcomes;
  return scope?.startsWith('user:') === true ? declared.filter((outcome) => outcome !== 'blocked') : declared;
}

const none: readonly never[] = [];

function answer(
  compliance: Compliance,
  { failing = none, leaks = none, undeterminedBy = none }: Partial<Omit<ComplianceJudgement, 'compliance'>>,
): ComplianceJudgement {
  return { compliance, failing, leaks, undeterminedBy };
}
