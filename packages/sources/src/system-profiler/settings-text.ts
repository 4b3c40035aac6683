import { findKey } from '@ringcheck/catalog';
import type { DictValue, Entry, Position, Value } from '@ringcheck/model';
import { decodeNested, type NestedPlist } from '../layers/nested.js';

/** Settings that stand as OpenStep text in one value: everything in it is placed where that value stands. */
export function decodeSettings(text: string, at: Position, path: string): NestedPlist {
  return decodeNested(new TextEncoder().encode(text), () => at, path);
}

/** OpenStep has no booleans and numbers: where Apple's key wants one, its text is turned into it. */
export function typedSettings(payloadType: string, settings: DictValue): DictValue {
  const entries = settings.entries.map((entry): Entry => {
    const value = typedValue(entry.value, findKey(payloadType, entry.key)?.type);
    return value === entry.value ? entry : { ...entry, value };
  });
  return { ...settings, entries };
}

function typedValue(value: Value, wanted: Value['type'] | undefined): Value {
  const digits = value.type === 'string' || value.type === 'integer' ? String(value.value) : undefined;
  if (digits === undefined || !/^-?\d{1,15}$/.test(digits)) return value;
  if (wanted === 'boolean' && (digits === '0' || digits === '1'))
    return { type: 'boolean', value: digits === '1', at: value.at };
  return wanted === 'integer' ? { type: 'integer', value: Number(digits), at: value.at } : value;
}
