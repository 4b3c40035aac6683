import type { CompiledBox } from './compile.js';
import type { Ranges } from './ranges.js';

/**
 * The outer bounds of every rule of a chain, side by side in memory: most rules are passed over by comparing a few
 * neighbouring numbers, without touching the rule.
 */
export interface Columns {
  /** Bits of `protocolBit`. */
  readonly protocols: Uint8Array;
  readonly states: Uint8Array;
  /** Per rule: destination, source, destination port, source port, each from and end. */
  readonly bounds: Int32Array;
}

const stride = 8;

/** TCP, UDP and ICMP have a bit of their own, all others share one. */
export function protocolBit(protocol: number): number {
  if (protocol === 6) return 1;
  if (protocol === 17) return 2;
  return protocol === 1 || protocol === 58 ? 4 : 8;
}

export function columnsOf(
  rules: readonly { readonly boxes: readonly CompiledBox[] }[],
  family: 'v4' | 'v6',
): Columns {
  const columns: Columns = {
    protocols: new Uint8Array(rules.length),
    states: new Uint8Array(rules.length),
    bounds: new Int32Array(rules.length * stride),
  };
  rules.forEach(({ boxes }, index) => {
    for (let side = 0; side < stride; side += 2) {
      columns.bounds[index * stride + side] = 0x7fffffff;
      columns.bounds[index * stride + side + 1] = 0;
    }
    for (const box of boxes) widen(columns, index, box, family);
  });
  return columns;
}

function widen(
  { protocols, states, bounds }: Columns,
  index: number,
  box: CompiledBox,
  family: 'v4' | 'v6',
): void {
  protocols[index] = (protocols[index] ?? 0) | bitsOf(box.protocols);
  states[index] = (states[index] ?? 0) | box.states;
  const sides = [box.destination[family], box.source[family], box.destinationPorts, box.sourcePorts];
  sides.forEach((ranges, side) => {
    const at = index * stride + side * 2;
    const [from, end] = outer(ranges);
    bounds[at] = Math.min(bounds[at] ?? 0, from);
    bounds[at + 1] = Math.max(bounds[at + 1] ?? 0, end);
  });
}

function bitsOf(flags: Uint8Array | undefined): number {
  if (flags === undefined) return 15;
  let bits = 0;
  for (let protocol = 0; protocol < flags.length; protocol += 1) {
    if (flags[protocol] === 1) bits |= protocolBit(protocol);
  }
  return bits;
}

function outer(ranges: Ranges | undefined): readonly [number, number] {
  if (ranges === undefined) return [0, 0x7fffffff];
  return ranges.length === 0 ? [0x7fffffff, 0] : [ranges[0] as number, ranges[ranges.length - 1] as number];
}

/** Bounds to look for, in the order of the columns; ends are exclusive. */
export interface Bounds {
  readonly protocolBit: number;
  readonly states: number;
  readonly destination: readonly [number, number];
  readonly source: readonly [number, number];
  readonly destinationPorts: readonly [number, number];
  readonly sourcePorts: readonly [number, number];
}

/** Index of the first rule from `start` on whose bounds meet those given; the number of rules when there is none. */
export function nextRule(columns: Columns, start: number, wanted: Bounds): number {
  const { protocols, states, bounds } = columns;
  const [dFrom, dEnd] = wanted.destination;
  const [sFrom, sEnd] = wanted.source;
  const [pFrom, pEnd] = wanted.destinationPorts;
  const [qFrom, qEnd] = wanted.sourcePorts;
  const count = protocols.length;
  for (let index = start; index < count; index += 1) {
    if (((protocols[index] as number) & wanted.protocolBit) === 0) continue;
    if (((states[index] as number) & wanted.states) === 0) continue;
    const at = index * stride;
    if ((bounds[at] as number) >= dEnd || (bounds[at + 1] as number) <= dFrom) continue;
    if ((bounds[at + 2] as number) >= sEnd || (bounds[at + 3] as number) <= sFrom) continue;
    if ((bounds[at + 4] as number) >= pEnd || (bounds[at + 5] as number) <= pFrom) continue;
    if ((bounds[at + 6] as number) >= qEnd || (bounds[at + 7] as number) <= qFrom) continue;
    return index;
  }
  return count;
}
