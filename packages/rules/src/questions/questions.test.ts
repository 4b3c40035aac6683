import { pictureOf, testNow, type PictureSpec } from '@ringcheck/testkit';
import { defaultThresholds, type Attestation } from '@ringcheck/policy';
import { evaluateDevice, findRule, policyVocabulary, questionRules, rules } from '../index.js';
import { findQuestion, isQuestion, looksFor, questions, questionsFor } from './index.js';

const policyDocument = { path: 'ringcheck.yaml', sha256: 'ab' };

function attested(more: Partial<Attestation> = {}): Attestation {
  return {
    question: 'ask-focus',
    answer: 'on',
    owner: 'help@example.org',
    expires: '2026-12-31',
    at: { offset: 40, line: 3, column: 5 },
    ...more,
  };
}

function evaluated(attestations: readonly Attestation[], more: PictureSpec = {}, now = testNow) {
  const picture = pictureOf({ platform: 'iOS', policyDocument, attestations, ...more });
  const evaluation = evaluateDevice(picture, { now, thresholds: defaultThresholds });
  const answers = evaluation.results.filter(({ ruleId }) => isQuestion(ruleId));
  return { ...evaluation, answers, notes: evaluation.notes.filter(({ ruleId }) => isQuestion(ruleId)) };
}

describe('an answered question', () => {
  it('has the outcome of its answer, with the line of the policy as evidence', () => {
    const { answers, verdict } = evaluated([attested({ date: '2026-11-20' })]);
    expect(answers).toEqual([
      {
        ruleId: 'ask-focus',
        outcome: 'limited',
        scope: 'incoming',
        stage: 'recipient',
        severity: 'medium',
        message: 'answer-on',
        data: { owner: 'help@example.org', expires: '2026-12-31', dated: ' on 2026-11-20' },
        evidence: [
          {
            document: 'ringcheck.yaml',
            sha256: 'ab',
            path: 'attestations.ask-focus',
            line: 3,
            column: 5,
            offset: 40,
            value: 'on',
          },
        ],
        cause: 'question:ask-focus/on',
      },
    ]);
    expect(verdict).toBe('limited');
  });

  it('may be a proven clear', () => {
    expect(evaluated([attested({ answer: 'off' })]).answers).toMatchObject([
      { outcome: 'clear', evidence: [{ value: 'off' }] },
    ]);
  });

  it('holds through the end of its day, is reviewed then, and opens again by itself', () => {
    const during = evaluated([attested()], {}, '2026-12-31T23:59:59Z');
    expect(during.answers).toMatchObject([{ outcome: 'limited' }]);
    expect(during.reviewAt).toBe('2027-01-01T00:00:00.000Z');
    const after = evaluated([attested()], {}, '2027-01-01T00:00:00Z');
    expect(after.answers).toMatchObject([{ outcome: 'not-applicable', message: 'not-answered' }]);
    expect(after.notes).toMatchObject([{ message: 'answer-ended', data: { expires: '2026-12-31' } }]);
  });

  it('goes by the later of two answers, whatever their order in the file', () => {
    const old = attested({ answer: 'on', date: '2026-11-01' });
    const fresh = attested({ answer: 'off', date: '2026-11-20' });
    for (const both of [
      [old, fresh],
      [fresh, old],
    ])
      expect(evaluated(both).answers).toMatchObject([{ message: 'answer-off' }]);
  });

  it('goes by the later in the file where both are of one day, or of none', () => {
    for (const date of [{ date: '2026-11-20' }, {}]) {
      const both = ['on', 'off'].map((answer) => attested({ answer, ...date }));
      expect(evaluated(both).answers).toMatchObject([{ message: 'answer-off' }]);
      expect(evaluated([...both].reverse()).answers).toMatchObject([{ message: 'answer-on' }]);
    }
  });

  it('falls back to an older answer that still holds', () => {
    const old = attested({ answer: 'on', date: '2026-11-01' });
    const ended = attested({ answer: 'off', date: '2026-11-20', expires: '2026-11-20' });
    expect(evaluated([old, ended]).answers).toMatchObject([{ message: 'answer-on' }]);
  });

  it('notes an answer that holds as well and says something else, naming both', () => {
    const stated = attested({ answer: 'on', date: '2026-11-01', owner: 'desk@example.org' });
    const given = attested({
      answer: 'off',
      date: '2026-11-20T08:30:00.000Z',
      document: { path: 'attestations/7', sha256: '' },
    });
    const { answers, notes } = evaluated([given, stated]);
    expect(answers).toEqual([
      expect.objectContaining({
        message: 'answer-off',
        data: { owner: 'help@example.org', expires: '2026-12-31', dated: ' on 2026-11-20' },
        evidence: [{ document: 'attestations/7', path: 'attestations.ask-focus', value: 'off' }],
      }),
    ]);
    expect(notes).toEqual([
      expect.objectContaining({
        message: 'answers-differ',
        data: {
          owner: 'help@example.org',
          answer: 'off',
          dated: ' on 2026-11-20',
          otherOwner: 'desk@example.org',
          other: 'on',
          otherDated: ' on 2026-11-01',
        },
        evidence: [
          { document: 'attestations/7', path: 'attestations.ask-focus', value: 'off' },
          expect.objectContaining({ document: 'ringcheck.yaml', line: 3, value: 'on' }),
        ],
      }),
    ]);
  });

  it('notes the newest of several that differ, and none that agree or have ended', () => {
    const fresh = attested({ date: '2026-11-20' });
    const differ = (...others: readonly Partial<Attestation>[]) =>
      evaluated([fresh, ...others.map((other) => attested({ answer: 'off', ...other }))]).notes;
    expect(
      differ({ date: '2026-11-02', owner: 'b@example.org' }, { date: '2026-11-01', owner: 'a@example.org' }),
    ).toMatchObject([{ data: { otherOwner: 'b@example.org' } }]);
    expect(differ({ answer: 'on', date: '2026-11-01' })).toEqual([]);
    expect(differ({ date: '2026-11-01', expires: '2026-11-02' })).toEqual([]);
    expect(differ({})).toMatchObject([{ data: { otherDated: '' } }]);
  });

  it('says of an answer given on a server where it stood once it has ended', () => {
    const given = attested({ document: { path: 'attestations/7', sha256: '' }, expires: '2026-11-01' });
    expect(evaluated([given]).notes).toMatchObject([
      { message: 'answer-ended', evidence: [{ document: 'attestations/7', path: 'attestations' }] },
    ]);
  });

  it('says nothing of a kind of device it is not asked of', () => {
    const cellular = attested({ question: 'ask-cellular-switch', answer: 'off' });
    expect(evaluated([cellular], { platform: 'macOS' }).answers).toMatchObject([
      { outcome: 'not-applicable' },
    ]);
  });

  it('leaves coverage and every rule as they are where nobody answered', () => {
    expect(evaluated([]).answers).toEqual([]);
  });

  it('of nobody knows which question or answer changes nothing', () => {
    expect(evaluated([attested({ question: 'ask-nothing' })]).answers).toEqual([]);
    expect(evaluated([attested({ answer: 'perhaps' })]).answers).toMatchObject([
      { outcome: 'not-applicable' },
    ]);
  });

  it('can be switched off and weighed by the policy, as a rule can', () => {
    const picture = pictureOf({ platform: 'iOS', attestations: [attested()] });
    const options = { now: testNow, thresholds: defaultThresholds };
    const off = evaluateDevice(picture, { ...options, overrides: [{ rule: 'ask-focus', enabled: false }] });
    expect(off.results.filter(({ ruleId }) => ruleId === 'ask-focus')).toEqual([]);
    const low = evaluateDevice(picture, { ...options, overrides: [{ rule: 'ask-focus', severity: 'low' }] });
    expect(low.findings.find(({ ruleId }) => ruleId === 'ask-focus')?.severity).toBe('low');
  });
});

describe('the questions', () => {
  it('come in the order that finds faults fastest', () => {
    const yields = questions.map(({ share, minutes }) => share / minutes);
    expect(yields).toEqual([...yields].sort((a, b) => b - a));
    expect(questionsFor('iOS')[0]?.id).toBe('ask-connection');
  });

  it('are asked of the kinds of device they make sense on', () => {
    expect(questionsFor('macOS').map(({ id }) => id)).toContain('ask-external-display');
    expect(questionsFor('iPadOS').map(({ id }) => id)).not.toContain('ask-external-display');
    expect(questionsFor('watchOS')).toEqual([]);
  });

  it('may have the outcomes of their answers, and clear without a word', () => {
    for (const rule of questionRules) {
      const answered = new Set(findQuestion(rule.id)?.answers.map(({ outcome }) => outcome));
      expect(new Set([...rule.outcomes, 'clear'])).toEqual(new Set([...answered, 'clear']));
      expect(rule.outcomes).not.toContain('clear');
    }
  });

  it('are found as rules, and never in the rule pack', () => {
    expect(findRule('ask-focus')?.title).toBe(findQuestion('ask-focus')?.title);
    expect(rules.filter(({ id }) => isQuestion(id))).toEqual([]);
    expect(questionRules).toHaveLength(questions.length);
    expect(policyVocabulary.questions).toContainEqual({ id: 'ask-focus', answers: ['off', 'on'] });
  });
});

describe.each(questions.map((question) => [question.id, question] as const))('%s', (id, question) => {
  it('has an id, a title and words that end as they should', () => {
    expect(id).toMatch(/^ask(-[a-z]+)+$/);
    expect(question.title).toMatch(/\?$/);
    expect(question.ask).toMatch(/\?$/);
    for (const { tap } of question.how) expect(tap).toMatch(/\.$/);
    for (const { says, means, steps = [] } of question.answers)
      for (const text of [says, means, ...steps.map((step) => step.do)]) expect(text).toMatch(/\.$/);
  });

  it('has answers of different ids, one of them that clears', () => {
    const ids = question.answers.map((answer) => answer.id);
    expect(ids).toEqual([...new Set(ids)]);
    expect(question.answers.map(({ outcome }) => outcome)).toContain('clear');
    expect(ids.length).toBeGreaterThan(1);
  });

  it('says on every kind of device where to look', () => {
    for (const platform of question.platforms)
      expect([platform, looksFor(question, platform).length]).not.toEqual([platform, 0]);
  });

  it('names rules that exist where facts can answer', () => {
    for (const rule of question.answeredBy ?? [])
      expect([rule, rules.some((one) => one.id === rule)]).toEqual([rule, true]);
  });

  it('has sources', () => {
    expect(question.sources.length).toBeGreaterThan(0);
  });
});
