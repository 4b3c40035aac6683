import type { Note } from '@ringcheck/assemble';
import type { Verdict } from '@ringcheck/model';
import type { Coverage, Finding } from './evaluation.js';
import { gapsOf } from './findings.js';
import { compareFindings, verdictOf } from './order.js';
import type { Gap } from './types.js';

/** Answers other than clear and not-applicable, worst first, and what follows from them. */
export interface Summary {
  readonly findings: readonly Finding[];
  readonly verdict: Verdict;
  readonly gaps: readonly Gap[];
}

/** Everything that rules say of one device. */
export interface Judged {
  /** In the order of the rule pack. */
  readonly results: readonly Finding[];
  readonly found: Summary;
  /** Of rules, of the step that combines profiles, and of settings that do not act; in order. */
  readonly notes: readonly Note[];
  readonly coverage: Coverage;
}

export const isFound = ({ outcome }: Finding): boolean => outcome !== 'clear' && outcome !== 'not-applicable';

/** In any order; those that are not found are left out. */
export function summaryOf(results: readonly Finding[]): Summary {
  const findings = results.filter(isFound).sort(compareFindings);
  return { findings, verdict: verdictOf(findings), gaps: gapsOf(findings) };
}
