import { type Box, type Cover, coverOf, type Covering, meetBox, type Work } from './cover.js';
import { covers, intersect, overlaps, type Ranges } from './ranges.js';

/** Dimensions whose outer bounds stand beside each other, so that most boxes are passed over quickly. */
const bounded = 3;
const stride = bounded * 2;

/** A box whose packets do not come to what follows. */
export interface Ending extends Cover {
  /** Number of its rule within the chain. */
  readonly at: number;
  /** It ends them whatever the conditions hold that a policy cannot decide. */
  readonly isCertain: boolean;
  /** It is what another chain ends of the packets of this box; `owner` is added to the owners there. */
  readonly inner?: EndingBoxes;
}

/** Boxes of rules in their order, asked which of them together cover another one. */
export class EndingBoxes {
  readonly items: Ending[] = [];
  private bounds = new Int32Array(64 * stride);

  push(box: Ending): void {
    const at = this.items.length * stride;
    if (at + stride > this.bounds.length) {
      const larger = new Int32Array(this.bounds.length * 2);
      larger.set(this.bounds);
      this.bounds = larger;
    }
    this.items.push(box);
    for (let side = 0; side < bounded; side += 1) {
      const limit = box.sides[side];
      this.bounds[at + side * 2] = limit === undefined ? 0 : (limit[0] ?? 0);
      this.bounds[at + side * 2 + 1] = limit === undefined ? 0x7fffffff : (limit[limit.length - 1] ?? 0);
    }
  }

  /** Owners of the boxes of earlier rules that together cover the region, or what is left of it. */
  cover(region: Box, before: number, areSure: boolean, work: Work): Covering {
    return coveringOf(region, this.touching(region, before, areSure, work), work);
  }

  /** Boxes of rules before one that have something in common with the region; all of them, or the certain ones. */
  touching(region: Box, before: number, areSure: boolean, work: Work): Cover[] {
    if (work.left <= 0) return [];
    const found = this.meeting(region, before, areSure, work);
    work.left -= found.length + (this.items.length >> 4);
    return found.filter((box) => touches(box, region));
  }

  /** Boxes whose outer bounds meet those of the region. */
  private meeting(region: Box, before: number, areSure: boolean, work: Work): Cover[] {
    const [dFrom = 0, sFrom = 0, pFrom = 0] = region.map(lowest);
    const [dLast = 0, sLast = 0, pLast = 0] = region.map(highest);
    const { bounds, items } = this;
    const found: Cover[] = [];
    for (let index = 0, at = 0; index < items.length; index += 1, at += stride) {
      if ((bounds[at] as number) > dLast || (bounds[at + 1] as number) <= dFrom) continue;
      if ((bounds[at + 2] as number) > sLast || (bounds[at + 3] as number) <= sFrom) continue;
      if ((bounds[at + 4] as number) > pLast || (bounds[at + 5] as number) <= pFrom) continue;
      const item = items[index] as Ending;
      if (item.at >= before) break;
      if (areSure && !item.isCertain) continue;
      if (item.inner === undefined) found.push(item);
      else for (const one of innerOf(item, item.inner, region, areSure, work)) found.push(one);
    }
    return found;
  }
}

function innerOf(
  { sides, owner }: Ending,
  inner: EndingBoxes,
  region: Box,
  areSure: boolean,
  work: Work,
): Cover[] {
  work.left -= 2;
  const within = meetBox(region, { sides });
  if (within === undefined) return [];
  return inner
    .touching(within, Infinity, areSure, work)
    .map((one) => ({ owner: owner + one.owner, sides: meetSides(sides, one.sides) }));
}

/** A box within another one; sides may become empty where they have nothing in common. */
export function meetSides(a: Cover['sides'], b: Cover['sides']): Cover['sides'] {
  return a.map((limit, side) => {
    const other = b[side];
    if (limit === undefined || other === undefined) return limit ?? other;
    return intersect(limit, other);
  });
}

/** Which boxes together cover the region; the first one that does so alone, if any. */
export function coveringOf(region: Box, boxes: readonly Cover[], work: Work): Covering {
  const whole = boxes.find((box) => coversAll(box, region));
  return whole === undefined ? coverOf(region, boxes, work) : { owners: [whole.owner] };
}

function lowest(ranges: Ranges): number {
  return ranges[0] ?? 0;
}

function highest(ranges: Ranges): number {
  return (ranges[ranges.length - 1] ?? 1) - 1;
}

function touches({ sides }: Cover, region: Box): boolean {
  return sides.every((limit, side) => limit === undefined || overlaps(limit, region[side] ?? []));
}

function coversAll({ sides }: Cover, region: Box): boolean {
  return sides.every((limit, side) => limit === undefined || covers(limit, region[side] ?? []));
}
