import { compareText, outcomes, severities, type Outcome, type Verdict } from '@ringcheck/model';
import type { Finding } from './evaluation.js';
import type { Note } from '@ringcheck/assemble';

export { compareText };

/** As in the verdict: what is unknown weighs more than what is at risk. */
export const worstFirst: readonly Outcome[] = [
  'blocked',
  'limited',
  'unknown',
  'at-risk',
  'clear',
  'not-applicable',
];
if (worstFirst.length !== outcomes.length) throw new Error('an outcome has no place in the order');

/** Worst outcome first, then severity, rule, scope, cause. Plain code-point order, the same on any machine. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    worstFirst.indexOf(a.outcome) - worstFirst.indexOf(b.outcome) ||
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    compareText(a.ruleId, b.ruleId) ||
    compareText(a.scope ?? '', b.scope ?? '') ||
    compareText(a.cause ?? '', b.cause ?? '')
  );
}

export function compareNotes(a: Note, b: Note): number {
  return (
    compareText(a.ruleId, b.ruleId) ||
    compareText(a.message, b.message) ||
    compareText(JSON.stringify(a.data), JSON.stringify(b.data)) ||
    compareText(JSON.stringify(a.evidence), JSON.stringify(b.evidence))
  );
}

/** The worst of blocked > limited > unknown > at-risk > clear; unknown counts where management could not be read. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  const has = (outcome: Outcome) => findings.some((finding) => finding.outcome === outcome);
  if (has('blocked')) return 'blocked';
  if (has('limited')) return 'limited';
  if (findings.some((finding) => finding.outcome === 'unknown' && finding.undecided)) return 'unknown';
  return has('at-risk') ? 'at-risk' : 'clear';
}
