import type { Cell, LiveRules } from './cell.js';
import { clip, firstEndingAbove, type Ranges } from './ranges.js';
import { type Dimension, dimensions, type Limits, sideOf } from './region.js';

/** A walk over the packets of a cell, or over the answers to them: then every dimension is the opposite one. */
export interface View {
  readonly cell: Cell;
  readonly isReply: boolean;
}

/** Fewer overlapping boxes than this are quicker followed than cut apart. */
const fewBoxes = 64;
const deepestCuts = 40;
/** Boxes looked at to find a cut; the median of a sample is near enough to that of all. */
const sampled = 512;

/** Steps per box after which a walk over the whole counts as fallen to pieces. */
const fairSteps = 2;
/** What falls to pieces does so in its halves too: the next try is worth while with so many times fewer boxes. */
const untilNextTry = 8;

/** Walks over the views; false when that took more steps than allowed, then nothing has been noted. */
export type Visit = (views: readonly View[], steps: number | undefined) => boolean;

/**
 * Visits the packets of the views, all of them alike: whole where a walk keeps them in few regions, else cut into
 * cells in which only few boxes of rules overlap. The work then follows the number of rules, not its square.
 */
export function visitCells(views: readonly View[], visit: Visit, depth = 0, broken = Infinity): void {
  const cut = depth < deepestCuts ? bestCut(views) : undefined;
  if (cut === undefined) {
    visit(views, undefined);
    return;
  }
  const isTried = cut.boxes * untilNextTry <= broken;
  if (isTried && visit(views, cut.boxes * fairSteps)) return;
  for (const half of [0, 1] as const) {
    const narrowed = views.map(({ cell, isReply }) => {
      const dimension = isReply ? opposite[cut.dimension] : cut.dimension;
      const ranges = sideOf(cell.region, dimension);
      const end = ranges[ranges.length - 1] ?? 0;
      const kept = half === 0 ? clip(ranges, 0, cut.at) : clip(ranges, cut.at, end);
      return { cell: cell.narrow(dimension, kept), isReply };
    });
    visitCells(narrowed, visit, depth + 1, isTried ? cut.boxes : broken);
  }
}

const opposite: Readonly<Record<Dimension, Dimension>> = {
  destination: 'source',
  source: 'destination',
  destinationPorts: 'sourcePorts',
  sourcePorts: 'destinationPorts',
};

interface Cut {
  readonly dimension: Dimension;
  readonly at: number;
}

interface Found extends Cut {
  /** Boxes of the view that has most. */
  readonly boxes: number;
}

function bestCut(views: readonly View[]): Found | undefined {
  const [first] = views;
  if (first === undefined) return undefined;
  const all = views.map(({ cell, isReply }) => ({ isReply, lists: reachable(cell) }));
  const most = Math.max(...all.map(({ lists }) => lists.reduce((sum, list) => sum + list.overlapping, 0)));
  if (most <= fewBoxes) return undefined;
  const boxes = all.flatMap(({ isReply, lists }) => {
    const found = sample(lists, sampled / views.length);
    return isReply ? found.map(turned) : found;
  });
  const region = first.isReply ? turned(first.cell.region) : first.cell.region;
  let best: (Cut & { readonly cost: number }) | undefined;
  for (const dimension of dimensions) {
    const found = cutAlong(boxes, dimension, region);
    if (found !== undefined && (best === undefined || found.cost < best.cost)) best = found;
  }
  // A cut that leaves most boxes in both halves makes more work than it saves.
  return best !== undefined && best.cost < boxes.length * 1.4 ? { ...best, boxes: most } : undefined;
}

function turned(limits: Limits): Limits {
  return {
    destination: limits.source,
    source: limits.destination,
    destinationPorts: limits.sourcePorts,
    sourcePorts: limits.destinationPorts,
  };
}

/** What is left in a cell of every chain that its packets may come to. */
function reachable(cell: Cell): LiveRules[] {
  const { compiled, path } = cell.context;
  const lists: LiveRules[] = [];
  const seen = new Set<number>();
  const visit = (chain: number): void => {
    if (seen.has(chain)) return;
    seen.add(chain);
    const live = cell.live(chain);
    lists.push(live);
    if (compiled.jumps[chain] === true)
      for (const { rule } of live.rules) if (rule.target >= 0) visit(rule.target);
  };
  for (const stage of path.stages) {
    const chain = compiled.chainIndex.get(stage.chain);
    if (chain !== undefined) visit(chain);
  }
  return lists;
}

/** About so many of the overlapping boxes, evenly. */
function sample(lists: readonly LiveRules[], wanted: number): Limits[] {
  const count = lists.reduce((sum, { rules }) => sum + rules.length, 0);
  const step = Math.max(1, Math.floor(count / wanted));
  const boxes: Limits[] = [];
  let next = 0;
  for (const { rules } of lists) {
    for (; next < rules.length; next += step)
      for (const box of rules[next]?.boxes ?? []) if (box.limits > 1) boxes.push(box);
    next -= rules.length;
  }
  return boxes;
}

function cutAlong(
  boxes: readonly Limits[],
  dimension: Dimension,
  region: Limits,
): (Cut & { readonly cost: number }) | undefined {
  const whole = sideOf(region, dimension) ?? [];
  const low = whole[0] ?? 0;
  const high = whole[whole.length - 1] ?? 0;
  const ends = endsOf(boxes, dimension, low, high);
  if (ends.length === 0) return undefined;
  ends.sort((a, b) => a - b);
  const at = ends[ends.length >> 1] as number;
  let cost = 0;
  for (const box of boxes) {
    const limit = sideOf(box, dimension);
    cost += limit === undefined ? 2 : sidesOf(limit, at, low, high);
  }
  return { dimension, at, cost };
}

function endsOf(boxes: readonly Limits[], dimension: Dimension, low: number, high: number): number[] {
  const ends: number[] = [];
  for (const box of boxes) {
    const limit = sideOf(box, dimension);
    if (limit === undefined) continue;
    const start = firstEndingAbove(limit, low);
    for (let at = start; at < limit.length && at < start + 4; at += 1) {
      const value = limit[at] as number;
      if (value > low && value < high) ends.push(value);
    }
  }
  return ends;
}

function sidesOf(limit: Ranges, at: number, low: number, high: number): number {
  const start = firstEndingAbove(limit, low);
  const isLeft = start < limit.length && (limit[start] as number) < at;
  const next = firstEndingAbove(limit, at);
  const isRight = next < limit.length && (limit[next] as number) < high;
  return (isLeft ? 1 : 0) + (isRight ? 1 : 0);
}
