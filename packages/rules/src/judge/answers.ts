import type { Evidence } from '@ringcheck/model';
import type { MessageData, RuleNote, RuleResult } from '../types.js';

const nothing: readonly never[] = [];
const plainClear: readonly RuleResult[] = [
  Object.freeze({ outcome: 'clear', message: 'clear', data: Object.freeze({}), evidence: nothing }),
];

/**
 * Nothing stands against FaceTime here. Without evidence it rests on absence (no profile sets it), so the runner
 * makes it unknown where the profiles are not known; with evidence it is proven and stays.
 */
export function clear(message?: string, data: MessageData = {}, evidence: readonly Evidence[] = nothing) {
  return message === undefined ? plainClear : [{ outcome: 'clear', message, data, evidence } as RuleResult];
}

/** The rule asks about something this device does not have. */
export function notApplicable(message: string, data: MessageData = {}): readonly RuleResult[] {
  return [{ outcome: 'not-applicable', message, data, evidence: nothing }];
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
  return answers.some((answer) => !isNote(answer)) ? answers : [...answers, ...otherwise];
}
