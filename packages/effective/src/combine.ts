import type { Combine } from '@ringcheck/catalog';
import { toJson, type ArrayValue, type Json, type Value } from '@ringcheck/model';

/** How a value came to be: which of the values given decide it. */
export interface Combined {
  readonly value: Value;
  /** Indexes of the values that decide; for lists all of them. */
  readonly winners: readonly number[];
  /** `lower`: the combination is not defined by what is known. */
  readonly confidence: 'certain' | 'lower';
}

/** A value with when its profile was installed, for keys where the last one wins. */
export interface Timed {
  readonly value: Value;
  readonly installedAt?: string;
}

/** Classes in which one value needs no comparing; most keys of most devices are set once. */
const aloneDecides: ReadonlySet<Combine> = new Set(['and', 'or', 'min', 'max', 'last']);

/** Make one value of several, at least one; undefined for keys that are not combined. */
export function combineValues(combine: Combine, items: readonly Timed[]): Combined | undefined {
  const [only] = items;
  if (items.length === 1 && only !== undefined && aloneDecides.has(combine)) {
    return { value: only.value, winners: [0], confidence: 'certain' };
  }
  const values = items.map(({ value }) => value);
  switch (combine) {
    case 'and':
      return decided(values, (value) => value.type === 'boolean' && !value.value);
    case 'or':
      return decided(values, (value) => value.type === 'boolean' && value.value);
    case 'min':
      return extreme(values, Math.min);
    case 'max':
      return extreme(values, Math.max);
    case 'intersection':
      return lists(values, (entry, others) => others.every((other) => other.has(entry)));
    case 'union':
      return lists(values, () => true);
    case 'last':
      return lastInstalled(items);
    case 'single':
    case 'each':
      return undefined;
  }
}

function decided(values: readonly Value[], wins: (value: Value) => boolean): Combined | undefined {
  const winning = indexesOf(values, wins);
  return picked(values, winning.length > 0 ? winning : indexesOf(values, () => true));
}

function extreme(
  values: readonly Value[],
  best: (...numbers: readonly number[]) => number,
): Combined | undefined {
  const wanted = best(...values.map(numberOf));
  return picked(
    values,
    indexesOf(values, (value) => numberOf(value) === wanted),
  );
}

function numberOf(value: Value): number {
  return value.type === 'integer' || value.type === 'real' ? value.value : NaN;
}

function indexesOf(values: readonly Value[], wins: (value: Value) => boolean): number[] {
  return values.flatMap((value, index) => (wins(value) ? [index] : []));
}

function picked(values: readonly Value[], winners: readonly number[]): Combined | undefined {
  const value = values[winners[0] ?? 0];
  return value && { value, winners, confidence: 'certain' };
}

function lists(
  values: readonly Value[],
  keeps: (entry: string, all: readonly ReadonlySet<string>[]) => boolean,
): Combined | undefined {
  const arrays = values.filter((value): value is ArrayValue => value.type === 'array');
  const [first] = arrays;
  if (!first) return undefined;
  const winners = indexesOf(values, () => true);
  if (arrays.length === 1) return { value: first, winners, confidence: 'certain' };
  const all = arrays.map((array) => new Set(array.items.map(identityOf)));
  const seen = new Set<string>();
  const items = arrays.flatMap((array) =>
    array.items.filter((item) => {
      const identity = identityOf(item);
      if (seen.has(identity) || !keeps(identity, all)) return false;
      seen.add(identity);
      return true;
    }),
  );
  return { value: { type: 'array', items, at: first.at }, winners, confidence: 'certain' };
}

/** Bundle identifiers and paths name the same thing in any case. */
function identityOf(item: Value): string {
  return item.type === 'string' ? item.value.toLowerCase() : JSON.stringify(comparable(item));
}

function lastInstalled(items: readonly Timed[]): Combined | undefined {
  const times = items.map(({ installedAt }) => (installedAt === undefined ? NaN : Date.parse(installedAt)));
  const latest = Math.max(...times);
  const winner = Number.isNaN(latest) ? items.length - 1 : times.lastIndexOf(latest);
  const value = items[winner]?.value;
  if (!value) return undefined;
  const certain = items.length === 1 || times.filter((time) => time === latest).length === 1;
  return { value, winners: [winner], confidence: certain ? 'certain' : 'lower' };
}

/** Whether two values mean the same; the order and case of lists do not matter. Secrets compare by their digests. */
export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.type === 'array' && b.type === 'array') {
    const left = new Set(a.items.map(identityOf));
    const right = new Set(b.items.map(identityOf));
    return left.size === right.size && [...left].every((entry) => right.has(entry));
  }
  if (a.type === 'boolean' && b.type === 'boolean') return a.value === b.value;
  return JSON.stringify(comparable(a)) === JSON.stringify(comparable(b));
}

/** As `toJson`, but with the digests of secrets, which stand for them wherever they are compared. */
function comparable(value: Value): Json {
  switch (value.type) {
    case 'secret':
      return { $secret: value.digest ?? true };
    case 'array':
      return value.items.map(comparable);
    case 'dict':
      return Object.fromEntries(value.entries.map((entry) => [entry.key, comparable(entry.value)]));
    default:
      return toJson(value);
  }
}
