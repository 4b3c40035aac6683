import type { DeviceQuestion, QuestionAnswer, ReportQuestion, ReportQuestions } from '@ringcheck/contracts';
import { optional, platforms, type Outcome, type Platform, type Verdict } from '@ringcheck/model';
import type { JudgedDevice } from '@ringcheck/plan';
import { findRule, isQuestion, looksFor, questionsFor, readsProfiles, type Question } from '@ringcheck/rules';

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
export function questionItem(question: Question, platform: Platform): DeviceQuestion {
  const { id, title, ask, stage, confidence, answers } = question;
  return {
    id,
    title,
    ask,
    stage,
    confidence,
    how: [...looksFor(question, platform)],
    answers: answers.map(answerItem),
  };
}

/** An answer that may be given, and what it means. */
export function answerItem({ id, says, means, outcome, scope }: Question['answers'][number]): QuestionAnswer {
  return { id, says, means, outcome, ...optional('scope', scope) };
}

/** What a device's rules and questions answered. */
export type Answered = readonly { readonly ruleId: string; readonly outcome: Outcome }[];

/** What is still to ask of one device, in the order that finds faults fastest; nothing where something proven blocks it. */
export function deviceQuestions(
  platform: Platform | undefined,
  verdict: Verdict,
  results: Answered,
): readonly DeviceQuestion[] {
  if (platform === undefined || verdict === 'blocked') return [];
  const settled = settledRules(results);
  return questionsFor(platform)
    .filter((question) => isOpen(question, settled))
    .map((question) => questionItem(question, platform));
}

function tally(platform: Platform, devices: readonly JudgedDevice[]): readonly ReportQuestion[] {
  const settled = devices.map(({ evaluation }) => settledRules(evaluation.results));
  return questionsFor(platform).map((question) => ({
    ...questionItem(question, platform),
    open: settled.filter((rules) => isOpen(question, rules)).length,
    answered: settled.filter((rules) => rules.has(question.id)).length,
  }));
}

/** Nobody has answered it, and no fact does. */
function isOpen({ id, answeredBy = [] }: Question, settled: ReadonlySet<string>): boolean {
  return !settled.has(id) && !answeredBy.some((rule) => settled.has(rule));
}

/** Rules and questions with an answer that rests on something. */
function settledRules(results: Answered): ReadonlySet<string> {
  return new Set(results.filter(isSettled).map(({ ruleId }) => ruleId));
}

/** A clear of a rule that reads profiles may rest on the absence of one: it settles no question. */
function isSettled({ ruleId, outcome }: Answered[number]): boolean {
  if (outcome === 'unknown' || outcome === 'not-applicable') return false;
  if (outcome !== 'clear' || isQuestion(ruleId)) return true;
  const rule = findRule(ruleId);
  return rule !== undefined && !readsProfiles(rule);
}
