import type { Family } from './address.js';
import {
  type CompiledBox,
  type CompiledPolicy,
  type CompiledRule,
  matchesInterface,
  outcome,
} from './compile.js';
import { type Bounds, nextRule, protocolBit } from './columns.js';
import { allStates, type Path, type Stage, stateBits } from './policy.js';
import { OpenRegions, outerBounds } from './regions.js';
import { covers, intersect, overlaps, type Ranges, subtract } from './ranges.js';

/** What is the same for all packets of one walk. */
export interface WalkContext {
  readonly compiled: CompiledPolicy;
  readonly family: Family;
  readonly protocol: number;
  readonly in: string | undefined;
  readonly out: string | undefined;
}

/** A box of packets on their way; addresses in atoms. */
export interface Region {
  readonly source: Ranges;
  readonly destination: Ranges;
  readonly sourcePorts: Ranges;
  readonly destinationPorts: Ranges;
  readonly state: number;
  /** Outcomes that earlier undecidable rules may already have caused. */
  readonly pending: number;
  readonly doubts: Doubts | undefined;
}

/** Undecidable rules met so far, newest first; shared between regions. */
export interface Doubts {
  readonly rule: CompiledRule;
  readonly previous: Doubts | undefined;
}

export interface Decision {
  readonly region: Region;
  /** Possible outcomes; one bit when it is certain. */
  readonly mask: number;
  /** The rule that decided, or the stage whose fallback did; neither when the walk was given up. */
  readonly rule: CompiledRule | undefined;
  readonly fallback: Stage | undefined;
}

interface LiveBox {
  readonly source: Ranges | undefined;
  readonly destination: Ranges | undefined;
  readonly sourcePorts: Ranges | undefined;
  readonly destinationPorts: Ranges | undefined;
  readonly states: number;
  readonly uncertainStates: number;
  readonly isUncertain: boolean;
}

interface LiveRule {
  readonly rule: CompiledRule;
  readonly boxes: readonly LiveBox[];
}

/** A policy made to explode is given up with `unknown`, not followed. */
const mostSteps = 60_000_000;
const mostVisits = 100_000;

interface Walk {
  readonly context: WalkContext;
  readonly start: Region;
  readonly bounds: Bounds;
  readonly live: Map<number, readonly LiveRule[]>;
  steps: number;
  visits: number;
}

/**
 * Follows a region of packets through every stage of a path and splits it into parts with one outcome each.
 * The parts are disjoint and their union is the region.
 */
export function walkPath(context: WalkContext, path: Path, start: Region): Decision[] {
  const walk: Walk = {
    context,
    start,
    bounds: boundsOf(context, start),
    live: new Map(),
    steps: 0,
    visits: 0,
  };
  if (path.tracksSessions && (start.state & (stateBits.established | stateBits.related)) !== 0) {
    return [{ region: start, mask: outcome.allow, rule: undefined, fallback: undefined }];
  }
  let open: Decision[] = [{ region: start, mask: outcome.allow, rule: undefined, fallback: undefined }];
  const closed: Decision[] = [];
  for (const stage of path.stages) {
    const next: Decision[] = [];
    for (const entering of open) {
      for (const decision of throughStage(walk, stage, entering)) {
        ((decision.mask & outcome.allow) === 0 ? closed : next).push(decision);
      }
    }
    open = next;
  }
  return [...closed, ...open];
}

/** Of any state, since a rule may change it on the way. */
function boundsOf(context: WalkContext, start: Region): Bounds {
  return {
    protocolBit: protocolBit(context.protocol),
    states: allStates,
    destination: outerBounds(start.destination),
    source: outerBounds(start.source),
    destinationPorts: outerBounds(start.destinationPorts),
    sourcePorts: outerBounds(start.sourcePorts),
  };
}

function throughStage(walk: Walk, stage: Stage, entering: Decision): Decision[] {
  const { region } = entering;
  if (stage.states !== undefined && (stage.states & region.state) === 0) return [entering];
  if (stage.family !== undefined && stage.family !== walk.context.family) return [entering];
  const fallback = stage.fallback === 'allow' ? outcome.allow : outcome.deny;
  const chain = walk.context.compiled.chainIndex.get(stage.chain);
  const start = { ...region, pending: entering.mask & ~outcome.allow };
  const results: Decision[] =
    chain === undefined
      ? [{ region: start, mask: start.pending | outcome.return, rule: undefined, fallback: undefined }]
      : runChain(walk, chain, [start]);
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

/** Splits the regions by what happens to them in a chain; `return` in a mask means they leave its end. */
function runChain(walk: Walk, chain: number, regions: readonly Region[]): Decision[] {
  const results: Decision[] = [];
  const open = new OpenRegions();
  for (const region of regions) open.push(region);
  walk.visits += 1;
  for (const live of liveRules(walk, chain)) {
    if (open.items.length === 0) break;
    walk.steps += open.items.length;
    if (walk.steps > mostSteps || walk.visits > mostVisits) {
      const mask = outcome.allow | outcome.deny;
      for (const region of open.items) results.push({ region, mask, rule: undefined, fallback: undefined });
      return results;
    }
    for (const box of live.boxes) applyBox(walk, live.rule, box, open, results);
  }
  for (const region of open.items) {
    results.push({ region, mask: region.pending | outcome.return, rule: undefined, fallback: undefined });
  }
  return results;
}

/** From the last region to the first: what is added or moved up on the way has been seen already. */
function applyBox(
  walk: Walk,
  rule: CompiledRule,
  box: LiveBox,
  open: OpenRegions,
  results: Decision[],
): void {
  const destination = outerBounds(box.destination);
  const source = outerBounds(box.source);
  let index = open.previousMeeting(open.items.length, destination, source);
  for (; index >= 0; index = open.previousMeeting(index, destination, source)) {
    const region = open.items[index];
    if (region === undefined || !meets(region, box)) continue;
    open.removeAt(index);
    const hit = carve(region, box, open);
    applyRule(walk, rule, box, hit, open, results);
  }
}

function applyRule(
  walk: Walk,
  rule: CompiledRule,
  box: LiveBox,
  hit: Region,
  kept: OpenRegions,
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
      enter(walk, rule, isCertain, hit, kept, results);
  }
}

function settle(
  rule: CompiledRule,
  isCertain: boolean,
  mask: number,
  hit: Region,
  kept: OpenRegions,
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
  walk: Walk,
  rule: CompiledRule,
  isCertain: boolean,
  hit: Region,
  kept: OpenRegions,
  results: Decision[],
): void {
  // What was pending before the jump stays pending after it; the inner walk starts clean to tell the two apart.
  for (const inner of runChain(walk, rule.target, [{ ...hit, pending: 0 }])) {
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

function doubted(region: Region, rule: CompiledRule, mask: number): Region {
  return { ...region, pending: region.pending | mask, doubts: { rule, previous: region.doubts } };
}

function meets(region: Region, box: LiveBox): boolean {
  return (
    (box.states & region.state) !== 0 &&
    touches(region.destination, box.destination) &&
    touches(region.source, box.source) &&
    touches(region.destinationPorts, box.destinationPorts) &&
    touches(region.sourcePorts, box.sourcePorts)
  );
}

function touches(ranges: Ranges, limit: Ranges | undefined): boolean {
  if (limit === undefined) return true;
  const last = ranges.length - 1;
  const limitLast = limit.length - 1;
  if (last < 0 || limitLast < 0) return false;
  if ((ranges[last] as number) <= (limit[0] as number)) return false;
  if ((limit[limitLast] as number) <= (ranges[0] as number)) return false;
  return last === 1 && limitLast === 1 ? true : overlaps(ranges, limit);
}

const dimensions = ['destination', 'source', 'destinationPorts', 'sourcePorts'] as const;

/** Cuts the part of a region that a box covers out of it; the remainders go to `kept`. */
function carve(region: Region, box: LiveBox, kept: OpenRegions): Region {
  let inside = region;
  for (const dimension of dimensions) {
    const limit = box[dimension];
    if (limit === undefined) continue;
    const outside = subtract(inside[dimension], limit);
    if (outside.length === 0) continue;
    kept.push({ ...inside, [dimension]: outside });
    inside = { ...inside, [dimension]: intersect(inside[dimension], limit) };
  }
  return inside;
}

/** The rules of a chain that can touch a packet of this walk, boxes trimmed to it; found once per chain. */
function liveRules(walk: Walk, chain: number): readonly LiveRule[] {
  const known = walk.live.get(chain);
  if (known !== undefined) return known;
  const live: LiveRule[] = [];
  const { compiled, family } = walk.context;
  const rules = compiled.chains[chain] ?? [];
  const columns = compiled.columns[chain]?.[family === 4 ? 'v4' : 'v6'];
  if (columns === undefined) return live;
  for (
    let at = nextRule(columns, 0, walk.bounds);
    at < rules.length;
    at = nextRule(columns, at + 1, walk.bounds)
  ) {
    const rule = rules[at] as CompiledRule;
    if (rule.action === 'continue') continue;
    const boxes = rule.boxes.flatMap((box) => trimBox(walk, box) ?? []);
    if (boxes.length === 0) continue;
    if (rule.action === 'jump' && liveRules(walk, rule.target).length === 0) continue;
    live.push({ rule, boxes });
  }
  walk.live.set(chain, live);
  return live;
}

function trimBox(walk: Walk, box: CompiledBox): LiveBox | undefined {
  const { context, start } = walk;
  if (box.protocols !== undefined && box.protocols[context.protocol] !== 1) return undefined;
  const inMatch = matchesInterface(box.in, context.in);
  const outMatch = matchesInterface(box.out, context.out);
  if (inMatch === false || outMatch === false) return undefined;
  const family = context.family === 4 ? 'v4' : 'v6';
  const source = box.source[family];
  const destination = box.destination[family];
  if (!touches(start.source, source) || !touches(start.destination, destination)) return undefined;
  if (!touches(start.sourcePorts, box.sourcePorts)) return undefined;
  if (!touches(start.destinationPorts, box.destinationPorts)) return undefined;
  return {
    source: trim(source, start.source),
    destination: trim(destination, start.destination),
    sourcePorts: trim(box.sourcePorts, start.sourcePorts),
    destinationPorts: trim(box.destinationPorts, start.destinationPorts),
    states: box.states,
    uncertainStates: box.uncertainStates,
    isUncertain: inMatch === undefined || outMatch === undefined,
  };
}

function trim(limit: Ranges | undefined, within: Ranges): Ranges | undefined {
  return limit === undefined || covers(limit, within) ? undefined : limit;
}
