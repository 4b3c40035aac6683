import type { Instant, Verdict, Writable } from '@ringcheck/model';
import type { Note, Picture } from '@ringcheck/assemble';
import { resolve } from '@ringcheck/effective';
import type { Thresholds } from '@ringcheck/policy';
import { clockAt, type Clock } from './clock.js';
import { confined, confinement } from './confine.js';
import type { DeviceEvaluation, Finding } from './evaluation.js';
import { coverageOf, mergeSameIdentity } from './findings.js';
import { enabledRules, resolving, severityOf, type JudgeOptions, type Overrides } from './judge-options.js';
import { summaryOf, type Judged } from './judged.js';
import { freshnessNotes, ignoredNotes } from './notes.js';
import { compareNotes } from './order.js';
import { questionRules, rules as allRules } from './registry.js';
import { runRule } from './run-rule.js';
import type { Sharing } from './share/sharing.js';
import { subjectOf } from './subject.js';
import type { Rule, Subject } from './types.js';

export interface EvaluateOptions {
  /** ISO 8601: the only moment the evaluation knows. */
  readonly now: Instant;
  readonly thresholds: Thresholds;
  readonly overrides?: Overrides;
  /** The rule pack by default. */
  readonly rules?: readonly Rule[];
  /** Wraps the window a rule sees; the tester puts a guard on undeclared reads there. */
  readonly window?: (rule: Rule, subject: Subject) => Subject;
  /** Answers shared with devices judged before; the result is the same without it. */
  readonly sharing?: Sharing;
}

/**
 * What the rule pack says of one device. The same picture, rules and `now` give the same answer, whatever the order
 * of profiles and documents was.
 */
export function evaluateDevice(picture: Picture, options: EvaluateOptions): DeviceEvaluation {
  const clock = clockAt(options.now);
  const { found, results, coverage, notes } = judge(picture, options, clock, false);
  const expected = expectedVerdict(picture, options, clock);
  const reviewAt = clock.reviewAt();
  const evaluation: Writable<DeviceEvaluation> = {
    id: picture.id,
    verdict: found.verdict,
    coverage,
    results,
    findings: found.findings,
    notes: withNotes(notes, picture),
    gaps: found.gaps,
    stale: picture.stale.some((item) => item.what !== 'place'),
  };
  if (expected !== undefined) evaluation.expected = expected;
  if (reviewAt !== undefined) evaluation.reviewAt = reviewAt;
  return evaluation;
}

/** With those of the step that put the picture together, and of the age of its data. */
function withNotes(notes: readonly Note[], picture: Picture): readonly Note[] {
  const fresh = freshnessNotes(picture);
  if (picture.notes.length + fresh.length === 0) return notes;
  return [...picture.notes, ...notes, ...fresh].sort(compareNotes);
}

function judge(picture: Picture, options: EvaluateOptions, clock: Clock, assumeInstalled: boolean): Judged {
  const { now, thresholds, overrides = none, window, sharing } = options;
  const rules = enabledRules(options.rules ?? packFor(picture), overrides);
  const judging = { now, thresholds, overrides, rules };
  const shared = window === undefined ? sharing?.judge(picture, judging, clock, assumeInstalled) : undefined;
  return shared ?? judgeAlone(picture, { ...judging, window }, clock, assumeInstalled);
}

const none: readonly never[] = [];

/** Every rule asked about this one device. */
function judgeAlone(
  picture: Picture,
  {
    thresholds,
    overrides,
    rules,
    window,
  }: JudgeOptions & { readonly window: EvaluateOptions['window'] | undefined },
  clock: Clock,
  assumeInstalled: boolean,
): Judged {
  const effective = resolve(picture, resolving(clock, assumeInstalled));
  const subject = subjectOf({ picture, effective, thresholds, clock, assumeInstalled });
  const told: Finding[] = [];
  const notes: Note[] = [...effective.notes, ...ignoredNotes(picture, effective, rules)];
  let decided = 0;
  let applicable = 0;
  for (const rule of rules) {
    const run = runRule(rule, {
      subject: window === undefined ? subject : window(rule, subject),
      picture,
      severity: severityOf(rule, overrides),
    });
    const findings = mergeSameIdentity(run.findings);
    for (const finding of findings) told.push(finding);
    for (const note of run.notes) notes.push(note);
    const covered = coverageOf(findings);
    decided += covered.decided;
    applicable += covered.applicable;
  }
  const results = confined(picture, told, (ssids) => confinement(picture, effective, ssids));
  const coverage = { decided, applicable };
  return { results, found: summaryOf(results), notes: notes.sort(compareNotes), coverage };
}

/** The rule pack, with the questions somebody answered for the device; the others are asked in the report. */
function packFor({ attestations = [] }: Picture): readonly Rule[] {
  if (attestations.length === 0) return allRules;
  const asked = new Set(attestations.map(({ question }) => question));
  const answered = questionRules.filter(({ id }) => asked.has(id));
  const key = answered.map(({ id }) => id).join();
  const held = packs.get(key);
  if (held !== undefined) return held;
  const pack = [...allRules, ...answered];
  if (packs.size < mostPacks) packs.set(key, pack);
  return pack;
}

/** Devices with the same questions answered share one list: what is kept per list is kept once. */
const packs = new Map<string, readonly Rule[]>();
const mostPacks = 100;

/** Only where nothing but assignments is known; an installed list needs no expectation. */
function expectedVerdict(picture: Picture, options: EvaluateOptions, clock: Clock): Verdict | undefined {
  if (picture.installed.knowledge !== 'assigned') return undefined;
  return judge(picture, options, clock, true).found.verdict;
}
