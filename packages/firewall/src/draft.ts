import { type AddressSet, anyAddress, intersectAddresses } from './address.js';
import { allStates, type InterfaceMatch, type Match } from './policy.js';
import { intersect, pairsOf, type Ranges, subtract } from './ranges.js';

export const allPorts: Ranges = [0, 65536];
export const allProtocols: Ranges = [0, 256];

/**
 * A rule while it is read: conditions are added one after the other and all must hold.
 * Alternatives (source port *or* destination port) multiply the boxes.
 */
export class Draft {
  private boxes: Match[] = [{}];
  /** Conditions that are understood but cannot be decided. */
  readonly opaque: string[] = [];
  /** What was not understood; such a rule is undecidable and its line is listed. */
  readonly problems: string[] = [];
  readonly objects: string[] = [];

  /** The boxes so far; empty when the conditions exclude each other. */
  get matches(): readonly Match[] {
    return this.boxes;
  }

  undecidable(reason: string): void {
    if (!this.opaque.includes(reason)) this.opaque.push(reason);
  }

  problem(reason: string): void {
    this.problems.push(reason);
    this.undecidable(`not understood: ${reason}`);
  }

  source(set: AddressSet): void {
    this.boxes = this.boxes.map((box) => ({
      ...box,
      source: intersectAddresses(box.source ?? anyAddress, set),
    }));
  }

  destination(set: AddressSet): void {
    this.boxes = this.boxes.map((box) => ({
      ...box,
      destination: intersectAddresses(box.destination ?? anyAddress, set),
    }));
  }

  protocols(ranges: Ranges): void {
    this.boxes = this.boxes.map((box) => ({
      ...box,
      protocols: intersect(box.protocols ?? allProtocols, ranges),
    }));
  }

  sourcePorts(ranges: Ranges): void {
    this.boxes = this.boxes.map((box) => ({
      ...box,
      sourcePorts: intersect(box.sourcePorts ?? allPorts, ranges),
    }));
  }

  destinationPorts(ranges: Ranges): void {
    this.boxes = this.boxes.map((box) => ({
      ...box,
      destinationPorts: intersect(box.destinationPorts ?? allPorts, ranges),
    }));
  }

  /** States in which the condition holds, and those in which it may. */
  states(certain: number, uncertain = 0): void {
    this.boxes = this.boxes.map((box) => {
      const states = (box.states ?? allStates) & (certain | uncertain);
      return { ...box, states, uncertainStates: ((box.uncertainStates ?? 0) | uncertain) & states };
    });
  }

  interface(side: 'in' | 'out', match: InterfaceMatch): void {
    this.boxes = this.boxes.map((box) => ({ ...box, [side]: [...(box[side] ?? []), match] }));
  }

  /** Gives another draft everything that stands in this one. */
  copyInto(other: Draft): void {
    other.boxes = this.boxes;
    for (const reason of this.opaque) other.undecidable(reason);
    other.problems.push(...this.problems);
    other.objects.push(...this.objects);
  }

  /** Any of the alternatives may hold; each adds its conditions to a copy of what stands. */
  either(alternatives: readonly ((draft: Draft) => void)[]): void {
    const before = this.boxes;
    this.boxes = alternatives.flatMap((add) => {
      const copy = new Draft();
      copy.boxes = before;
      add(copy);
      for (const reason of copy.opaque) this.undecidable(reason);
      this.problems.push(...copy.problems);
      for (const name of copy.objects) if (!this.objects.includes(name)) this.objects.push(name);
      return copy.boxes;
    });
  }
}

export function complementPorts(ranges: Ranges): Ranges {
  return subtract(allPorts, ranges);
}

export function complementProtocols(ranges: Ranges): Ranges {
  return subtract(allProtocols, ranges);
}

/** Which of TCP and UDP a set of protocols has. */
export function hasProtocol(ranges: Ranges, number: number): boolean {
  return pairsOf(ranges).some(([from, end]) => from <= number && number < end);
}
