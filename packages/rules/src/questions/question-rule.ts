import { outcomes } from '@ringcheck/model';
import { endOfWaiver, type Attestation } from '@ringcheck/policy';
import { note, notApplicable } from '../judge/answers.js';
import type { MessageSpec, Rule, RuleNote, RuleResult, Subject } from '../types.js';
import type { Answer, Question } from './types.js';

/** Whether an id is that of a question: no rule's begins so. */
export function isQuestion(id: string): boolean {
  return id.startsWith('ask-');
}

/**
 * A question as the rule pack runs it: its attestations give its outcome while they hold. Without one it says
 * nothing, and the report lists the question.
 */
export function questionRule(question: Question): Rule {
  const answered = new Set(question.answers.map(({ outcome }) => outcome));
  return {
    id: question.id,
    title: question.title,
    stage: question.stage,
    severity: question.severity,
    decisive: false,
    platforms: question.platforms,
    outcomes: outcomes.filter(
      (outcome) => outcome !== 'clear' && (answered as ReadonlySet<string>).has(outcome),
    ),
    reads: ['attestations', 'time'],
    messages: messagesOf(question),
    sources: question.sources,
    evaluate: (subject) => evaluate(question, subject),
  };
}

function messagesOf({ ask, answers }: Question): Rule['messages'] {
  const verify =
    'When it is changed, answer the question anew in the policy file (attestations) and scan again.';
  const told = answers.map(({ id, says, means, steps }): readonly [string, MessageSpec] => [
    `answer-${id}`,
    {
      text: `Asked: ${ask} Answer: ${says} As {owner} stated{dated}, until {expires}.`,
      why: means,
      ...(steps === undefined ? {} : { steps, verify }),
    },
  ]);
  return {
    ...Object.fromEntries(told),
    'not-answered': { text: `Not answered yet: ${ask}` },
    'answer-ended': {
      text: `The answer of {owner} ("{answer}") to "${ask}" ended on {expires} and no longer counts; ask again.`,
    },
  };
}

function evaluate(question: Question, subject: Subject): readonly (RuleResult | RuleNote)[] {
  const stated = subject.attestations(question.id);
  const holding = stated.filter(({ expires }) => !subject.isPast(endOfWaiver(expires)));
  const latest = holding.reduce<Attestation | undefined>(later, undefined);
  const answer = question.answers.find(({ id }) => id === latest?.answer);
  if (latest !== undefined && answer !== undefined) return [resultOf(question, latest, answer, subject)];
  const ended = stated
    .filter((one) => !holding.includes(one))
    .reduce<Attestation | undefined>(later, undefined);
  if (ended === undefined) return notApplicable('not-answered');
  const { owner, expires, at } = ended;
  const evidence = [subject.policyEvidence(at, 'attestations')];
  return [
    ...notApplicable('not-answered'),
    note('answer-ended', { owner, expires, answer: ended.answer }, evidence),
  ];
}

/** The later answer counts; of two without dates, or of one day, the later in the file. */
function later(held: Attestation | undefined, next: Attestation): Attestation {
  return held !== undefined && moment(held) > moment(next) ? held : next;
}

function moment({ date }: Attestation): number {
  return date === undefined ? -Infinity : Date.parse(date);
}

function resultOf(question: Question, stated: Attestation, answer: Answer, subject: Subject): RuleResult {
  const { owner, expires, date, at } = stated;
  return {
    outcome: answer.outcome,
    ...(answer.scope === undefined ? {} : { scope: answer.scope }),
    message: `answer-${answer.id}`,
    data: { owner, expires, dated: date === undefined ? '' : ` on ${date}` },
    evidence: [{ ...subject.policyEvidence(at, `attestations.${question.id}`), value: answer.id }],
    ...(answer.outcome === 'clear' ? {} : { cause: `question:${question.id}/${answer.id}` }),
  };
}
