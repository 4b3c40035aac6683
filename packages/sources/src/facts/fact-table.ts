import { get, type FactName, type FactValues, type Value } from '@ringcheck/model';
import { extendPath } from '../paths.js';
import type { ClaimBuilder } from './claim-builder.js';

/** One line of a source's table: which key path gives which fact. */
export interface FactRow {
  readonly steps: readonly string[];
  readonly apply: (claims: ClaimBuilder, value: Value, path: string) => void;
}

/** `fact('isSupervised', 'general.supervised', bool)`. Where two rows give one fact, the first that has a value stands. */
export function fact<K extends FactName>(
  name: K,
  path: string,
  convert: (value: Value) => FactValues[K] | undefined,
): FactRow {
  return {
    steps: path.split('.'),
    apply: (claims, value, at) => claims.add(name, convert(value), value.at, at),
  };
}

/** Adds a claim for every row whose path exists in the record; `base` is the key path of the record. */
export function applyFacts(
  rows: readonly FactRow[],
  record: Value | undefined,
  base: string,
  claims: ClaimBuilder,
): void {
  for (const row of rows) {
    const value = valueOf(record, row.steps);
    if (value !== undefined && value.type !== 'null')
      row.apply(claims, value, extendPath(base, ...row.steps));
  }
}

/** The value under nested keys. */
export function valueOf(record: Value | undefined, steps: readonly string[]): Value | undefined {
  let found = record;
  for (const step of steps) {
    if (found === undefined) return undefined;
    found = get(found, step);
  }
  return found;
}

/** The value at a dotted path of plain keys. */
export function at(record: Value | undefined, path: string): Value | undefined {
  return valueOf(record, path.split('.'));
}
