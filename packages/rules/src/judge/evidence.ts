import { evidenceOf, type Evidence, type Fact, type Json } from '@ringcheck/model';
import type { EffectiveSetting } from '@ringcheck/effective';

/** Where a fact was read, with its value as evidence shows it. */
export function factEvidence(fact: Fact<unknown>, value?: Json): Evidence {
  const { document, at, path } = fact.source;
  return evidenceOf(document, at, {
    ...(path === undefined ? {} : { path }),
    ...(value === undefined ? plainValue(fact.value) : { value }),
  });
}

/** What a setting in force rests on: every profile that gives the value, and the device's own word. */
export function settingEvidence(setting: EffectiveSetting): readonly Evidence[] {
  const contributed = setting.decidedBy.map((contribution) => contribution.evidence);
  return setting.answer === undefined ? contributed : [...contributed, setting.answer];
}

function plainValue(value: unknown): { readonly value?: Json } {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? { value }
    : {};
}
