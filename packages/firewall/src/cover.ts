import { covers, firstEndingAbove, intersect, overlaps, type Ranges, subtract } from './ranges.js';

/** A box in any number of dimensions; undefined where it has no limit. */
export interface Cover {
  readonly sides: readonly (Ranges | undefined)[];
  /** Number of the rule it comes from. */
  readonly owner: number;
}

export type Box = readonly Ranges[];

/** Fewer boxes than this are taken off one by one. */
const fewCovers = 24;
const deepestCuts = 64;

/** Box comparisons before one question is given up. */
const mostWork = 1_000_000;

/** Box comparisons that all questions on a policy have together. */
export interface Work {
  left: number;
}

/** The rules that together cover a box, in their order; or a part of it that none covers; or that neither was found. */
export type Covering =
  { readonly owners: readonly number[] } | { readonly left: Box } | { readonly isGivenUp: true };

/** Whether rules together cover a box; a part that is left is found without looking at the rest. */
export function coverOf(region: Box, boxes: readonly Cover[], work: Work): Covering {
  const most = Math.min(mostWork, Math.max(0, work.left));
  const search: Search = { used: new Set<number>(), work: most, left: undefined };
  const isWhole = isCovered(search, region, boxes, 0);
  work.left -= most - Math.max(0, search.work);
  if (isWhole) return { owners: [...search.used].sort((a, b) => a - b) };
  return search.left === undefined ? { isGivenUp: true } : { left: search.left };
}

interface Search {
  readonly used: Set<number>;
  work: number;
  left: Box | undefined;
}

function isCovered(search: Search, region: Box, boxes: readonly Cover[], depth: number): boolean {
  const live: Cover[] = [];
  search.work -= boxes.length;
  if (search.work < 0) return false;
  for (const box of boxes) {
    const trimmed = trim(box, region);
    if (trimmed === undefined) continue;
    if (trimmed.sides.every((side) => side === undefined)) {
      search.used.add(box.owner);
      return true;
    }
    live.push(trimmed);
  }
  const [first, ...others] = live;
  if (first === undefined) {
    search.left = region;
    return false;
  }
  const isCut = live.length > fewCovers && depth < deepestCuts;
  // Every side of every box is looked through for a place to cut.
  if (isCut) search.work -= live.length * 3;
  const halves = isCut ? cutInHalves(region, live) : undefined;
  if (halves !== undefined) return halves.every((half) => isCovered(search, half, live, depth + 1));
  search.used.add(first.owner);
  return outside(region, first).every((rest) => isCovered(search, rest, others, depth + 1));
}

/** The box as far as it limits the region; undefined when they have nothing in common. */
function trim({ sides, owner }: Cover, region: Box): Cover | undefined {
  const trimmed: (Ranges | undefined)[] = [];
  for (let side = 0; side < region.length; side += 1) {
    const limit = sides[side];
    const within = region[side] as Ranges;
    if (limit !== undefined && !overlaps(limit, within)) return undefined;
    trimmed.push(limit === undefined || covers(limit, within) ? undefined : limit);
  }
  return { sides: trimmed, owner };
}

/** What a box leaves of a region it meets: parts that lie beside each other. */
export function outside(region: Box, { sides }: Pick<Cover, 'sides'>): Box[] {
  const rest: Box[] = [];
  let inside = region;
  sides.forEach((limit, side) => {
    const whole = inside[side] as Ranges;
    if (limit === undefined) return;
    const left = subtract(whole, limit);
    if (left.length > 0) rest.push(inside.with(side, left));
    inside = inside.with(side, intersect(whole, limit));
  });
  return rest;
}

/** What a box and a region have in common; undefined when nothing. */
export function meetBox(region: Box, { sides }: Pick<Cover, 'sides'>): Box | undefined {
  let met = region;
  for (let side = 0; side < region.length; side += 1) {
    const limit = sides[side];
    if (limit === undefined) continue;
    const whole = region[side] as Ranges;
    const inside = intersect(whole, limit);
    if (inside.length === 0) return undefined;
    if (inside !== whole) met = met.with(side, inside);
  }
  return met;
}

/** The same of several regions. */
export function meetBoxes(regions: readonly Box[], limit: Pick<Cover, 'sides'>): Box[] {
  const met: Box[] = [];
  for (const region of regions) {
    const inside = meetBox(region, limit);
    if (inside !== undefined) met.push(inside);
  }
  return met;
}

function cutInHalves(region: Box, boxes: readonly Cover[]): Box[] | undefined {
  let best: { side: number; ends: number[] } | undefined;
  for (let side = 0; side < region.length; side += 1) {
    const ends = endsWithin(region[side] as Ranges, boxes, side);
    if (ends.length > (best?.ends.length ?? 0)) best = { side, ends };
  }
  if (best === undefined) return undefined;
  const { side, ends } = best;
  ends.sort((a, b) => a - b);
  const whole = region[side] as Ranges;
  const at = ends[ends.length >> 1] as number;
  const low = intersect(whole, [0, at]);
  return [region.with(side, low), region.with(side, subtract(whole, low))];
}

function endsWithin(whole: Ranges, boxes: readonly Cover[], side: number): number[] {
  const low = whole[0] as number;
  const high = whole[whole.length - 1] as number;
  const ends: number[] = [];
  for (const { sides } of boxes) {
    const limit = sides[side];
    if (limit === undefined) continue;
    const start = firstEndingAbove(limit, low);
    for (let at = start; at < limit.length && at < start + 4; at += 1) {
      const value = limit[at] as number;
      if (value > low && value < high) ends.push(value);
    }
  }
  return ends;
}
