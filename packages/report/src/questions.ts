import type { ReportQuestion, ReportQuestions } from '@ringcheck/contracts';
import { optional, platforms, type Platform } from '@ringcheck/model';
import type { JudgedDevice } from '@ringcheck/plan';
import { isQuestion, looksFor, questionsFor, type Question } from '@ringcheck/rules';

/**
 * What to ask, once per kind of device and in the order that finds faults fastest. Devices that something proven
 * blocks are left out: there is something to mend first.
 */
export function reportQuestions(devices: readonly JudgedDevice[]): readonly ReportQuestions[] {
  return platforms.flatMap((platform) => {
    const asked = devices.filter(
      ({ picture, evaluation }) =>
        picture.facts.platform?.value === platform && evaluation.verdict !== 'blocked',
    );
    if (asked.length === 0) return [];
    const tallies = tally(platform, asked);
    const questions = tallies.filter(({ open }) => open > 0);
    return questions.length === 0 ? [] : [{ platform, devices: asked.length, questions }];
  });
}

/** The same without devices: all that may be asked of one kind. */
export function questionItem(
  question: Question,
  platform: Platform,
): Omit<ReportQuestion, 'open' | 'answered'> {
  const { id, title, ask, stage, confidence, answers } = question;
  return {
    id,
    title,
    ask,
    stage,
    confidence,
    how: [...looksFor(question, platform)],
    answers: answers.map((answer) => ({
      id: answer.id,
      says: answer.says,
      means: answer.means,
      outcome: answer.outcome,
      ...optional('scope', answer.scope),
    })),
  };
}

function tally(platform: Platform, devices: readonly JudgedDevice[]): readonly ReportQuestion[] {
  const settled = devices.map(({ evaluation }) => settledRules(evaluation.results));
  return questionsFor(platform).map((question) => {
    const answered = settled.filter((rules) => rules.has(question.id)).length;
    const open = settled.filter(
      (rules) => !rules.has(question.id) && !(question.answeredBy ?? []).some((rule) => rules.has(rule)),
    ).length;
    return { ...questionItem(question, platform), open, answered };
  });
}

/** Rules and questions with an answer that rests on something: a clear without evidence settles no question. */
function settledRules(results: JudgedDevice['evaluation']['results']): ReadonlySet<string> {
  const settled = results.filter(
    ({ ruleId, outcome, evidence }) =>
      outcome !== 'unknown' && outcome !== 'not-applicable' && (isQuestion(ruleId) || evidence.length > 0),
  );
  return new Set(settled.map(({ ruleId }) => ruleId));
}
