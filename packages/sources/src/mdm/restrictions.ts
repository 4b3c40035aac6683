import {
  get,
  getDict,
  stringsOf,
  type Position,
  type ReplyValue,
  type RestrictionsReply,
  type Value,
} from '@ringcheck/model';
import { extendPath } from '../paths.js';

/** The restrictions in force as the device itself adds them up. An absent section is an empty one. */
export function restrictionsOf(sum: Value, base: string): RestrictionsReply {
  const parts = {
    booleans: read(sum, base, 'restrictedBool', 'value', boolean),
    numbers: read(sum, base, 'restrictedValue', 'value', number),
    intersections: read(sum, base, 'intersection', 'values', texts),
    unions: read(sum, base, 'union', 'values', texts),
  };
  const empty = Object.values(parts).every((part) => part.length === 0);
  return { ...parts, empty, at: sum.at };
}

function read<T>(
  sum: Value,
  base: string,
  section: string,
  key: 'value' | 'values',
  convert: (value: Value) => T | undefined,
): ReplyValue<T>[] {
  return (getDict(sum, section)?.entries ?? []).flatMap((entry) => {
    const value = get(entry.value, key);
    const converted = value === undefined ? undefined : convert(value);
    if (value === undefined || converted === undefined) return [];
    return [reply(entry.key, converted, value.at, extendPath(base, section, entry.key, key))];
  });
}

function reply<T>(key: string, value: T, at: Position, path: string): ReplyValue<T> {
  return { key, value, at, path };
}

function boolean(value: Value): boolean | undefined {
  return value.type === 'boolean' ? value.value : undefined;
}

function number(value: Value): number | undefined {
  return value.type === 'integer' || value.type === 'real' ? value.value : undefined;
}

function texts(value: Value): readonly string[] | undefined {
  return value.type === 'array' ? stringsOf(value) : undefined;
}
