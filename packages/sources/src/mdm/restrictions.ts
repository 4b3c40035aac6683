import {
  get,
  getDict,
  stringsOf,
  type Position,
  type ReplyValue,
  type RestrictionsReply,
  type StatedRestrictions,
  type Value,
} from '@ringcheck/model';
import { extendPath } from '../paths.js';

/** The restrictions in force as the device itself adds them up. An absent section is an empty one. */
export function restrictionsOf(sum: Value, base: string, single?: Located): RestrictionsReply {
  const parts = partsOf(sum, base);
  const empty = Object.values(parts).every((part) => part.length === 0);
  const profiles = single?.value.type === 'dict' ? single.value.entries.slice(0, mostProfiles) : [];
  return {
    ...parts,
    ...(profiles.length === 0
      ? {}
      : {
          profiles: profiles.map(({ key, value }) => ({
            identifier: key,
            ...partsOf(value, extendPath(single?.path ?? '', key)),
          })),
        }),
    empty,
    at: sum.at,
  };
}

/** More profiles are on no device. */
const mostProfiles = 1000;

interface Located {
  readonly value: Value;
  readonly path: string;
}

function partsOf(sum: Value, base: string): StatedRestrictions {
  return {
    booleans: read(sum, base, 'restrictedBool', 'value', boolean),
    numbers: read(sum, base, 'restrictedValue', 'value', number),
    intersections: read(sum, base, 'intersection', 'values', texts),
    unions: read(sum, base, 'union', 'values', texts),
  };
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
