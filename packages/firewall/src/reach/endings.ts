import type { CompiledPolicy, CompiledRule } from '../compile.js';
import { type Box, meetBox, outside } from '../cover.js';
import { type Ending, EndingBoxes, meetSides } from '../ending-boxes.js';
import { mergeBoxes } from './merge.js';
import type { RuleNumbers } from './numbers.js';
import type { Piece, Space } from './space.js';

/** Boxes of what a chain ends, after which the rest is left out: it then seems to end less than it does. */
const mostFlat = 20_000;
const mostParts = 64;

/** What the rules of each chain match, and which packets get no further; worked out when first asked for. */
export class Endings {
  /** Some chain ends more than was worked out. */
  isPartial = false;
  private readonly flats = new Map<number, EndingBoxes>();
  private readonly owns = new Map<number, EndingBoxes>();
  private readonly known = new Map<CompiledRule, readonly Piece[]>();

  constructor(
    private readonly compiled: CompiledPolicy,
    private readonly space: Space,
    readonly numbers: RuleNumbers,
    /** See `isLoose`. */
    private readonly loose: ReadonlySet<number>,
  ) {}

  /** Whether a packet may be in a chain before a rule takes it out of connection tracking. */
  isLoose(chain: number): boolean {
    return this.loose.has(chain);
  }

  pieces(chain: number, at: number): readonly Piece[] {
    const rule = this.compiled.chains[chain]?.[at];
    if (rule === undefined) return [];
    const known = this.known.get(rule);
    if (known !== undefined) return known;
    const made = this.space.pieces(rule, this.loose.has(chain));
    this.known.set(rule, made);
    return made;
  }

  /** What the rules of a chain keep from later ones of the same chain. */
  own(chain: number): EndingBoxes {
    const known = this.owns.get(chain);
    if (known !== undefined) return known;
    const boxes = new EndingBoxes();
    this.owns.set(chain, boxes);
    this.compiled.chains[chain]?.forEach((rule, at) => {
      if (rule.action === 'continue') return;
      const inner = rule.action === 'jump' ? this.flat(rule.target) : undefined;
      if (inner?.items.length === 0) return;
      const number = this.numbers.of(chain, at);
      const owner = inner === undefined ? number : this.numbers.calledBy(number);
      for (const { sides, isCertain } of this.pieces(chain, at)) {
        boxes.push({ sides, owner, at, isCertain, ...(inner === undefined ? {} : { inner }) });
      }
    });
    return boxes;
  }

  /** What never comes back out of a chain that was entered, by the rules that keep it. */
  private flat(chain: number): EndingBoxes {
    const known = this.flats.get(chain);
    if (known !== undefined) return known;
    const boxes = new EndingBoxes();
    // Set before it is full: chains that call each other in a circle end nothing by that.
    this.flats.set(chain, boxes);
    const found = new Flattening(this.space.whole);
    this.compiled.chains[chain]?.forEach((rule, at) => {
      if (found.isFull) return;
      const { action, target } = rule;
      if (action === 'continue') return;
      const inner = action === 'jump' || action === 'goto' ? this.flat(target).items : undefined;
      for (const piece of this.pieces(chain, at)) {
        if (inner !== undefined) found.enter(piece, inner);
        else if (action !== 'return') found.end(piece, this.numbers.of(chain, at));
        if (action === 'return') found.returns.push(piece);
        else if (action === 'goto') found.leave(piece, inner ?? []);
      }
    });
    if (found.isFull) this.isPartial = true;
    for (const ending of found.merged()) boxes.push(ending);
    return boxes;
  }
}

class Flattening {
  readonly returns: Piece[] = [];
  private readonly endings: Ending[] = [];
  private hasInner = false;

  constructor(private readonly whole: Box) {}

  get isFull(): boolean {
    return this.endings.length > mostFlat;
  }

  enter(piece: Piece, inner: readonly Ending[]): void {
    this.hasInner = true;
    for (const { sides, owner, isCertain } of inner) {
      if (this.isFull) return;
      const both = meetSides(piece.sides, sides);
      if (both.some((side) => side?.length === 0)) continue;
      this.end({ sides: both, isCertain: isCertain && piece.isCertain }, owner);
    }
  }

  /** Of what goes to another chain for good only what that chain does not end comes back. */
  leave(piece: Piece, inner: readonly Ending[]): void {
    let parts: Box[] = [this.boxOf(piece)];
    for (const ending of inner) {
      if (!ending.isCertain || parts.length > mostParts) continue;
      parts = parts.flatMap((part) => (meetBox(part, ending) === undefined ? [part] : outside(part, ending)));
    }
    const { isCertain } = piece;
    for (const sides of parts) this.returns.push({ sides, isCertain });
  }

  /** What returned before is not ended here; what may have returned is not for certain. */
  end(piece: Piece, owner: number): void {
    let parts: Piece[] = [piece];
    for (const returned of this.returns) {
      if (parts.length > mostFlat) break;
      parts = parts.flatMap((part) => this.without(part, returned));
    }
    for (const { sides, isCertain } of parts) this.endings.push({ sides, owner, at: 0, isCertain });
  }

  private without(part: Piece, returned: Piece): Piece[] {
    const box = this.boxOf(part);
    const met = meetBox(box, returned);
    if (met === undefined) return [part];
    const rest = outside(box, returned).map((sides) => ({ sides, isCertain: part.isCertain }));
    return returned.isCertain ? rest : [...rest, { sides: met, isCertain: false }];
  }

  private boxOf({ sides }: Piece): Box {
    return this.whole.map((all, side) => sides[side] ?? all);
  }

  /** Boxes of one rule that differ in one side only are one: chains called twice would else have twice as many. */
  merged(): readonly Ending[] {
    if (!this.hasInner || this.endings.length < 2) return this.endings;
    return mergeBoxes(this.endings, ({ owner, isCertain }) => `${owner} ${isCertain}`);
  }
}
