import type { Ranges } from './ranges.js';

/** Steps per end of a range after which pieces are left apart: sets that overlap like scales have nothing in common. */
const fairSteps = 24;

/**
 * Numbers of the classes of `count` pieces, by first appearance: two pieces are of one class when no set tells them
 * apart. A sweep keeps the sets that hold the piece it stands on as a path in a tree, the largest set first, so that
 * small ones come and go at its end; equal paths are one node.
 */
export function classesOf(sets: readonly Ranges[], count: number): Int32Array {
  const { starts, ids } = changesOf(sets, count);
  const open = new OpenSets(sets.length);
  const classes = new Int32Array(count);
  const numbers = new Map<number, number>();
  const most = fairSteps * (ids.length + 64);
  for (let piece = 0; piece < count; piece += 1) {
    for (let at = starts[piece] as number; at < (starts[piece + 1] as number); at += 1)
      open.toggle(ids[at] as number);
    const node = open.node();
    if (open.steps > most) return Int32Array.from({ length: count }, (_piece, index) => index);
    let number = numbers.get(node);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(node, number);
    }
    classes[piece] = number;
  }
  return classes;
}

/** Which sets begin or end at each piece; numbers of sets go from the largest to the smallest. */
function changesOf(sets: readonly Ranges[], count: number): { starts: Int32Array; ids: Int32Array } {
  const sizes = sets.map(sizeOf);
  const order = sets.map((_set, index) => index).sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0));
  const starts = new Int32Array(count + 2);
  for (const set of sets) for (const end of set) starts[end + 1] = (starts[end + 1] as number) + 1;
  for (let piece = 0; piece <= count; piece += 1)
    starts[piece + 1] = (starts[piece + 1] as number) + (starts[piece] as number);
  const next = starts.slice();
  const ids = new Int32Array(starts[count + 1] as number);
  order.forEach((set, id) => {
    for (const end of sets[set] ?? []) {
      const at = next[end] as number;
      ids[at] = id;
      next[end] = at + 1;
    }
  });
  return { starts, ids };
}

function sizeOf(set: Ranges): number {
  let size = 0;
  for (let at = 0; at < set.length; at += 2) size += (set[at + 1] as number) - (set[at] as number);
  return size;
}

/** Numbers of sets in ascending order, and of each beginning of that list a node that stands for it. */
class OpenSets {
  steps = 0;
  private readonly ids: number[] = [];
  private readonly nodes: number[] = [];
  private readonly children = new Map<number, number>();

  constructor(private readonly sets: number) {}

  toggle(id: number): void {
    const { ids } = this;
    let at = ids.length;
    while (at > 0 && (ids[at - 1] as number) > id) at -= 1;
    this.steps += ids.length - at + 1;
    if (ids[at - 1] === id) {
      at -= 1;
      ids.splice(at, 1);
    } else ids.splice(at, 0, id);
    this.nodes.length = Math.min(this.nodes.length, at);
  }

  /** Equal for equal lists. */
  node(): number {
    const { ids, nodes, children } = this;
    for (let at = nodes.length; at < ids.length; at += 1) {
      const key = (nodes[at - 1] ?? 0) * this.sets + (ids[at] as number);
      let node = children.get(key);
      if (node === undefined) {
        node = children.size + 1;
        children.set(key, node);
      }
      nodes.push(node);
      this.steps += 1;
    }
    return nodes[nodes.length - 1] ?? 0;
  }
}
