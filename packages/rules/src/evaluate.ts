import type { Instant, Verdict } from '@ringcheck/model';
import type { Note, Picture } from '@ringcheck/assemble';
import { resolve } from '@ringcheck/effective';
import type { RuleOverride, Thresholds } from '@ringcheck/policy';
import { clockAt, type Clock } from './clock.js';
import type { DeviceEvaluation, Finding } from './evaluation.js';
import { gapsOf, mergeSameIdentity } from './findings.js';
import { freshnessNotes, ignoredNotes } from './notes.js';
import { compareFindings, compareNotes, verdictOf } from './order.js';
import { rules as allRules } from './registry.js';
import { runRule } from './run-rule.js';
import { subjectOf } from './subject.js';
import type { Rule, Subject } from './types.js';

export interface EvaluateOptions {
  /** ISO 8601: the only moment the evaluation knows. */
  readonly now: Instant;
  readonly thresholds: Thresholds;
  readonly overrides?: readonly (RuleOverride & { readonly rule: string })[];
  /** The rule pack by default. */
  readonly rules?: readonly Rule[];
  /** Wraps the window a rule sees; the tester puts a guard on undeclared reads there. */
  readonly window?: (rule: Rule, subject: Subject) => Subject;
}

/**
 * What the rule pack says of one device. The same picture, rules and `now` give the same answer, whatever the order
 * of profiles and documents was.
 */
export function evaluateDevice(picture: Picture, options: EvaluateOptions): DeviceEvaluation {
  const clock = clockAt(options.now);
  const judged = judge(picture, options, clock, false);
  const expected = expectedVerdict(picture, options, clock);
  const reviewAt = clock.reviewAt();
  return {
    id: picture.id,
    verdict: verdictOf(judged.findings),
    ...(expected === undefined ? {} : { expected }),
    coverage: judged.coverage,
    results: judged.results,
    findings: judged.findings,
    notes: [...picture.notes, ...judged.notes, ...freshnessNotes(picture)].sort(compareNotes),
    gaps: gapsOf(judged.findings),
    stale: picture.stale.some((item) => item.what !== 'place'),
    ...(reviewAt === undefined ? {} : { reviewAt }),
  };
}

interface Judged {
  readonly results: readonly Finding[];
  readonly findings: readonly Finding[];
  readonly notes: readonly Note[];
  readonly coverage: DeviceEvaluation['coverage'];
}

function judge(picture: Picture, options: EvaluateOptions, clock: Clock, assumeInstalled: boolean): Judged {
  const { thresholds, overrides = [], window } = options;
  const rules = enabledRules(options.rules ?? allRules, overrides);
  const effective = resolve(picture, {
    isPast: clock.isPast,
    ...(assumeInstalled ? { assume: 'assigned-installed' as const } : {}),
  });
  const subject = subjectOf({ picture, effective, thresholds, clock, assumeInstalled });
  const results: Finding[] = [];
  const notes: Note[] = [...effective.notes, ...ignoredNotes(picture, effective, rules)];
  let decided = 0;
  let applicable = 0;
  for (const rule of rules) {
    const run = runRule(rule, {
      subject: window === undefined ? subject : window(rule, subject),
      picture,
      severity: severityOf(rule, overrides),
    });
    for (const finding of mergeSameIdentity(run.findings)) results.push(finding);
    for (const note of run.notes) notes.push(note);
    if (run.findings.every(isNotApplicable)) continue;
    applicable += 1;
    if (!run.findings.some(isUnknown)) decided += 1;
  }
  const findings = results.filter(isFound).sort(compareFindings);
  return { results, findings, notes, coverage: { decided, applicable } };
}

/** Only where nothing but assignments is known; an installed list needs no expectation. */
function expectedVerdict(picture: Picture, options: EvaluateOptions, clock: Clock): Verdict | undefined {
  if (picture.installed.knowledge !== 'assigned') return undefined;
  return verdictOf(judge(picture, options, clock, true).findings);
}

const isNotApplicable = (finding: Finding): boolean => finding.outcome === 'not-applicable';
const isUnknown = (finding: Finding): boolean => finding.outcome === 'unknown';
const isFound = (finding: Finding): boolean => finding.outcome !== 'clear' && !isNotApplicable(finding);

function enabledRules(
  rules: readonly Rule[],
  overrides: NonNullable<EvaluateOptions['overrides']>,
): readonly Rule[] {
  if (overrides.length === 0) return rules;
  const off = new Set(overrides.filter(({ enabled }) => enabled === false).map(({ rule }) => rule));
  return rules.filter((rule) => !off.has(rule.id));
}

/** The severity the policy gives the rule; the last statement counts, as in the file. */
function severityOf(rule: Rule, overrides: NonNullable<EvaluateOptions['overrides']>) {
  return overrides.findLast((override) => override.rule === rule.id && override.severity !== undefined)
    ?.severity;
}
