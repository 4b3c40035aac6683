import type { Ranges } from './ranges.js';
import type { Region } from './region.js';

const stride = 4;

/** Regions still undecided, with their outer address bounds beside each other so that most are passed over quickly. */
export class OpenRegions {
  readonly items: Region[] = [];
  private bounds = new Int32Array(64 * stride);

  push(region: Region): void {
    const at = this.items.length * stride;
    if (at + stride > this.bounds.length) {
      const larger = new Int32Array(this.bounds.length * 2);
      larger.set(this.bounds);
      this.bounds = larger;
    }
    this.items.push(region);
    setOuter(this.bounds, at, region.destination);
    setOuter(this.bounds, at + 2, region.source);
  }

  /** Takes a region out; the last one fills its place. */
  removeAt(index: number): void {
    const last = this.items.pop();
    if (last === undefined || index >= this.items.length) return;
    this.items[index] = last;
    const from = this.items.length * stride;
    this.bounds.copyWithin(index * stride, from, from + stride);
  }

  /** Index of the last region below `before` whose bounds meet; -1 when there is none. */
  previousMeeting(
    before: number,
    destination: readonly [number, number],
    source: readonly [number, number],
  ): number {
    const { bounds } = this;
    const [dFrom, dEnd] = destination;
    const [sFrom, sEnd] = source;
    for (let index = before - 1; index >= 0; index -= 1) {
      const at = index * stride;
      if ((bounds[at] as number) >= dEnd || (bounds[at + 1] as number) <= dFrom) continue;
      if ((bounds[at + 2] as number) >= sEnd || (bounds[at + 3] as number) <= sFrom) continue;
      return index;
    }
    return -1;
  }
}

function setOuter(bounds: Int32Array, at: number, ranges: Ranges): void {
  bounds[at] = ranges[0] ?? 0;
  bounds[at + 1] = ranges[ranges.length - 1] ?? 0;
}

/** Outer bounds of a set; everything when it is no restriction. */
export function outerBounds(ranges: Ranges | undefined): readonly [number, number] {
  if (ranges === undefined) return [0, 0x7fffffff];
  return [ranges[0] ?? 0, ranges[ranges.length - 1] ?? 0];
}
