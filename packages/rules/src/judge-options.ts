import type { Instant, Severity } from '@ringcheck/model';
import type { RuleOverride, Thresholds } from '@ringcheck/policy';
import type { ResolveOptions } from '@ringcheck/effective';
import type { Clock } from './clock.js';
import type { Rule } from './types.js';

export type Overrides = readonly (RuleOverride & { readonly rule: string })[];

/** What devices are judged by; `rules` are those that the policy leaves on. */
export interface JudgeOptions {
  readonly now: Instant;
  readonly thresholds: Thresholds;
  readonly overrides: Overrides;
  readonly rules: readonly Rule[];
}

export function enabledRules(rules: readonly Rule[], overrides: Overrides): readonly Rule[] {
  if (overrides.length === 0) return rules;
  const off = new Set(overrides.filter(({ enabled }) => enabled === false).map(({ rule }) => rule));
  return rules.filter((rule) => !off.has(rule.id));
}

/** The severity the policy gives the rule; the last statement counts, as in the file. */
export function severityOf(rule: Rule, overrides: Overrides): Severity | undefined {
  if (overrides.length === 0) return undefined;
  return overrides.findLast((override) => override.rule === rule.id && override.severity !== undefined)
    ?.severity;
}

/** How the profiles of a device are resolved, installed or taken as if they were. */
export function resolving(
  clock: Clock,
  assumeInstalled: boolean,
  osReaches?: ResolveOptions['osReaches'],
): ResolveOptions {
  return {
    isPast: clock.isPast,
    ...(osReaches === undefined ? {} : { osReaches }),
    ...(assumeInstalled ? { assume: 'assigned-installed' as const } : {}),
  };
}
