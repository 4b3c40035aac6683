import { type Ranges, unite } from '../ranges.js';
import type { Sides } from './space.js';

/** More boxes than this are left as they are: looking for alike ones then costs more than it saves. */
const mostMerged = 4096;

/** Puts boxes together that differ in one side only; `kindOf` tells apart what must stay apart. */
export function mergeBoxes<T extends { readonly sides: Sides }>(
  boxes: readonly T[],
  kindOf: (box: T) => string,
): readonly T[] {
  if (boxes.length < 2 || boxes.length > mostMerged) return boxes;
  const sides = Math.max(...boxes.map((box) => box.sides.length));
  let merged = boxes;
  for (let side = 0; side < sides; side += 1) merged = mergeAlong(merged, side, kindOf);
  return merged;
}

function mergeAlong<T extends { readonly sides: Sides }>(
  boxes: readonly T[],
  along: number,
  kindOf: (box: T) => string,
): readonly T[] {
  const groups = new Map<string, { readonly box: T; side: Ranges | undefined }>();
  for (const box of boxes) {
    const others = box.sides.map((side, index) => (index === along ? '' : (side?.join() ?? '*')));
    const key = `${kindOf(box)};${others.join(';')}`;
    const side = box.sides[along];
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { box, side });
    else group.side = group.side === undefined || side === undefined ? undefined : unite(group.side, side);
  }
  if (groups.size === boxes.length) return boxes;
  return [...groups.values()].map(({ box, side }) =>
    side === box.sides[along] ? box : { ...box, sides: box.sides.with(along, side) },
  );
}
