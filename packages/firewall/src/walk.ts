import { type CompiledRule, outcome } from './compile.js';
import type { Cell, LiveBox } from './cell.js';
import { type Stage, stateBits } from './policy.js';
import { carve, doubted, mergeRegions, type Region, sizeOf, touchesAll } from './region.js';
import { OpenRegions, outerBounds } from './regions.js';

export interface Decision {
  readonly region: Region;
  /** Possible outcomes; one bit when it is certain. */
  readonly mask: number;
  /** The rule that decided, or the stage whose fallback did; neither when the walk was given up. */
  readonly rule: CompiledRule | undefined;
  readonly fallback: Stage | undefined;
}

/**
 * Follows the region of a cell through every stage of its path and splits it into parts with one outcome each.
 * The parts are disjoint and their union is the region.
 */
export function walkCell(cell: Cell): Decision[] {
  const { region: start, context } = cell;
  const entering = { region: start, mask: outcome.allow, rule: undefined, fallback: undefined };
  const { path } = context;
  if (path.tracksSessions && (start.state & (stateBits.established | stateBits.related)) !== 0) {
    return [entering];
  }
  let open: Decision[] = [entering];
  const closed: Decision[] = [];
  for (const stage of path.stages) {
    const next: Decision[] = [];
    for (const decision of open.flatMap((one) => throughStage(cell, stage, one))) {
      ((decision.mask & outcome.allow) === 0 ? closed : next).push(decision);
    }
    open = next;
  }
  return [...closed, ...open];
}

/** The same within some steps; undefined when they do not suffice, and the cell had better be cut. */
export function tryCell(cell: Cell, steps: number): Decision[] | undefined {
  const { budget } = cell.context;
  budget.floor = Math.max(0, budget.steps - steps);
  const decisions = walkCell(cell);
  const isBroken = budget.isSpent && budget.floor > 0;
  budget.floor = 0;
  budget.isSpent = false;
  return isBroken ? undefined : decisions;
}

function throughStage(cell: Cell, stage: Stage, entering: Decision): Decision[] {
  const { region } = entering;
  if (stage.states !== undefined && (stage.states & region.state) === 0) return [entering];
  if (stage.family !== undefined && stage.family !== cell.context.family) return [entering];
  const fallback = stage.fallback === 'allow' ? outcome.allow : outcome.deny;
  const chain = cell.context.compiled.chainIndex.get(stage.chain);
  const start = { ...region, pending: entering.mask & ~outcome.allow };
  const results: Decision[] =
    chain === undefined
      ? [{ region: start, mask: start.pending | outcome.return, rule: undefined, fallback: undefined }]
      : runChain(cell, chain, [start]);
  return results.map((result) => {
    const fellThrough = (result.mask & outcome.return) !== 0;
    const mask = fellThrough ? (result.mask & ~outcome.return) | fallback : result.mask;
    if (mask === outcome.allow && stage.isMain !== true && isNamed(entering)) {
      return { ...entering, region: result.region };
    }
    return fellThrough ? { region: result.region, mask, rule: undefined, fallback: stage } : result;
  });
}

/** A pass through a side table says less than the decision of the main one. */
function isNamed(entering: Decision): boolean {
  return entering.rule !== undefined || entering.fallback !== undefined;
}

/** Entering a chain costs as much as so many comparisons. */
const chainCost = 8;

/** Splits the regions by what happens to them in a chain; `return` in a mask means they leave its end. */
function runChain(cell: Cell, chain: number, regions: readonly Region[]): Decision[] {
  const { budget } = cell.context;
  const results: Decision[] = [];
  const open = new OpenRegions();
  for (const region of regions) open.push(region);
  budget.steps -= chainCost;
  for (const live of cell.rules(chain)) {
    if (open.items.length === 0) break;
    budget.steps -= open.items.length;
    if (budget.steps < budget.floor) {
      budget.isSpent = true;
      const mask = outcome.allow | outcome.deny;
      for (const region of open.items) results.push({ region, mask, rule: undefined, fallback: undefined });
      return results;
    }
    for (const box of live.boxes) applyBox(cell, live.rule, box, open, results);
  }
  for (const region of open.items) {
    results.push({ region, mask: region.pending | outcome.return, rule: undefined, fallback: undefined });
  }
  return results;
}

/** So many ends of ranges, as powers of two, are a step: time goes into what is cut, memory into what is kept. */
const comparing = 9;
const cutting = 8;
const keeping = 4;

function applyBox(
  cell: Cell,
  rule: CompiledRule,
  box: LiveBox,
  open: OpenRegions,
  results: Decision[],
): void {
  const destination = outerBounds(box.destination);
  const source = outerBounds(box.source);
  const { budget } = cell.context;
  const kept: Region[] = [];
  const hits: Region[] = [];
  let index = open.previousMeeting(open.items.length, destination, source);
  for (; index >= 0; index = open.previousMeeting(index, destination, source)) {
    const region = open.items[index];
    if (region === undefined || (box.states & region.state) === 0) continue;
    const size = sizeOf(region);
    budget.steps -= size >> comparing;
    if (!touchesAll(region, box)) continue;
    open.removeAt(index);
    const hit = carve(region, box, kept);
    hits.push(hit);
    budget.steps -= (size >> cutting) + (sizeOf(hit) >> keeping);
  }
  for (const hit of merged(hits)) applyRule(cell, rule, box, hit, kept, results);
  for (const region of merged(kept)) open.push(region);
}

function merged(regions: readonly Region[]): readonly Region[] {
  if (regions.length < 2) return regions;
  const items = regions.map((region) => ({ region }));
  return mergeRegions(items, () => true).map(({ region }) => region);
}

function applyRule(
  cell: Cell,
  rule: CompiledRule,
  box: LiveBox,
  hit: Region,
  kept: Region[],
  results: Decision[],
): void {
  const isCertain = !rule.opaque && !box.isUncertain && (box.uncertainStates & hit.state) === 0;
  switch (rule.action) {
    case 'continue':
      kept.push(hit);
      return;
    case 'untrack':
      kept.push(
        isCertain ? { ...hit, state: stateBits.untracked } : doubted(hit, rule, outcome.allow | outcome.deny),
      );
      return;
    case 'return':
      settle(rule, isCertain, outcome.return, hit, kept, results);
      return;
    case 'decide':
      settle(rule, isCertain, rule.mask, hit, kept, results);
      return;
    case 'jump':
    case 'goto':
      enter(cell, rule, isCertain, hit, kept, results);
  }
}

function settle(
  rule: CompiledRule,
  isCertain: boolean,
  mask: number,
  hit: Region,
  kept: Region[],
  results: Decision[],
): void {
  if (!isCertain) {
    kept.push(doubted(hit, rule, mask));
    return;
  }
  const region = mask === (outcome.allow | outcome.deny) ? doubted(hit, rule, 0) : hit;
  results.push({ region, mask: hit.pending | mask, rule, fallback: undefined });
}

function enter(
  cell: Cell,
  rule: CompiledRule,
  isCertain: boolean,
  hit: Region,
  kept: Region[],
  results: Decision[],
): void {
  // What was pending before the jump stays pending after it; the inner walk starts clean to tell the two apart.
  for (const inner of runChain(cell, rule.target, [{ ...hit, pending: 0 }])) {
    const returns = (inner.mask & outcome.return) !== 0;
    const decided = inner.mask & ~outcome.return;
    const carried = { ...inner.region, pending: hit.pending | decided };
    const asReturn = rule.action === 'goto' && returns ? outcome.return : 0;
    if (!isCertain) {
      const untracked = inner.region.state === hit.state ? 0 : outcome.allow | outcome.deny;
      const mask = decided | asReturn | untracked;
      const skipped = { ...carried, state: hit.state };
      kept.push(mask === 0 ? skipped : doubted(skipped, rule, mask));
    } else if (rule.action === 'goto' || !returns) {
      results.push({ ...inner, region: carried, mask: carried.pending | asReturn });
    } else {
      kept.push(carried);
    }
  }
}
