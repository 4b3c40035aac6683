import { evidenceOf, type Evidence, type Fact, type Json } from '@ringcheck/model';
import type { EffectiveSetting } from '@ringcheck/effective';

/** Where a fact was read, with its value as evidence shows it. */
export function factEvidence(
  fact: Fact<unknown>,
  value: Json | undefined = plainValue(fact.value),
): Evidence {
  const { document, at, path } = fact.source;
  return evidenceOf(document, at, withoutAbsent(path, value));
}

function withoutAbsent(path: string | undefined, value: Json | undefined) {
  if (path === undefined) return value === undefined ? {} : { value };
  return value === undefined ? { path } : { path, value };
}

/** What a setting in force rests on: every profile that gives the value, and the device's own word. */
export function settingEvidence(setting: EffectiveSetting): readonly Evidence[] {
  const contributed = setting.decidedBy.map((contribution) => contribution.evidence);
  return setting.answer === undefined ? contributed : [...contributed, setting.answer];
}

function plainValue(value: unknown): Json | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : undefined;
}
