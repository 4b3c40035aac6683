import { actors, outcomes, platforms, severities, stages } from '@ringcheck/model';
import {
  coverage,
  ignoredMessages,
  questions,
  rules,
  sharedMessages,
  type MessageSpec,
  type Step,
} from './index.js';
import { questionRules } from './registry.js';

const confidences = ['high', 'medium', 'low'];
const everyRule = [...rules, ...questionRules];

function checkSteps(steps: readonly Step[]): void {
  expect(steps.length).toBeGreaterThan(0);
  for (const step of steps) {
    expect(actors).toContain(step.who);
    expect(step.do.length).toBeGreaterThan(10);
  }
}

function checkMessage(id: string, { text, why, steps, verify }: MessageSpec): void {
  expect([id, text.length > 5]).toEqual([id, true]);
  if (why !== undefined) expect(why.length).toBeGreaterThan(10);
  if (verify !== undefined) expect(verify.length).toBeGreaterThan(10);
  if (steps !== undefined) checkSteps(steps);
}

describe('what rules and questions say of themselves', () => {
  it.each(everyRule.map((rule) => [rule.id, rule] as const))('is in words we know: %s', (id, rule) => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)+$/);
    expect(rule.title.length).toBeGreaterThan(5);
    expect(stages).toContain(rule.stage);
    expect(severities).toContain(rule.severity);
    expect(rule.platforms.length).toBeGreaterThan(0);
    expect(platforms).toEqual(expect.arrayContaining([...rule.platforms]));
    expect(outcomes).toEqual(expect.arrayContaining([...rule.outcomes]));
    expect(new Set(rule.reads).size).toBe(rule.reads.length);
    for (const read of rule.reads)
      expect(read).toMatch(/^(fact:\w+|setting:[\w.-]+#[\w.-]+|payload:[\w.-]+|threshold:\w+|[a-zA-Z]+)$/);
    for (const [message, spec] of Object.entries(rule.messages)) checkMessage(message, spec);
  });

  it.each(everyRule.map((rule) => [rule.id, rule.sources] as const))(
    'rests on sources: %s',
    (_id, sources) => {
      expect(sources.length).toBeGreaterThan(0);
      for (const { title, url, confidence } of sources) {
        expect(title.length).toBeGreaterThan(3);
        expect(confidences).toContain(confidence);
        if (url !== undefined) expect(url).toMatch(/^https:\/\/[a-z.]+\/?/);
      }
    },
  );

  it('tells what to do wherever something stops or endangers calls', () => {
    const idle = rules.flatMap((rule) =>
      Object.entries(rule.messages)
        .filter(([, { why, steps }]) => why !== undefined && steps === undefined)
        .map(([id]) => `${rule.id} ${id}`),
    );
    expect(idle).toEqual([]);
  });

  it('has words for all that rules share', () => {
    for (const [id, spec] of Object.entries({ ...sharedMessages, ...ignoredMessages }))
      checkMessage(id, spec);
  });

  it.each(questions.map((question) => [question.id, question] as const))(
    'asks in full: %s',
    (_id, question) => {
      expect(question.ask.length).toBeGreaterThan(10);
      expect(confidences).toContain(question.confidence);
      expect(question.share).toBeGreaterThan(0);
      expect(question.minutes).toBeGreaterThan(0);
      expect(question.how.length).toBeGreaterThan(0);
      for (const { on, tap } of question.how) {
        expect(tap.length).toBeGreaterThan(5);
        if (on !== undefined) expect(on.length).toBeGreaterThan(0);
        for (const platform of on ?? []) expect(question.platforms).toContain(platform);
      }
      expect(question.answers.length).toBeGreaterThan(1);
      expect(new Set(question.answers.map(({ id }) => id)).size).toBe(question.answers.length);
      expect(question.answers.some(({ outcome }) => outcome === 'clear')).toBe(true);
      for (const answer of question.answers) {
        expect(answer.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
        expect(answer.says.length).toBeGreaterThan(1);
        expect(answer.means.length).toBeGreaterThan(5);
        expect(outcomes).toContain(answer.outcome);
        if (answer.scope !== undefined) expect(answer.scope).toMatch(/^[a-z]+/);
        if (answer.outcome !== 'clear') checkSteps(answer.steps ?? []);
      }
    },
  );

  it('covers every founding cause by name', () => {
    for (const { row, cause } of coverage) {
      expect(row).toMatch(/^[A-Z]\d*$/);
      expect(cause.length).toBeGreaterThan(3);
    }
    expect(new Set(coverage.map(({ row }) => row)).size).toBe(coverage.length);
  });
});
