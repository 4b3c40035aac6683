import type { DeviceEvaluation, Finding, Rule } from '@ringcheck/rules';
import { checkAnswers, checkDeclarations, frozen, permutationsOf } from './rule-checks.js';

const rule: Rule = {
  id: 'some-rule',
  title: 'A rule',
  stage: 'device',
  severity: 'low',
  decisive: false,
  platforms: ['iOS'],
  outcomes: ['blocked'],
  reads: ['fact:lostMode'],
  messages: { lost: { text: '{who} is lost', steps: [{ who: 'user', do: 'Find {what}.' }] } },
  sources: [],
  evaluate: () => [],
};
const blocked: Finding = {
  ruleId: 'some-rule',
  outcome: 'blocked',
  stage: 'device',
  severity: 'low',
  message: 'lost',
  data: { who: 'it', what: 'it' },
  evidence: [{ document: 'a.plist' }],
  cause: 'device/lost',
};
const evaluation = (
  results: readonly Finding[],
  notes: DeviceEvaluation['notes'] = [],
): DeviceEvaluation => ({
  id: 'a',
  verdict: 'blocked',
  coverage: { decided: 1, applicable: 1 },
  results,
  findings: results,
  notes,
  gaps: [],
  stale: false,
});
const observed = { used: new Set(['fact:lostMode'] as const), seen: [blocked], notes: [] };

describe('checkAnswers', () => {
  it('accepts an answer with words, evidence and cause', () => {
    expect(() => checkAnswers(rule, evaluation([blocked]))).not.toThrow();
  });

  it.each<[string, Partial<Finding>, string]>([
    ['an undeclared message', { message: 'found' }, 'does not declare the message "found"'],
    ['a placeholder of the text without data', { data: { what: 'it' } }, 'speaks of {who}'],
    ['a placeholder of a step without data', { data: { who: 'it' } }, 'speaks of {what}'],
    ['no evidence', { evidence: [] }, 'has no evidence'],
    ['an unknown that names no gap', { outcome: 'unknown' }, 'does not say what would decide it'],
  ])('refuses %s', (_name, change, message) => {
    expect(() => checkAnswers(rule, evaluation([{ ...blocked, ...change }]))).toThrow(message);
  });

  it('refuses an answer without a cause', () => {
    const { cause: _cause, ...without } = blocked;
    expect(() => checkAnswers(rule, evaluation([without]))).toThrow('names no cause');
  });

  it('refuses an undeclared message of a note', () => {
    const note = { ruleId: 'some-rule', message: 'found', data: {}, evidence: [] };
    expect(() => checkAnswers(rule, evaluation([blocked], [note]))).toThrow('"found"');
  });

  it('leaves the notes of other steps alone', () => {
    const note = { ruleId: 'join', message: 'found', data: {}, evidence: [] };
    expect(() => checkAnswers(rule, evaluation([blocked], [note]))).not.toThrow();
  });
});

describe('checkDeclarations', () => {
  it('accepts a rule that uses what it declares', () => {
    expect(() => checkDeclarations(rule, observed)).not.toThrow();
  });

  it('refuses a read no case asks for', () => {
    expect(() => checkDeclarations(rule, { ...observed, used: new Set() })).toThrow('fact:lostMode');
  });

  it('refuses a message no case brings out', () => {
    expect(() => checkDeclarations(rule, { ...observed, seen: [] })).toThrow('lost');
  });

  it('refuses an outcome that is not declared', () => {
    const limited: Finding = { ...blocked, outcome: 'limited' };
    expect(() => checkDeclarations(rule, { ...observed, seen: [blocked, limited] })).toThrow(
      'does not declare the outcomes limited',
    );
  });

  it('refuses an outcome no case shows', () => {
    const more: Rule = { ...rule, outcomes: ['blocked', 'at-risk'] };
    expect(() => checkDeclarations(more, observed)).toThrow('shows at-risk');
  });

  it('demands that a rule on profiles declares unknown', () => {
    const more: Rule = { ...rule, reads: ['payload:com.acme'] };
    expect(() => checkDeclarations(more, { ...observed, used: new Set(['payload:com.acme']) })).toThrow(
      'must declare the outcome unknown',
    );
  });
});

describe('permutationsOf', () => {
  it('gives other orders of the same things, always the same ones', () => {
    expect(permutationsOf([1, 2, 3])).toEqual([
      [3, 2, 1],
      [2, 3, 1],
      [2, 1, 3],
    ]);
  });

  it('has no other order of one thing', () => {
    expect(permutationsOf([1])).toEqual([]);
  });
});

describe('frozen', () => {
  it('makes writing to any part of the input throw', () => {
    const input = frozen({ a: [{ b: 1 }] });
    expect(() => Object.assign(input.a[0] ?? {}, { b: 2 })).toThrow(TypeError);
  });
});
