import { outcomes, type Evidence } from '@ringcheck/model';
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
    "When it is changed, answer the question anew, on the device's page or in the policy file, and scan again.";
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
    'answers-differ': {
      text: `Two answers to "${ask}" hold and differ: {owner} said "{answer}"{dated}, {otherOwner} said "{other}"{otherDated}. The newer one counts; take back the one that is wrong.`,
    },
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
  if (latest !== undefined && answer !== undefined)
    return [resultOf(question, latest, answer, subject), ...differing(latest, holding, subject)];
  const ended = stated
    .filter((one) => !holding.includes(one))
    .reduce<Attestation | undefined>(later, undefined);
  if (ended === undefined) return notApplicable('not-answered');
  const { owner, expires } = ended;
  const evidence = [placeOf(ended, subject, 'attestations')];
  return [
    ...notApplicable('not-answered'),
    note('answer-ended', { owner, expires, answer: ended.answer }, evidence),
  ];
}

/** Another answer that holds as well and says something else: the newest of them. */
function differing(
  latest: Attestation,
  holding: readonly Attestation[],
  subject: Subject,
): readonly RuleNote[] {
  const other = holding
    .filter(({ answer }) => answer !== latest.answer)
    .reduce<Attestation | undefined>(later, undefined);
  if (other === undefined) return [];
  const data = {
    owner: latest.owner,
    answer: latest.answer,
    dated: dated(latest),
    otherOwner: other.owner,
    other: other.answer,
    otherDated: dated(other),
  };
  const evidence = [latest, other].map((one) => ({
    ...placeOf(one, subject, `attestations.${one.question}`),
    value: one.answer,
  }));
  return [note('answers-differ', data, evidence)];
}

/** Where an answer stands: in the policy file, or among those given on a server. */
function placeOf({ document, at }: Attestation, subject: Subject, path: string): Evidence {
  return document === undefined ? subject.policyEvidence(at, path) : { document: document.path, path };
}

function dated({ date }: Attestation): string {
  return date === undefined ? '' : ` on ${date.slice(0, 10)}`;
}

/** The later answer counts; of two without dates, or of one day, the later in the file. */
function later(held: Attestation | undefined, next: Attestation): Attestation {
  return held !== undefined && moment(held) > moment(next) ? held : next;
}

function moment({ date }: Attestation): number {
  return date === undefined ? -Infinity : Date.parse(date);
}

function resultOf(question: Question, stated: Attestation, answer: Answer, subject: Subject): RuleResult {
  const { owner, expires } = stated;
  return {
    outcome: answer.outcome,
    ...(answer.scope === undefined ? {} : { scope: answer.scope }),
    message: `answer-${answer.id}`,
    data: { owner, expires, dated: dated(stated) },
    evidence: [{ ...placeOf(stated, subject, `attestations.${question.id}`), value: answer.id }],
    ...(answer.outcome === 'clear' ? {} : { cause: `question:${question.id}/${answer.id}` }),
  };
}
