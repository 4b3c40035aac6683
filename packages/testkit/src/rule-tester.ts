import type { Picture } from '@ringcheck/assemble';
import { outcomes, type Evidence, type Outcome, type Severity } from '@ringcheck/model';
import {
  evaluateDevice,
  guardReads,
  type DeviceEvaluation,
  type Finding,
  type Read,
  type Rule,
} from '@ringcheck/rules';
import { defaultThresholds, type Thresholds } from '@ringcheck/policy';
import { pictureOf, type PictureSpec } from './builders.js';
import { checkAnswers, checkDeclarations, frozen, permutationsOf } from './rule-checks.js';

/** The moment tests are judged at, unless a case says otherwise. */
export const testNow = '2026-11-21T12:00:00Z';

/** What a case may say of the answer it is about; everything left out is free. */
export interface ExpectedFinding {
  /** Undefined: there must be none. */
  readonly scope?: string | undefined;
  readonly message?: string;
  readonly cause?: string | undefined;
  /** Each field given must be equal. */
  readonly evidence?: Partial<Evidence>;
  /** How many answers of this outcome there are; one at least when left out. */
  readonly count?: number;
  readonly severity?: Severity;
  readonly control?: Finding['control'];
  readonly undecided?: boolean;
  readonly gap?: string;
  readonly data?: Finding['data'];
  /** Message ids of notes that must be there, whoever wrote them. */
  readonly notes?: readonly string[];
  /** When the answer may change by itself. */
  readonly reviewAt?: string;
}

export interface RuleCase {
  /** A fact: `blocks when …`. */
  readonly name: string;
  readonly picture: PictureSpec | Picture;
  readonly now?: string;
  readonly thresholds?: Partial<Thresholds>;
  readonly expect?: ExpectedFinding;
}

export interface RuleCases {
  readonly blocked?: readonly RuleCase[];
  readonly limited?: readonly RuleCase[];
  readonly atRisk?: readonly RuleCase[];
  readonly clear?: readonly RuleCase[];
  readonly unknown?: readonly RuleCase[];
  readonly notApplicable?: readonly RuleCase[];
}

const outcomeOf: Readonly<Record<keyof RuleCases, Outcome>> = {
  blocked: 'blocked',
  limited: 'limited',
  atRisk: 'at-risk',
  clear: 'clear',
  unknown: 'unknown',
  notApplicable: 'not-applicable',
};

/**
 * Runs every case as a Jest test of its own and, at the end, holds the rule to what it declares: reads, messages,
 * outcomes. A `clear` or `notApplicable` case demands that the rule says nothing worse.
 */
function run(rule: Rule, cases: RuleCases): void {
  const listed = listCases(cases);
  const used = new Set<Read>();
  const seen: Finding[] = [];
  const notes: string[] = [];
  describe(rule.id, () => {
    for (const { outcome, test } of listed) {
      it(test.name, () => {
        const evaluation = evaluateCase(rule, test, used);
        seen.push(...evaluation.results);
        notes.push(...evaluation.notes.filter((note) => note.ruleId === rule.id).map((note) => note.message));
        checkAnswers(rule, evaluation);
        checkOutcome(outcome, evaluation);
        checkExpected(outcome, evaluation, test.expect ?? {});
        checkOrder(rule, test, evaluation);
      });
    }
    it('declares what it reads and says, and no more', () => {
      checkDeclarations(rule, { used, seen, notes });
    });
  });
}

interface Listed {
  readonly outcome: Outcome;
  readonly test: RuleCase;
}

function listCases(cases: RuleCases): readonly Listed[] {
  const listed = (Object.keys(outcomeOf) as (keyof RuleCases)[]).flatMap((group) =>
    (cases[group] ?? []).map((test) => ({ outcome: outcomeOf[group], test })),
  );
  const names = new Set<string>();
  const inputs = new Map<string, string>();
  for (const { test } of listed) {
    if (names.has(test.name)) throw new Error(`two cases are named "${test.name}"`);
    names.add(test.name);
    const input = JSON.stringify([pictureFor(test), test.now, test.thresholds]);
    const twin = inputs.get(input);
    if (twin !== undefined) throw new Error(`"${test.name}" and "${twin}" test the same input`);
    inputs.set(input, test.name);
  }
  return listed;
}

function pictureFor(test: RuleCase): Picture {
  return isPicture(test.picture) ? test.picture : pictureOf(test.picture);
}

function isPicture(given: PictureSpec | Picture): given is Picture {
  return given.installed !== undefined && 'profiles' in given.installed && given.facts !== undefined;
}

function evaluateCase(
  rule: Rule,
  test: RuleCase,
  used: Set<Read>,
  picture: Picture = pictureFor(test),
): DeviceEvaluation {
  return evaluateDevice(frozen(picture), {
    now: test.now ?? testNow,
    thresholds: { ...defaultThresholds, ...test.thresholds },
    rules: [rule],
    window: (asked, subject) => guardReads(asked, subject, used),
  });
}

function checkOutcome(outcome: Outcome, evaluation: DeviceEvaluation): void {
  const found = evaluation.results.map((finding) => finding.outcome);
  if (outcome === 'clear' || outcome === 'not-applicable') {
    expect({ outcomes: [...new Set(found)] }).toEqual({ outcomes: [outcome] });
  } else {
    expect(found).toContain(outcome);
  }
  expect(outcomes).toEqual(expect.arrayContaining(found));
}

function checkExpected(outcome: Outcome, evaluation: DeviceEvaluation, expected: ExpectedFinding): void {
  const matching = evaluation.results.filter(
    (finding) => finding.outcome === outcome && isExpected(finding, expected),
  );
  const described = { ...expected, found: evaluation.results };
  if (expected.count === undefined)
    expect({ matches: matching.length > 0, ...described }).toMatchObject({ matches: true });
  else expect({ count: matching.length, found: evaluation.results }).toMatchObject({ count: expected.count });
  const messages = evaluation.notes.map((note) => note.message);
  if (expected.notes !== undefined) expect(messages).toEqual(expect.arrayContaining([...expected.notes]));
  if (expected.notes?.length === 0) expect(messages).toEqual([]);
  if (expected.reviewAt !== undefined) expect(evaluation.reviewAt).toBe(expected.reviewAt);
}

function isExpected(finding: Finding, expected: ExpectedFinding): boolean {
  const plain = ['scope', 'message', 'cause', 'severity', 'control'] as const;
  return (
    plain.every((field) => !(field in expected) || finding[field] === expected[field]) &&
    (expected.undecided === undefined || (finding.undecided ?? false) === expected.undecided) &&
    (expected.gap === undefined || finding.gap?.key === expected.gap) &&
    (expected.evidence === undefined ||
      finding.evidence.some((item) => holds(item, expected.evidence ?? {}))) &&
    (expected.data === undefined || holds(finding.data, expected.data))
  );
}

function holds(whole: object, part: object): boolean {
  const fields = new Map(Object.entries(whole));
  return Object.entries(part).every(
    ([name, value]) => JSON.stringify(fields.get(name)) === JSON.stringify(value),
  );
}

/** The order profiles were listed or uploaded in never changes an answer. */
function checkOrder(rule: Rule, test: RuleCase, evaluation: DeviceEvaluation): void {
  const picture = pictureFor(test);
  for (const profiles of permutationsOf(picture.installed.profiles)) {
    const shuffled = { ...picture, installed: { ...picture.installed, profiles } };
    expect(evaluateCase(rule, test, new Set(), shuffled)).toEqual(evaluation);
  }
}

/** `ruleTester.run(rule, { blocked: […], … })`: literal cases, one behaviour each. */
export const ruleTester = { run };
