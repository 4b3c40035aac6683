import { type Cover, coverOf } from './cover.js';
import { contains, covers, overlaps, type Ranges } from './ranges.js';

/** Dimensions whose outer bounds stand beside each other, so that most boxes are passed over quickly. */
const bounded = 3;
const stride = bounded * 2;

/** Boxes of rules in their order, asked which of them together cover another one. */
export class EndingBoxes {
  private readonly boxes: Cover[] = [];
  private bounds = new Int32Array(64 * stride);

  push(box: Cover): void {
    const at = this.boxes.length * stride;
    if (at + stride > this.bounds.length) {
      const larger = new Int32Array(this.bounds.length * 2);
      larger.set(this.bounds);
      this.bounds = larger;
    }
    this.boxes.push(box);
    for (let side = 0; side < bounded; side += 1) {
      const limit = box.sides[side];
      this.bounds[at + side * 2] = limit === undefined ? 0 : (limit[0] ?? 0);
      this.bounds[at + side * 2 + 1] = limit === undefined ? 0x7fffffff : (limit[limit.length - 1] ?? 0);
    }
  }

  /** Owners of the boxes that together cover the region; undefined when some of it is left. */
  cover(region: readonly Ranges[]): readonly number[] | undefined {
    // Nearly every region has a corner that nothing covers: found without gathering what meets it.
    for (const corner of [region.map(lowest), region.map(highest)]) {
      const point = corner.map((value) => [value, value + 1]);
      if (!this.meeting(point).some((box) => holds(box, corner))) return undefined;
    }
    const found: Cover[] = [];
    for (const box of this.meeting(region)) {
      if (!touches(box, region)) continue;
      if (coversAll(box, region)) return [box.owner];
      found.push(box);
    }
    return coverOf(region, found);
  }

  /** Boxes whose outer bounds meet those of the region. */
  private meeting(region: readonly Ranges[]): Cover[] {
    const [dFrom = 0, sFrom = 0, pFrom = 0] = region.map(lowest);
    const [dLast = 0, sLast = 0, pLast = 0] = region.map(highest);
    const { bounds } = this;
    const found: Cover[] = [];
    for (let index = 0, at = 0; index < this.boxes.length; index += 1, at += stride) {
      if ((bounds[at] as number) > dLast || (bounds[at + 1] as number) <= dFrom) continue;
      if ((bounds[at + 2] as number) > sLast || (bounds[at + 3] as number) <= sFrom) continue;
      if ((bounds[at + 4] as number) > pLast || (bounds[at + 5] as number) <= pFrom) continue;
      found.push(this.boxes[index] as Cover);
    }
    return found;
  }
}

function lowest(ranges: Ranges): number {
  return ranges[0] ?? 0;
}

function highest(ranges: Ranges): number {
  return (ranges[ranges.length - 1] ?? 1) - 1;
}

function holds({ sides }: Cover, point: readonly number[]): boolean {
  return sides.every((limit, side) => limit === undefined || contains(limit, point[side] ?? 0));
}

function touches({ sides }: Cover, region: readonly Ranges[]): boolean {
  return sides.every((limit, side) => limit === undefined || overlaps(limit, region[side] ?? []));
}

function coversAll({ sides }: Cover, region: readonly Ranges[]): boolean {
  return sides.every((limit, side) => limit === undefined || covers(limit, region[side] ?? []));
}
