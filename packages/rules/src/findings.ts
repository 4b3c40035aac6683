import type { Evidence } from '@ringcheck/model';
import type { Coverage, Finding } from './evaluation.js';
import { compareFindings, compareText } from './order.js';
import type { Gap } from './types.js';

/**
 * Findings of one rule have the identity (scope, cause). Two payloads of one profile that say the same are one
 * finding with both places as evidence; where they differ the worse stands.
 */
export function mergeSameIdentity(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length < 2) return findings;
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const identity = `${finding.scope ?? ''}\n${finding.cause ?? ''}`;
    groups.set(identity, [...(groups.get(identity) ?? []), finding]);
  }
  return [...groups.values()].map(mergeOne).sort(compareFindings);
}

function mergeOne(group: readonly Finding[]): Finding {
  const sorted = group.toSorted(
    (a, b) => compareFindings(a, b) || compareText(JSON.stringify(a.evidence), JSON.stringify(b.evidence)),
  );
  const [first, ...others] = sorted;
  if (first === undefined) throw new Error('a group of findings is never empty');
  if (others.length === 0) return first;
  return { ...first, evidence: distinct(sorted.flatMap((finding) => finding.evidence)) };
}

function distinct(evidence: readonly Evidence[]): readonly Evidence[] {
  const seen = new Map(evidence.map((item) => [JSON.stringify(item), item]));
  return [...seen.entries()].sort(([a], [b]) => compareText(a, b)).map(([, item]) => item);
}

/** Each missing thing once, in the order of its key. */
export function gapsOf(findings: readonly Finding[]): readonly Gap[] {
  const gaps = new Map<string, Gap>();
  for (const { gap } of findings) if (gap !== undefined && !gaps.has(gap.key)) gaps.set(gap.key, gap);
  return [...gaps.values()].sort((a, b) => compareText(a.key, b.key));
}

const notApplicable: Coverage = { decided: 0, applicable: 0 };
const open: Coverage = { decided: 0, applicable: 1 };
const decided: Coverage = { decided: 1, applicable: 1 };

/** Whether a rule applies to a device, and whether it leaves nothing open, by its answers. */
export function coverageOf(answers: readonly Finding[]): Coverage {
  let covered = notApplicable;
  for (const { outcome } of answers) {
    if (outcome === 'unknown') return open;
    if (outcome !== 'not-applicable') covered = decided;
  }
  return covered;
}
