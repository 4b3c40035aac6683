import type { CompiledRule } from './compile.js';
import { intersect, overlaps, type Ranges, sameRanges, subtract, uniteAll } from './ranges.js';

/** A box of packets on their way; addresses in atoms. */
export interface Region {
  readonly source: Ranges;
  readonly destination: Ranges;
  readonly sourcePorts: Ranges;
  readonly destinationPorts: Ranges;
  readonly state: number;
  /** Outcomes that earlier undecidable rules may already have caused. */
  readonly pending: number;
  readonly doubts: Doubts;
}

/** Undecidable rules met so far, newest first. One node per sequence, so that equal histories are one object. */
export interface Doubts {
  readonly rule: CompiledRule | undefined;
  readonly previous: Doubts | undefined;
  readonly after: Map<CompiledRule, Doubts>;
}

export function noDoubts(): Doubts {
  return { rule: undefined, previous: undefined, after: new Map() };
}

export function doubted(region: Region, rule: CompiledRule, mask: number): Region {
  const { doubts } = region;
  let next = doubts.after.get(rule);
  if (next === undefined) {
    next = { rule, previous: doubts, after: new Map() };
    doubts.after.set(rule, next);
  }
  return { ...region, pending: region.pending | mask, doubts: next };
}

/** How much of memory and time its addresses take. */
export function sizeOf({ destination, source }: Region): number {
  return destination.length + source.length;
}

/** Limits of a box in each dimension; undefined where it is no limit. */
export interface Limits {
  readonly destination: Ranges | undefined;
  readonly source: Ranges | undefined;
  readonly destinationPorts: Ranges | undefined;
  readonly sourcePorts: Ranges | undefined;
}

export const dimensions = ['destination', 'source', 'destinationPorts', 'sourcePorts'] as const;
export type Dimension = (typeof dimensions)[number];

/** Written out: keys that are computed make every reading slow. */
export function sideOf<T>(limits: Readonly<Record<Dimension, T>>, dimension: Dimension): T {
  switch (dimension) {
    case 'destination':
      return limits.destination;
    case 'source':
      return limits.source;
    case 'destinationPorts':
      return limits.destinationPorts;
    case 'sourcePorts':
      return limits.sourcePorts;
  }
}

export function touches(ranges: Ranges, limit: Ranges | undefined): boolean {
  if (limit === undefined || limit === ranges) return true;
  const last = ranges.length - 1;
  const limitLast = limit.length - 1;
  if (last < 0 || limitLast < 0) return false;
  if ((ranges[last] as number) <= (limit[0] as number)) return false;
  if ((limit[limitLast] as number) <= (ranges[0] as number)) return false;
  return last === 1 && limitLast === 1 ? true : overlaps(ranges, limit);
}

export function touchesAll(region: Region, limits: Limits): boolean {
  return (
    touches(region.destination, limits.destination) &&
    touches(region.source, limits.source) &&
    touches(region.destinationPorts, limits.destinationPorts) &&
    touches(region.sourcePorts, limits.sourcePorts)
  );
}

/** Written out for the same reason, and so that all regions have one shape in memory. */
export function withSide(region: Region, dimension: Dimension, values: Ranges): Region {
  return {
    source: dimension === 'source' ? values : region.source,
    destination: dimension === 'destination' ? values : region.destination,
    sourcePorts: dimension === 'sourcePorts' ? values : region.sourcePorts,
    destinationPorts: dimension === 'destinationPorts' ? values : region.destinationPorts,
    state: region.state,
    pending: region.pending,
    doubts: region.doubts,
  };
}

/** Cuts the part of a region that a box covers out of it; the remainders go to `kept`. */
export function carve(region: Region, limits: Limits, kept: Region[]): Region {
  let inside = region;
  for (const dimension of dimensions) {
    const limit = sideOf(limits, dimension);
    if (limit === undefined) continue;
    const whole = sideOf(inside, dimension);
    const outside = subtract(whole, limit);
    if (outside.length === 0) continue;
    kept.push(withSide(inside, dimension, outside));
    inside = withSide(inside, dimension, intersect(whole, limit));
  }
  return inside;
}

/**
 * Puts regions together that differ in one address only: what a rule leaves of neighbours is mostly one region again,
 * and without that a policy of nested boxes would fall into a number of pieces that grows with its square.
 */
export function mergeRegions<T extends { readonly region: Region }>(
  items: readonly T[],
  isSame: (a: T, b: T) => boolean,
): readonly T[] {
  if (items.length < 2) return items;
  return mergeAlong(mergeAlong(items, 'destination', isSame), 'source', isSame);
}

function mergeAlong<T extends { readonly region: Region }>(
  items: readonly T[],
  along: 'destination' | 'source',
  isSame: (a: T, b: T) => boolean,
): readonly T[] {
  const across = along === 'source' ? 'destination' : 'source';
  const buckets = items.length > fewItems ? new Map<number, Group<T>[]>() : undefined;
  const groups: Group<T>[] = [];
  for (const item of items) {
    const { region } = item;
    const bucket = buckets === undefined ? groups : entryOf(buckets, bucketOf(region, across));
    const piece = sideOf(region, along);
    const group = bucket.find((held) => isAlike(held.item.region, region, across) && isSame(held.item, item));
    if (group !== undefined) {
      group.pieces.push(piece);
      continue;
    }
    const made = { item, pieces: [piece] };
    groups.push(made);
    if (bucket !== groups) bucket.push(made);
  }
  if (groups.length === items.length) return items;
  return groups.map(({ item, pieces }) => {
    if (pieces.length === 1) return item;
    return { ...item, region: withSide(item.region, along, uniteAll(pieces)) };
  });
}

/** Up to so many items are sooner compared with each other than put into buckets. */
const fewItems = 8;

interface Group<T> {
  readonly item: T;
  readonly pieces: Ranges[];
}

function entryOf<K, V>(map: Map<K, V[]>, key: K): V[] {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made: V[] = [];
  map.set(key, made);
  return made;
}

function bucketOf(region: Region, across: 'destination' | 'source'): number {
  const ports = hashOf(region.destinationPorts, region.state * 8 + region.pending);
  return hashOf(sideOf(region, across), ports);
}

function isAlike(a: Region, b: Region, across: 'destination' | 'source'): boolean {
  return (
    a.state === b.state &&
    a.pending === b.pending &&
    a.doubts === b.doubts &&
    sameRanges(sideOf(a, across), sideOf(b, across)) &&
    sameRanges(a.destinationPorts, b.destinationPorts) &&
    sameRanges(a.sourcePorts, b.sourcePorts)
  );
}

/** Of a few members only: sets that are not alike mostly differ in their length already. */
function hashOf(ranges: Ranges, seed: number): number {
  const { length } = ranges;
  const step = (length >> 3) + 1;
  let hash = Math.imul(seed ^ length, 0x01000193);
  for (let at = 0; at < length; at += step) hash = Math.imul(hash ^ (ranges[at] as number), 0x01000193);
  return hash ^ (ranges[length - 1] ?? 0);
}
