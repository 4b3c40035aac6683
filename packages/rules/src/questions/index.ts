import type { Platform } from '@ringcheck/model';
import { accountQuestions } from './account.js';
import { deviceQuestions } from './device.js';
import { hardwareQuestions } from './hardware.js';
import { networkQuestions } from './network.js';
import { recipientQuestions } from './recipient.js';
import type { Question } from './types.js';

export { isQuestion, questionRule } from './question-rule.js';
export type { Answer, Look, Question } from './types.js';

/** How much of what fails a minute of asking explains. */
const yieldOf = ({ share, minutes }: Question): number => share / minutes;

/** Every question, in the order that finds faults fastest. */
export const questions: readonly Question[] = [
  ...deviceQuestions,
  ...hardwareQuestions,
  ...accountQuestions,
  ...networkQuestions,
  ...recipientQuestions,
].sort((a, b) => yieldOf(b) - yieldOf(a) || (a.id < b.id ? -1 : 1));

const byId = new Map<string, Question>(questions.map((question) => [question.id, question]));

/** The question of that id, or undefined. */
export function findQuestion(id: string): Question | undefined {
  return byId.get(id);
}

/** What to ask of one kind of device, in the order that finds faults fastest. */
export function questionsFor(platform: Platform): readonly Question[] {
  return questions.filter((question) => question.platforms.includes(platform));
}

/** Where to look on one kind of device. */
export function looksFor(question: Question, platform: Platform): readonly string[] {
  return question.how.filter(({ on }) => on === undefined || on.includes(platform)).map(({ tap }) => tap);
}
