import { type CompiledPolicy, type CompiledRule, outcome } from '../compile.js';
import { allStates, type Path, type Stage, stateBits } from '../policy.js';
import type { Endings } from './endings.js';
import { noLimits, onlyStates, type Piece, type Sides, type Space, startLimits } from './space.js';

/** A chain as packets are in it at one stage of one path; or the gate before a stage, which has no chain. */
export interface Place {
  /** -1 for a gate. */
  readonly chain: number;
  readonly path: Path;
  /** How packets come here. */
  readonly ways: Way[];
  /** Packets with these limits start here. */
  readonly start?: Sides;
}

/** Packets that come to a rule of another place and match it go on here. */
export interface Way {
  readonly from: Place;
  /** Number of the rule within the chain of that place; its length for the end of the chain. */
  readonly at: number;
  readonly pieces: readonly Piece[];
  /** They may be others when they arrive: what was sent to another address. */
  readonly isTranslated: boolean;
  /** Set where a rule sends them. */
  readonly owner?: number;
}

/** More ways than this are not followed; nothing is concluded from those that are. */
const mostWays = 1_000_000;

const everything: readonly Piece[] = [{ sides: noLimits, isCertain: true }];

/** Which chains packets come to, how, from where they start; for one family. */
export class Graph {
  isPartial = false;
  private readonly places = new Map<number, Place[]>();
  private ways = 0;

  constructor(
    private readonly compiled: CompiledPolicy,
    private readonly space: Space,
    private readonly endings: Endings,
  ) {
    for (const path of pathsOf(compiled)) this.addPath(path);
  }

  placesOf(chain: number): readonly Place[] {
    return this.places.get(chain) ?? [];
  }

  private addPath(path: Path): void {
    const { family } = this.space;
    const stages = path.stages.filter((stage) => stage.family === undefined || stage.family === family);
    let exits: Way[] = [];
    stages.forEach((stage, index) => {
      const start = index === 0 ? { start: startLimits(path, this.space.names.length) } : {};
      const gate: Place = { chain: -1, path, ways: exits, ...start };
      exits = [];
      this.addStage(gate, stage, index + 1 < stages.length ? exits : undefined);
    });
  }

  /** What leaves the stage allowed is added to `exits`, if anybody wants it. */
  private addStage(gate: Place, stage: Stage, exits: Way[] | undefined): void {
    const { states = allStates } = stage;
    const chain = this.compiled.chainIndex.get(stage.chain);
    if (states !== allStates) this.add(exits, fromGate(gate, onlyStates(allStates & ~states)));
    if (chain === undefined) {
      if (stage.fallback === 'allow') this.add(exits, fromGate(gate, onlyStates(states)));
      return;
    }
    const walk = new StageWalk(chain, gate.path);
    this.add(walk.base.ways, fromGate(gate, onlyStates(states)));
    if (this.endings.isLoose(chain) && (states & stateBits.untracked) === 0) {
      const pieces = [{ sides: onlyStates(stateBits.untracked), isCertain: false }];
      this.add(walk.base.ways, { ...fromGate(gate, noLimits), pieces });
    }
    for (let place = walk.next(); place !== undefined; place = walk.next()) {
      this.register(place);
      const rules = this.compiled.chains[place.chain] ?? [];
      // Out of these the packets do not come back to a calling chain.
      const leaves = exits !== undefined && walk.isLast(place) && stage.fallback === 'allow';
      for (let at = 0; at < rules.length; at += 1) {
        const rule = rules[at] as CompiledRule;
        const { action, target } = rule;
        if (action === 'jump' || action === 'goto') {
          const isLast = action === 'goto' && walk.isLast(place);
          this.add(walk.enter(target, isLast).ways, this.wayFrom(place, at, rule));
        } else if (action === 'decide' ? (rule.mask & outcome.allow) !== 0 : action === 'return' && leaves) {
          this.add(exits, this.wayFrom(place, at, rule));
        }
      }
      if (leaves) this.add(exits, { from: place, at: rules.length, pieces: everything, isTranslated: false });
    }
  }

  private register(place: Place): void {
    const known = this.places.get(place.chain);
    if (known === undefined) this.places.set(place.chain, [place]);
    else known.push(place);
  }

  private wayFrom(from: Place, at: number, rule: CompiledRule): Way {
    const isTranslated = rule.action === 'decide' && (rule.mask & outcome.deny) !== 0;
    const { chain } = from;
    const pieces = this.endings.pieces(chain, at);
    return { from, at, pieces, isTranslated, owner: this.endings.numbers.of(chain, at) };
  }

  private add(ways: Way[] | undefined, way: Way): void {
    if (ways === undefined || way.pieces.length === 0) return;
    this.ways += 1;
    if (this.ways > mostWays) this.isPartial = true;
    else ways.push(way);
  }
}

function fromGate(gate: Place, sides: Sides): Way {
  return { from: gate, at: 0, pieces: [{ sides, isCertain: true }], isTranslated: false };
}

/** The chains of a stage, each once per way its end leads: back to the caller, or out of the stage. */
class StageWalk {
  readonly base: Place;
  private readonly last = new Map<number, Place>();
  private readonly inner = new Map<number, Place>();
  private readonly waiting: Place[] = [];

  constructor(
    chain: number,
    private readonly path: Path,
  ) {
    this.base = this.enter(chain, true);
  }

  isLast(place: Place): boolean {
    return this.last.get(place.chain) === place;
  }

  enter(chain: number, isLast: boolean): Place {
    const known = (isLast ? this.last : this.inner).get(chain);
    if (known !== undefined) return known;
    const made: Place = { chain, path: this.path, ways: [] };
    (isLast ? this.last : this.inner).set(chain, made);
    this.waiting.push(made);
    return made;
  }

  next(): Place | undefined {
    return this.waiting.pop();
  }
}

/**
 * The ways packets take. A list that can be asked for by name is one only where no other way leads to it; so is a
 * chain that no path describes, unless it is one that must be called.
 */
function pathsOf({ policy, chains, chainIndex }: CompiledPolicy): readonly Path[] {
  const reached = new Set<string>();
  const reach = (path: Path): void => {
    const waiting = path.stages.map((stage) => stage.chain);
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      if (reached.has(name)) continue;
      reached.add(name);
      for (const { rule } of chains[chainIndex.get(name) ?? -1] ?? []) {
        if ('chain' in rule.action) waiting.push(rule.action.chain);
      }
    }
  };
  const real = policy.paths.filter((path) => path.isByName !== true);
  real.forEach(reach);
  const byName = policy.paths.filter((path) => path.isByName === true);
  const others = byName.filter((path) => path.stages.some((stage) => !reached.has(stage.chain)));
  others.forEach(reach);
  const alone = policy.chains.filter(({ name, isCalled }) => isCalled !== true && !reached.has(name));
  return [...[...real, ...others].flatMap(startsOf), ...alone.map(({ name }) => aloneOf(name))];
}

/** Where packets come to a stage without those before it, those before it keep nothing from it. */
function startsOf(path: Path): readonly Path[] {
  if (path.isOnlyInOrder === true) return [path];
  return path.stages.map((stage) => ({ ...path, stages: [stage] }));
}

function aloneOf(name: string): Path {
  const stage = { chain: name, fallback: 'allow', fallbackId: '' } as const;
  return { name, tracksSessions: false, stages: [stage] };
}
