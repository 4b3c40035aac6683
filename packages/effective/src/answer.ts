import { currentName, payloadTypes, type Combine } from '@ringcheck/catalog';
import type { Picture } from '@ringcheck/assemble';
import {
  evidenceOf,
  type Evidence,
  type Instant,
  type ReplyValue,
  type Source,
  type StatedRestrictions,
  type Value,
} from '@ringcheck/model';
import type { ResolveOptions } from './types.js';
import { combineValues } from './combine.js';

/** One restriction as the device states it. */
export interface Answered {
  readonly value: Value;
  readonly evidence: Evidence;
  /** How the reply itself classes the restriction. */
  readonly combine: Combine;
}

/**
 * `decides`: the reply is the truth about restrictions of the device. `adds`: it is a truth beside profiles that are
 * only assumed to be installed.
 */
export interface Answer {
  readonly mode: 'decides' | 'adds';
  readonly evidence: Evidence;
  readonly values: ReadonlyMap<string, Answered>;
}

/** The device's own word on restrictions; none when it is empty or older than the list of profiles. */
export function answerOf(picture: Picture, { assume }: ResolveOptions): Answer | undefined {
  const { restrictions, installed } = picture;
  if (!restrictions || restrictions.reply.empty) return undefined;
  if (installed.knowledge === 'listed' && isOlder(restrictions.observedAt, installed.observedAt))
    return undefined;
  const isAssumed = installed.knowledge === 'assigned' && assume === 'assigned-installed';
  const { document, at, path } = restrictions.source;
  return {
    mode: isAssumed ? 'adds' : 'decides',
    evidence: evidenceOf(document, at, path === undefined ? {} : { path }),
    values: valuesOf(restrictions),
  };
}

/** Without a time for one of them, both count as simultaneous. */
function isOlder(a: Instant, b: Instant | undefined): boolean {
  return b !== undefined && Date.parse(a) < Date.parse(b);
}

/** What the device states, key by key under present names. */
export function valuesOf({
  reply,
  source,
}: {
  readonly reply: StatedRestrictions;
  readonly source: Source;
}): Map<string, Answered> {
  const values = new Map<string, Answered>();
  const add = <T>(
    list: readonly ReplyValue<T>[],
    combine: Combine,
    make: (one: ReplyValue<T>) => Value,
  ): void => {
    for (const one of list) {
      const name = currentName(payloadTypes.restrictions, one.key);
      const value = make(one);
      const before = values.get(name);
      const both = before && combineValues(combine, [before, { value }])?.value;
      const evidence =
        before?.evidence ?? evidenceOf(source.document, one.at, { path: one.path, value: plain(one.value) });
      values.set(name, { value: both ?? value, evidence, combine });
    }
  };
  add(reply.booleans, 'and', ({ value, at }) => ({ type: 'boolean', value, at }));
  add(reply.numbers, 'min', ({ value, at }) => ({
    type: Number.isInteger(value) ? 'integer' : 'real',
    value,
    at,
  }));
  add(reply.intersections, 'intersection', listValue);
  add(reply.unions, 'union', listValue);
  return values;
}

function plain(value: unknown): Exclude<Evidence['value'], undefined> {
  if (typeof value === 'boolean' || typeof value === 'number') return value;
  return Array.isArray(value) ? value.map(String) : null;
}

function listValue({ value, at }: ReplyValue<readonly string[]>): Value {
  return { type: 'array', items: value.map((item) => ({ type: 'string', value: item, at })), at };
}
