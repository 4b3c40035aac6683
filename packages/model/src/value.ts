import type { Position } from './position.js';

/**
 * One value of a property list (or JSON document), with its place.
 * Dictionaries are lists of entries in file order, so hostile keys are only data and order is kept.
 * `templated` is text where a value of another type was wanted (`$INTEGER`, `{{var}}`): unknown, not wrong.
 * `secret` stands for a value that was removed by the decoder. Equal secrets of one installation have equal digests,
 * which are for comparing inside it only: `toJson` leaves them out, and nothing printed or served carries them.
 */
export type Value =
  | { readonly type: 'string'; readonly value: string; readonly at: Position }
  | { readonly type: 'boolean'; readonly value: boolean; readonly at: Position }
  /** Integers beyond 2^53 keep their exact decimal digits in `exact`. */
  | { readonly type: 'integer'; readonly value: number; readonly exact?: string; readonly at: Position }
  | { readonly type: 'real'; readonly value: number; readonly at: Position }
  /** ISO 8601, UTC, `2026-01-31T10:00:00Z` (fractions kept when present). */
  | { readonly type: 'date'; readonly value: string; readonly at: Position }
  /** Base64 without blanks. */
  | { readonly type: 'data'; readonly value: string; readonly at: Position }
  | { readonly type: 'uid'; readonly value: number; readonly at: Position }
  | { readonly type: 'null'; readonly at: Position }
  | { readonly type: 'templated'; readonly wanted: string; readonly value: string; readonly at: Position }
  | { readonly type: 'secret'; readonly digest?: string; readonly at: Position }
  | ArrayValue
  | DictValue;

/** Keyed digest of a secret, made by the caller, who has the key. */
export type DigestSecret = (bytes: Uint8Array) => string;

export interface ArrayValue {
  readonly type: 'array';
  readonly items: readonly Value[];
  readonly at: Position;
}

export interface DictValue {
  readonly type: 'dict';
  readonly entries: readonly Entry[];
  readonly at: Position;
}

export interface Entry {
  readonly key: string;
  readonly value: Value;
  /** Where the key itself stands. */
  readonly keyAt: Position;
}

export type ValueType = Value['type'];

/** The value under a key, or undefined. Keys are case-sensitive, as Apple's are. */
export function get(value: Value | undefined, key: string): Value | undefined {
  if (value?.type !== 'dict') return undefined;
  for (const entry of value.entries) if (entry.key === key) return entry.value;
  return undefined;
}

export function getDict(value: Value | undefined, key: string): DictValue | undefined {
  const found = get(value, key);
  return found?.type === 'dict' ? found : undefined;
}

export function getArray(value: Value | undefined, key: string): readonly Value[] | undefined {
  const found = get(value, key);
  return found?.type === 'array' ? found.items : undefined;
}

export function getString(value: Value | undefined, key: string): string | undefined {
  const found = get(value, key);
  return found?.type === 'string' ? found.value : undefined;
}

export function getBoolean(value: Value | undefined, key: string): boolean | undefined {
  const found = get(value, key);
  return found?.type === 'boolean' ? found.value : undefined;
}

export function getNumber(value: Value | undefined, key: string): number | undefined {
  const found = get(value, key);
  return found?.type === 'integer' || found?.type === 'real' ? found.value : undefined;
}

/** The strings of an array value; other items are left out. */
export function stringsOf(value: Value | undefined): string[] {
  if (value?.type !== 'array') return [];
  return value.items.flatMap((item) => (item.type === 'string' ? [item.value] : []));
}

/** Plain JSON of a value as the CLI contract prints it: `{"$data"}`, `{"$date"}`, `{"$uid"}`, `{"$secret":true}`. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export function toJson(value: Value): Json {
  switch (value.type) {
    case 'string':
    case 'boolean':
    case 'real':
      return value.value;
    case 'integer':
      return value.exact === undefined ? value.value : { $integer: value.exact };
    case 'date':
      return { $date: value.value };
    case 'data':
      return { $data: value.value };
    case 'uid':
      return { $uid: value.value };
    case 'null':
      return null;
    case 'templated':
      return { $templated: value.value };
    case 'secret':
      return { $secret: true };
    case 'array':
      return value.items.map(toJson);
    case 'dict':
      return Object.fromEntries(value.entries.map((entry) => [entry.key, toJson(entry.value)]));
  }
}
