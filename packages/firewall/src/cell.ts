import type { Family } from './address.js';
import { type CompiledBox, type CompiledPolicy, type CompiledRule, matchesInterface } from './compile.js';
import { type Bounds, nextRule, protocolBit } from './columns.js';
import { allStates, type Path, stateBits } from './policy.js';
import { outerBounds } from './regions.js';
import {
  type Dimension,
  dimensions,
  type Doubts,
  type Limits,
  type Region,
  sideOf,
  touches,
  withSide,
} from './region.js';
import { covers, type Ranges } from './ranges.js';

/** What is the same for all packets of one walk. */
export interface WalkContext {
  readonly compiled: CompiledPolicy;
  readonly path: Path;
  readonly family: Family;
  readonly protocol: number;
  readonly in: string | undefined;
  readonly out: string | undefined;
  /** Shared by all walks of one question: a policy made to explode is given up, not followed. */
  readonly budget: Budget;
  readonly doubts: Doubts;
}

export interface Budget {
  steps: number;
  /** A walk ends when fewer steps are left than these. */
  floor: number;
  isSpent: boolean;
}

export interface LiveBox extends Limits {
  /** In how many dimensions it is limited. */
  readonly limits: number;
  readonly states: number;
  readonly uncertainStates: number;
  readonly isUncertain: boolean;
}

export interface LiveRule {
  readonly rule: CompiledRule;
  readonly boxes: readonly LiveBox[];
}

/** The rules of a chain that are left in a cell. */
export interface LiveRules {
  readonly rules: readonly LiveRule[];
  /** Boxes limited in two dimensions or more: only these make a region fall into pieces. */
  readonly overlapping: number;
}

const noBoxes: readonly LiveBox[] = [];

/**
 * The rules that can touch the packets of one region, per chain, with their boxes trimmed to it. A cell is narrowed
 * into smaller ones, each of which looks only at what the larger one left.
 */
export class Cell {
  private readonly known = new Map<number, LiveRules>();
  private readonly states: number;

  constructor(
    readonly context: WalkContext,
    readonly region: Region,
    private readonly parent?: Cell,
    /** The dimension in which this cell is smaller than its parent. */
    private readonly narrowed?: Dimension,
  ) {
    const { compiled } = context;
    this.states = compiled.untracks ? region.state | stateBits.untracked : region.state;
  }

  /** The part of this cell that has only these values in one dimension. */
  narrow(dimension: Dimension, values: Ranges): Cell {
    return new Cell(this.context, withSide(this.region, dimension, values), this, dimension);
  }

  rules(chain: number): readonly LiveRule[] {
    return this.live(chain).rules;
  }

  live(chain: number): LiveRules {
    const known = this.known.get(chain);
    if (known !== undefined) return known;
    const rules: LiveRule[] = [];
    let overlapping = 0;
    for (const candidate of this.parent?.rules(chain) ?? this.candidates(chain)) {
      const rule = this.trimmed(candidate);
      if (rule === undefined) continue;
      rules.push(rule);
      for (const { limits } of rule.boxes) if (limits > 1) overlapping += 1;
      if (this.endsAll(rule)) break;
    }
    const live = { rules, overlapping };
    this.known.set(chain, live);
    return live;
  }

  private trimmed(candidate: LiveRule): LiveRule | undefined {
    const { rule, boxes } = candidate;
    const kept = boxes.length === 1 ? this.onlyBox(boxes) : this.someBoxes(boxes);
    if (kept.length === 0) return undefined;
    if (rule.action === 'jump' && this.rules(rule.target).length === 0) return undefined;
    return kept === boxes ? candidate : { rule, boxes: kept };
  }

  /** Nearly every rule has one box, and nearly every box stays as it is. */
  private onlyBox(boxes: readonly LiveBox[]): readonly LiveBox[] {
    const [box] = boxes;
    const trimmed = box && this.trim(box);
    if (trimmed === undefined) return noBoxes;
    return trimmed === box ? boxes : [trimmed];
  }

  private someBoxes(boxes: readonly LiveBox[]): readonly LiveBox[] {
    const kept = boxes.flatMap((box) => this.trim(box) ?? []);
    return kept.length === boxes.length && kept.every((box, index) => box === boxes[index]) ? boxes : kept;
  }

  private trim(box: LiveBox): LiveBox | undefined {
    return this.narrowed === undefined ? this.trimBox(box) : this.trimSide(box, this.narrowed);
  }

  private trimBox(box: LiveBox): LiveBox | undefined {
    if ((box.states & this.states) === 0) return undefined;
    let trimmed: LiveBox | undefined = box;
    for (const dimension of dimensions) trimmed = trimmed && this.trimSide(trimmed, dimension);
    return trimmed;
  }

  private trimSide(box: LiveBox, dimension: Dimension): LiveBox | undefined {
    const limit = sideOf(box, dimension);
    if (limit === undefined) return box;
    const within = sideOf(this.region, dimension);
    if (!touches(within, limit)) return undefined;
    return covers(limit, within) ? withoutLimit(box, dimension) : box;
  }

  /** True when no packet of the cell gets past the rule: the rest of the chain is dead here. */
  private endsAll({ rule, boxes }: LiveRule): boolean {
    if (rule.opaque || rule.action === 'jump' || rule.action === 'untrack') return false;
    return boxes.some(
      (box) =>
        !box.isUncertain &&
        (box.states & this.states) === this.states &&
        (box.uncertainStates & this.states) === 0 &&
        box.limits === 0,
    );
  }

  private *candidates(chain: number): Generator<LiveRule> {
    const { compiled, family } = this.context;
    const rules = compiled.chains[chain] ?? [];
    const columns = compiled.columns[chain]?.[family === 4 ? 'v4' : 'v6'];
    if (columns === undefined) return;
    const bounds = boundsOf(this.context, this.region);
    for (let at = nextRule(columns, 0, bounds); at < rules.length; at = nextRule(columns, at + 1, bounds)) {
      const rule = rules[at] as CompiledRule;
      if (rule.action === 'continue') continue;
      const boxes = rule.boxes.flatMap((box) => this.enterable(box) ?? []);
      if (boxes.length > 0) yield { rule, boxes };
    }
  }

  /** A box as far as protocol, family and interfaces of the walk go. */
  private enterable(box: CompiledBox): LiveBox | undefined {
    const { context } = this;
    if (box.protocols !== undefined && box.protocols[context.protocol] !== 1) return undefined;
    const inMatch = matchesInterface(box.in, context.in);
    const outMatch = matchesInterface(box.out, context.out);
    if (inMatch === false || outMatch === false) return undefined;
    const family = context.family === 4 ? 'v4' : 'v6';
    const source = box.source[family];
    const destination = box.destination[family];
    const { sourcePorts, destinationPorts } = box;
    const sides = [source, destination, sourcePorts, destinationPorts];
    return {
      limits: sides.filter((side) => side !== undefined).length,
      source,
      destination,
      sourcePorts,
      destinationPorts,
      states: box.states,
      uncertainStates: box.uncertainStates,
      isUncertain: inMatch === undefined || outMatch === undefined,
    };
  }
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

/** Written out for the same reason as `withSide`. */
function withoutLimit(box: LiveBox, dimension: Dimension): LiveBox {
  return {
    limits: box.limits - 1,
    source: dimension === 'source' ? undefined : box.source,
    destination: dimension === 'destination' ? undefined : box.destination,
    sourcePorts: dimension === 'sourcePorts' ? undefined : box.sourcePorts,
    destinationPorts: dimension === 'destinationPorts' ? undefined : box.destinationPorts,
    states: box.states,
    uncertainStates: box.uncertainStates,
    isUncertain: box.isUncertain,
  };
}
