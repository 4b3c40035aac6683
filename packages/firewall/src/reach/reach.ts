import type { CompiledPolicy, CompiledRule } from '../compile.js';
import { type Box, meetBox, type Work } from '../cover.js';
import { coveringOf } from '../ending-boxes.js';
import { tracePacket } from '../packet.js';
import type { Path } from '../policy.js';
import type { Endings } from './endings.js';
import type { Graph, Place, Way } from './graph.js';
import { Joined } from './joined.js';
import type { Space } from './space.js';

/** What becomes of the packets a line is for; rules by their numbers. */
export type Fate =
  | { readonly kind: 'reached' }
  /** Nothing gets to it: the rules that take its packets, none where nobody sends it any. */
  | { readonly kind: 'dead'; readonly by: ReadonlySet<number> }
  /** Whether something does depends on rules that a policy cannot decide, or was too much to work out. */
  | { readonly kind: 'undecided'; readonly by: ReadonlySet<number>; readonly isGivenUp: boolean };

const reached: Fate = { kind: 'reached' };

/** Chains entered by all packets that are followed one by one. */
const mostVisits = 1_000_000;

/** Single packets followed along their path: a rule that one meets for certain is reached. */
export class Tracer {
  private readonly met = new Set<CompiledRule>();
  private visits = mostVisits;

  constructor(private readonly compiled: CompiledPolicy) {}

  hasMet(rule: CompiledRule): boolean {
    return this.met.has(rule);
  }

  /** Whether a corner of the box, sent along the path, meets the rule. */
  meets(space: Space, path: Path, box: Box, rule: CompiledRule): boolean {
    for (const end of ['low', 'high'] as const) {
      if (this.met.has(rule) || this.visits <= 0) break;
      const packet = space.packetIn(box, end);
      this.visits -= tracePacket(this.compiled, path, packet, this.visits, (one) => this.met.add(one));
    }
    return this.met.has(rule);
  }
}

/** Calls that lead from where packets start to a line, with those packets that all of them let through. */
interface Stack {
  readonly path: Path;
  readonly box: Box;
  readonly calls: readonly Way[];
  readonly isCertain: boolean;
}

interface Stacks {
  readonly found: Stack[];
  isComplete: boolean;
  steps: number;
}

/** Above so many the ways to a line are not followed one by one but joined. */
const mostStacks = 16;
const mostSteps = 2_000;

/** Which lines the packets of one family reach. */
export class Reach {
  private readonly joined: Joined;

  constructor(
    private readonly compiled: CompiledPolicy,
    private readonly space: Space,
    private readonly endings: Endings,
    private readonly graph: Graph,
    private readonly tracer: Tracer,
    private readonly work: Work,
  ) {
    this.joined = new Joined(endings, space, work);
  }

  isEntered(chain: number): boolean {
    return this.graph.placesOf(chain).length > 0;
  }

  /** Undefined where the line has no packets of this family at all. */
  fate(chain: number, at: number): Fate | undefined {
    const rule = this.compiled.chains[chain]?.[at];
    if (rule === undefined) return undefined;
    const boxes = this.space.boxesOf(rule);
    if (boxes.length === 0 || !this.isEntered(chain)) return undefined;
    const line = new Line(chain, at, rule);
    const asked = boxes.map((box) => ({ box, stacks: this.stacksTo(line, box) }));
    for (const { stacks } of asked) {
      for (const { path, box, isCertain } of stacks.found) {
        if (isCertain && this.tracer.meets(this.space, path, box, rule)) return reached;
      }
    }
    for (const { box, stacks } of asked) if (this.follow(line, box, stacks)) return reached;
    return line.fate();
  }

  private stacksTo({ chain }: Line, box: Box): Stacks {
    const stacks: Stacks = { found: [], isComplete: !this.graph.isPartial, steps: 0 };
    for (const place of this.graph.placesOf(chain)) this.climb(place, box, [], true, stacks);
    return stacks;
  }

  private climb(place: Place, box: Box, calls: readonly Way[], isCertain: boolean, stacks: Stacks): void {
    const { start } = place;
    const met = start && meetBox(box, { sides: start });
    if (met !== undefined) stacks.found.push({ path: place.path, box: met, calls, isCertain });
    for (const way of place.ways) {
      stacks.steps += 1;
      if (stacks.found.length >= mostStacks || stacks.steps > mostSteps) {
        stacks.isComplete = false;
        return;
      }
      for (const piece of way.pieces) {
        const inside = meetBox(box, piece);
        if (way.isTranslated) stacks.isComplete = false;
        else if (inside !== undefined)
          this.climb(way.from, inside, [...calls, way], isCertain && piece.isCertain, stacks);
      }
    }
  }

  /** True when some of the packets reach the line for certain; what else is found is noted on it. */
  private follow(line: Line, box: Box, stacks: Stacks): boolean {
    const own = this.endings.own(line.chain).cover(box, line.at, true, this.work);
    if ('owners' in own) {
      line.endedBy(own.owners);
      return false;
    }
    if (this.graph.isPartial) line.giveUp();
    for (const stack of stacks.found) if (this.followStack(line, stack)) return true;
    return !stacks.isComplete && this.graph.placesOf(line.chain).some((place) => this.join(line, place, box));
  }

  private followStack(line: Line, stack: Stack): boolean {
    const { chain, at, rule } = line;
    const { box, path, isCertain } = stack;
    const steps = [
      { chain, at },
      ...stack.calls.map(({ from, at: call }) => ({ chain: from.chain, at: call })),
    ];
    const coversOf = (areSure: boolean) =>
      steps.flatMap((step) =>
        step.chain < 0 ? [] : this.endings.own(step.chain).touching(box, step.at, areSure, this.work),
      );
    const [sure, all] = [coversOf(true), coversOf(false)];
    if (this.work.left <= 0) {
      line.giveUp();
      return false;
    }
    const surely = coveringOf(box, sure, this.work);
    if ('owners' in surely) {
      line.endedBy(surely.owners);
      return false;
    }
    const isExact = isCertain && sure.length === all.length && this.isExact();
    if ('left' in surely && (isExact || this.tracer.meets(this.space, path, surely.left, rule))) return true;
    const perhaps = coveringOf(box, all, this.work);
    if (isCertain && 'left' in perhaps) {
      if (this.isExact() || this.tracer.meets(this.space, path, perhaps.left, rule)) return true;
    }
    if ('isGivenUp' in surely || 'isGivenUp' in perhaps || this.endings.isPartial) line.giveUp();
    line.doubt('owners' in perhaps ? perhaps.owners : []);
    line.doubt(stack.calls.flatMap((way) => (isUncertain(way) ? (way.owner ?? []) : [])));
    return false;
  }

  /** Sets tell as much as packets where no rule takes packets out of tracking and nothing was left out. */
  private isExact(): boolean {
    return !this.compiled.untracks && !this.endings.isPartial;
  }

  private join(line: Line, place: Place, box: Box): boolean {
    const arrival = { place, at: line.at, box };
    const surely = this.joined.search(arrival, true);
    if ('used' in surely) {
      line.endedBy(surely.used);
      return false;
    }
    if (this.startsOne(line, surely)) return true;
    const perhaps = this.joined.search(arrival, false);
    if (this.startsOne(line, perhaps) || ('left' in perhaps && this.isExact())) return true;
    if ('isGivenUp' in surely || 'isGivenUp' in perhaps || this.endings.isPartial) line.giveUp();
    line.doubt('used' in perhaps ? perhaps.used : []);
    return false;
  }

  private startsOne({ rule }: Line, origin: ReturnType<Joined['search']>): boolean {
    if (!('left' in origin)) return false;
    return origin.left.some((box) => this.tracer.meets(this.space, origin.path, box, rule));
  }
}

function isUncertain({ pieces, isTranslated }: Way): boolean {
  return isTranslated || pieces.some(({ isCertain }) => !isCertain);
}

/** A line, and what was found of it so far. */
class Line {
  private readonly by = new Set<number>();
  private readonly doubts = new Set<number>();
  private isDoubted = false;
  private isGivenUp = false;

  constructor(
    readonly chain: number,
    readonly at: number,
    readonly rule: CompiledRule,
  ) {}

  endedBy(owners: Iterable<number>): void {
    for (const owner of owners) this.by.add(owner);
  }

  doubt(owners: Iterable<number>): void {
    this.isDoubted = true;
    for (const owner of owners) this.doubts.add(owner);
  }

  giveUp(): void {
    this.isDoubted = true;
    this.isGivenUp = true;
  }

  fate(): Fate {
    if (!this.isDoubted) return { kind: 'dead', by: this.by };
    return { kind: 'undecided', by: this.doubts, isGivenUp: this.isGivenUp };
  }
}
