import { type Box, meetBox, meetBoxes, outside, type Work } from '../cover.js';
import { coveringOf } from '../ending-boxes.js';
import type { Path } from '../policy.js';
import type { Endings } from './endings.js';
import type { Place } from './graph.js';
import { mergeBoxes } from './merge.js';
import { beforeTranslation, type Space } from './space.js';

/** Packets at a rule of a place, looked at backwards. */
export interface Arrival {
  readonly place: Place;
  readonly at: number;
  readonly box: Box;
}

/** Where some of the packets start; or the rules that keep all of them away; or that it was too much to follow. */
export type Origin =
  | { readonly path: Path; readonly left: readonly Box[] }
  | { readonly used: ReadonlySet<number> }
  | { readonly isGivenUp: true };

/** Boxes cut and compared for one line, and for all lines of a policy. */
const mostWork = 100_000;
const mostOfAll = 5_000_000;
/** Places with more ways to them than this are not asked beforehand which packets come at all. */
const mostWays = 64;

/**
 * Follows packets back to where they start, all at once: what is asked of a chain is put together before its callers
 * are looked at, so that chains that call each other many times are each looked at once.
 */
export class Joined {
  private readonly orders = new Map<Place, readonly Place[]>();
  private spent = 0;

  constructor(
    private readonly endings: Endings,
    private readonly space: Space,
    private readonly work: Work,
  ) {}

  /** With `areSure` only what is certain keeps packets away, and all that may let them come does. */
  search(arrival: Arrival, areSure: boolean): Origin {
    if (this.spent > mostOfAll) return { isGivenUp: true };
    const search = new Search(this.endings, this.space, this.work, areSure);
    const origin = search.from(arrival, this.orderOf(arrival.place));
    this.spent += mostWork - Math.max(0, search.work);
    return origin;
  }

  /** A place and all that lead to it, callers after those they call. */
  private orderOf(place: Place): readonly Place[] {
    const known = this.orders.get(place);
    if (known !== undefined) return known;
    const seen = new Set<Place>();
    const order: Place[] = [];
    const visit = (one: Place): void => {
      if (seen.has(one)) return;
      seen.add(one);
      for (const { from } of one.ways) visit(from);
      order.push(one);
    };
    visit(place);
    order.reverse();
    this.orders.set(place, order);
    return order;
  }
}

class Search {
  work = mostWork;
  private readonly used = new Set<number>();
  private readonly pending = new Map<Place, Map<number, Box[]>>();

  constructor(
    private readonly endings: Endings,
    private readonly space: Space,
    private readonly comparisons: Work,
    private readonly areSure: boolean,
  ) {}

  from(arrival: Arrival, order: readonly Place[]): Origin {
    this.add(arrival.place, arrival.at, arrival.box);
    for (const place of order) {
      const arrivals = this.pending.get(place);
      if (arrivals === undefined) continue;
      const entering = this.merged(
        [...arrivals].flatMap(([at, boxes]) => this.entering(place, at, this.merged(boxes))),
      );
      if (this.work < 0) return { isGivenUp: true };
      const { start } = place;
      const left = start === undefined ? [] : meetBoxes(entering, { sides: start });
      if (left.length > 0) return { path: place.path, left };
      this.passOn(place, entering);
    }
    return { used: this.used };
  }

  private add(place: Place, at: number, box: Box): void {
    const arrivals = this.pending.get(place) ?? new Map<number, Box[]>();
    this.pending.set(place, arrivals);
    const boxes = arrivals.get(at);
    if (boxes === undefined) arrivals.set(at, [box]);
    else boxes.push(box);
  }

  private merged(boxes: readonly Box[]): readonly Box[] {
    if (boxes.length < 2) return boxes;
    this.work -= boxes.length;
    const merged = mergeBoxes(
      boxes.map((sides) => ({ sides })),
      () => '',
    );
    return merged.map(({ sides }) => this.space.whole.map((all, side) => sides[side] ?? all));
  }

  /** What must enter a place for the boxes to come to one of its rules. */
  private entering(place: Place, at: number, boxes: readonly Box[]): readonly Box[] {
    if (place.chain < 0) return boxes;
    return this.sent(place, boxes).flatMap((box) => this.remainder(place.chain, at, box));
  }

  /** Only what somebody sends, so that nothing is said to keep away what would not come. */
  private sent(place: Place, boxes: readonly Box[]): readonly Box[] {
    if (place.start !== undefined || place.ways.length > mostWays) return boxes;
    if (place.ways.some(({ isTranslated }) => isTranslated)) return boxes;
    const pieces = place.ways.flatMap((way) => way.pieces);
    return this.merged(pieces.flatMap((piece) => meetBoxes(boxes, piece)));
  }

  private remainder(chain: number, at: number, box: Box): readonly Box[] {
    if (this.work < 0) return [];
    const found = this.endings.own(chain).touching(box, at, this.areSure, this.comparisons);
    this.work -= 1 + (found.length >> 4);
    if (this.comparisons.left <= 0) this.work = -1;
    if (this.work < 0) return [];
    const covering = coveringOf(box, found, this.comparisons);
    if ('owners' in covering) {
      for (const owner of covering.owners) this.used.add(owner);
      return [];
    }
    let parts: Box[] = [box];
    for (const cover of found) {
      const next = parts.flatMap((part) =>
        meetBox(part, cover) === undefined ? [part] : outside(part, cover),
      );
      if (next.length !== parts.length || next.some((part, index) => part !== parts[index])) {
        this.used.add(cover.owner);
      }
      parts = next;
      this.work -= parts.length;
      if (this.work < 0) return [];
    }
    return parts;
  }

  private passOn(place: Place, boxes: readonly Box[]): void {
    for (const { from, at, pieces, isTranslated, owner } of place.ways) {
      for (const piece of pieces) {
        const isOpen = this.areSure || (piece.isCertain && !isTranslated);
        for (const box of boxes) {
          this.work -= 1;
          if (this.work < 0) return;
          const before = isTranslated ? beforeTranslation(box, this.space.whole) : box;
          const met = meetBox(before, piece);
          if (met === undefined) continue;
          if (isOpen) this.add(from, at, met);
          else if (owner !== undefined) this.used.add(owner);
        }
      }
    }
  }
}
