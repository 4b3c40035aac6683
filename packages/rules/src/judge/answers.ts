import type { Evidence } from '@ringcheck/model';
import type { MessageData, RuleNote, RuleResult } from '../types.js';

const nothing: readonly never[] = [];
const noData: MessageData = Object.freeze({});
const plainClear = standing({ outcome: 'clear', message: 'clear', data: noData, evidence: nothing });

/** An answer that is the same for every device; frozen, so that the runner keeps what becomes of it. */
export function standing(answer: RuleResult): readonly RuleResult[] {
  return Object.freeze([Object.freeze(answer)]);
}

/**
 * Nothing stands against FaceTime here. Without evidence it rests on absence (no profile sets it), so the runner
 * makes it unknown where the profiles are not known; with evidence it is proven and stays.
 */
export function clear(message?: string, data: MessageData = {}, evidence: readonly Evidence[] = nothing) {
  return message === undefined ? plainClear : [{ outcome: 'clear', message, data, evidence } as RuleResult];
}

/** By message; rules have a few dozen of their own. */
const without = new Map<string, readonly RuleResult[]>();

/** The rule asks about something this device does not have. */
export function notApplicable(message: string, data?: MessageData): readonly RuleResult[] {
  if (data !== undefined) return [{ outcome: 'not-applicable', message, data, evidence: nothing }];
  let answers = without.get(message);
  if (answers === undefined) {
    answers = standing({ outcome: 'not-applicable', message, data: noData, evidence: nothing });
    without.set(message, answers);
  }
  return answers;
}

export function note(message: string, data: MessageData, evidence: readonly Evidence[]): RuleNote {
  return { note: true, message, data, evidence };
}

export function isNote(item: RuleResult | RuleNote): item is RuleNote {
  return 'note' in item;
}

/** The answers, or clear when there is none beside notes. */
export function orClear(
  answers: readonly (RuleResult | RuleNote)[],
  otherwise: readonly (RuleResult | RuleNote)[] = plainClear,
): readonly (RuleResult | RuleNote)[] {
  if (answers.length === 0) return otherwise;
  return answers.some((answer) => !isNote(answer)) ? answers : [...answers, ...otherwise];
}
