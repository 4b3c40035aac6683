import { type Family } from '../address.js';
import { type CompiledBox, type CompiledPolicy, type CompiledRule, matchesInterface } from '../compile.js';
import { type Box, type Cover, meetBoxes } from '../cover.js';
import type { TracedPacket } from '../packet.js';
import { allStates, type InterfaceMatch, type Path, stateBits } from '../policy.js';
import { pairsOf, type Ranges, rangesOf } from '../ranges.js';

/** Limits of a box in the order destination, source, their ports, protocol, state, interfaces in and out. */
export type Sides = Cover['sides'];

const stateSide = 5;
const interfaceSide = { in: 6, out: 7 } as const;
export const noLimits: Sides = [];

/** A box of a rule, as far as it is known to match and as far as it may. */
export interface Piece {
  readonly sides: Sides;
  readonly isCertain: boolean;
}

/**
 * Interfaces as numbers: none at all (of packets the firewall itself sends or takes), one that no rule names, those
 * some rule names, and for each pattern one that only the pattern knows.
 */
export function interfaceNames({ policy }: CompiledPolicy): readonly string[] {
  const names = new Set<string>(['', ' unnamed']);
  for (const { rules } of policy.chains) {
    for (const match of rules.flatMap((rule) => rule.matches)) {
      for (const condition of [...(match.in ?? []), ...(match.out ?? [])]) {
        for (const name of condition.names) names.add(name.replace(/[+*]$/, ' other'));
      }
    }
  }
  return [...names];
}

/** All packets of one family, of any protocol, state and interfaces. */
export class Space {
  readonly whole: Box;
  private readonly key: 'v4' | 'v6';
  private readonly interfaces = new Map<readonly InterfaceMatch[], Ranges>();
  private readonly protocols = new Map<Uint8Array, Ranges>();

  constructor(
    compiled: CompiledPolicy,
    readonly family: Family,
    readonly names: readonly string[],
  ) {
    this.key = family === 4 ? 'v4' : 'v6';
    const atoms = [0, (family === 4 ? compiled.atoms4 : compiled.atoms6).count];
    const ports = [0, 65536];
    const all = [0, names.length];
    this.whole = [atoms, atoms, ports, ports, [0, 256], [0, 5], all, all];
  }

  /** The packets a rule is for, as far as its conditions are known. */
  boxesOf(rule: CompiledRule): readonly Box[] {
    const pieces = rule.boxes.flatMap((box) => this.piece(box, box.states, true));
    return pieces.flatMap((piece) => meetBoxes([this.whole], piece));
  }

  /** What a rule does something to; with `loosens` a packet may have been taken out of tracking, and so into it, on the way. */
  pieces(rule: CompiledRule, loosens: boolean): readonly Piece[] {
    return rule.boxes.flatMap((box) => {
      const { states: all, uncertainStates } = box;
      const states = rule.action === 'untrack' ? all & ~stateBits.untracked : all;
      const isLoose = loosens && all !== allStates && rule.action !== 'untrack';
      const loose = isLoose ? stateBits.untracked : 0;
      const doubtful = rule.opaque ? states | loose : (states & uncertainStates) | loose;
      return [...this.piece(box, states & ~doubtful, true), ...this.piece(box, doubtful, false)];
    });
  }

  /** A corner of a box as a packet. */
  packetIn(box: Box, end: 'low' | 'high'): TracedPacket {
    const value = (side: number): number => {
      const ranges = box[side] ?? [];
      return end === 'low' ? (ranges[0] ?? 0) : (ranges[ranges.length - 1] ?? 1) - 1;
    };
    return {
      family: this.family,
      destination: value(0),
      source: value(1),
      destinationPort: value(2),
      sourcePort: value(3),
      protocol: value(4),
      state: 1 << value(stateSide),
      in: this.names[value(interfaceSide.in)],
      out: this.names[value(interfaceSide.out)],
    };
  }

  private piece(box: CompiledBox, states: number, isCertain: boolean): Piece[] {
    if (states === 0) return [];
    const sides = [
      box.destination[this.key],
      box.source[this.key],
      box.destinationPorts,
      box.sourcePorts,
      box.protocols && this.protocolsOf(box.protocols),
      stateLimit(states),
      box.in && this.namesOf(box.in),
      box.out && this.namesOf(box.out),
    ];
    return sides.some((side) => side?.length === 0) ? [] : [{ sides, isCertain }];
  }

  private protocolsOf(flags: Uint8Array): Ranges {
    const known = this.protocols.get(flags);
    if (known !== undefined) return known;
    const pairs: [number, number][] = [];
    flags.forEach((flag, number) => {
      if (flag === 1) pairs.push([number, number + 1]);
    });
    const made = rangesOf(pairs);
    this.protocols.set(flags, made);
    return made;
  }

  private namesOf(conditions: readonly InterfaceMatch[]): Ranges {
    const held = this.interfaces.get(conditions);
    if (held !== undefined) return held;
    const pairs = this.names.flatMap((name, index): [number, number][] =>
      matchesInterface(conditions, name) === true ? [[index, index + 1]] : [],
    );
    const made = pairsOf(rangesOf(pairs)).flat();
    this.interfaces.set(conditions, made);
    return made;
  }
}

/** A limit on states; none where it is for all. */
function stateLimit(states: number): Ranges | undefined {
  if (states === allStates) return undefined;
  const bits = [0, 1, 2, 3, 4].filter((bit) => (states & (1 << bit)) !== 0);
  return rangesOf(bits.map((bit) => [bit, bit + 1] as const));
}

/** Only these states, whatever else. */
export function onlyStates(states: number): Sides {
  return [undefined, undefined, undefined, undefined, undefined, stateLimit(states)];
}

/** Where packets start: with interfaces on both sides, or none on one; sessions the device keeps do not come. */
export function startLimits({ tracksSessions, without }: Path, names: number): Sides {
  const some = [1, names];
  const none = [0, 1];
  const kept = stateBits.established | stateBits.related;
  const states = stateLimit(tracksSessions ? allStates & ~kept : allStates);
  return [
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
    states,
    without === 'in' ? none : some,
    without === 'out' ? none : some,
  ];
}

/** What a translation on the way may have made of other packets: addresses, ports and state say nothing about them. */
export function beforeTranslation(region: Box, whole: Box): Box {
  return region.map((side, index) => (index <= 3 || index === stateSide ? (whole[index] ?? side) : side));
}
