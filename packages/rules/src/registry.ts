import type { Rule } from './types.js';
import { restrictionFaceTime } from './restrictions/restriction-facetime/rule.js';

/** The rule pack, in the order reports list what weighs the same. */
export const rules: readonly Rule[] = [restrictionFaceTime];

const byId = new Map(rules.map((rule) => [rule.id, rule]));

/** The rule of that id, or undefined. */
export function findRule(id: string): Rule | undefined {
  return byId.get(id);
}
