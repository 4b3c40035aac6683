import type { AddressSet, Family } from './address.js';
import { type CompiledPolicy, type CompiledRule, outcome } from './compile.js';
import { type Rule, type Stage, stateBits } from './policy.js';
import { covers, intersect, overlaps, type Ranges } from './ranges.js';
import { type Doubts, mergeRegions, type Region } from './region.js';
import type { Decision } from './walk.js';

/** A deciding rule as answers name it. */
export interface Decider {
  readonly id: string;
  readonly line?: number;
  readonly text: string;
  readonly reason?: string;
  readonly objects?: readonly string[];
}

const givenUpOn: Decider = {
  id: 'given-up',
  text: '',
  reason: 'the policy is too complex to follow to the end',
};

/** Of what was too much to follow. */
export const givenUp: readonly Decider[] = [givenUpOn];

/** A box of a flow with its possible outcomes; addresses in atoms, rounded outwards. */
export interface Part {
  readonly region: Region;
  readonly mask: number;
  /** One object per set of deciders, so that alike parts can be told by identity. */
  readonly deciders: readonly Decider[];
}

/** Atoms that have any of the addresses. */
export function toAtoms({ atoms4, atoms6 }: CompiledPolicy, set: AddressSet, family: Family): Ranges {
  return family === 4 ? atoms4.touching(set.v4) : atoms6.touching(set.v6);
}

/** Atoms back as addresses. */
export function fromAtoms({ atoms4, atoms6 }: CompiledPolicy, atoms: Ranges, family: Family): AddressSet {
  return family === 4 ? { v4: atoms4.addresses(atoms), v6: [] } : { v4: [], v6: atoms6.addresses(atoms) };
}

/** Turns decisions of a walk into parts, with the same deciders for the same reasons. */
export class PartMaker {
  private readonly certain = new Map<CompiledRule | Stage | string, readonly Decider[]>();
  private readonly doubtful = new Map<Doubts, Map<CompiledRule | Stage | string, readonly Decider[]>>();

  constructor(private readonly noDoubts: Doubts) {}

  parts(decisions: readonly Decision[]): readonly Part[] {
    return decisions.map((decision) => ({
      region: this.withoutHistory(decision.region),
      mask: decision.mask,
      deciders: this.decidersOf(decision),
    }));
  }

  /** What led to a part no longer matters: parts that differ in it alone may be put together. */
  private withoutHistory(region: Region): Region {
    return region.pending === 0 && region.doubts === this.noDoubts
      ? region
      : { ...region, pending: 0, doubts: this.noDoubts };
  }

  private decidersOf(decision: Decision): readonly Decider[] {
    const last = decision.rule ?? decision.fallback ?? lastDecider(decision).id;
    const isCertain = decision.mask === outcome.allow || decision.mask === outcome.deny;
    const known = isCertain ? this.certain : entryOf(this.doubtful, decision.region.doubts);
    const held = known.get(last);
    if (held !== undefined) return held;
    const made = isCertain ? [lastDecider(decision)] : doubtfulDeciders(decision);
    known.set(last, made);
    return made;
  }
}

export function entryOf<K, L, V>(map: Map<K, Map<L, V>>, key: K): Map<L, V> {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = new Map<L, V>();
  map.set(key, made);
  return made;
}

function doubtfulDeciders(decision: Decision): Decider[] {
  const last = lastDecider(decision);
  const doubts: Decider[] = [];
  const seen = new Set<string>();
  for (let doubt: Doubts | undefined = decision.region.doubts; doubt !== undefined; doubt = doubt.previous) {
    if (doubt.rule === undefined || seen.has(doubt.rule.rule.id)) continue;
    const { rule } = doubt.rule;
    seen.add(rule.id);
    doubts.push({ ...ofRule(rule), reason: reasonOf(rule) });
  }
  doubts.reverse();
  return seen.has(last.id) ? doubts : [...doubts, last];
}

/** Why it cannot be told what a rule does with its packets. */
export function reasonOf(rule: Rule): string {
  if (rule.opaque.length > 0) return rule.opaque.join(', ');
  if (rule.action.type === 'unknown') return 'target';
  return rule.matches.some((box) => box.in !== undefined || box.out !== undefined)
    ? 'depends on the interface'
    : 'depends on TCP flags';
}

function lastDecider(decision: Decision): Decider {
  if (decision.rule !== undefined) return ofRule(decision.rule.rule);
  if (decision.fallback !== undefined) return ofFallback(decision.fallback);
  if (decision.mask === outcome.allow) {
    const isLater = decision.region.state !== stateBits.new;
    return isLater ? { id: 'session', text: '' } : { id: 'unfiltered', text: '' };
  }
  return givenUpOn;
}

export function ofRule(rule: Rule): Decider {
  return {
    id: rule.id,
    line: rule.line,
    text: rule.text,
    ...(rule.objects === undefined ? {} : { objects: rule.objects }),
  };
}

function ofFallback(stage: Stage): Decider {
  return {
    id: stage.fallbackId,
    ...(stage.fallbackLine === undefined ? {} : { line: stage.fallbackLine }),
    text: stage.fallbackText ?? '',
  };
}

export function mergeParts(parts: readonly Part[]): readonly Part[] {
  return mergeRegions(parts, (a, b) => a.mask === b.mask && a.deciders === b.deciders);
}

/** What two regions have in common; undefined when nothing. */
export function meet(a: Region, b: Region): Region | undefined {
  if (!meets(a, b)) return undefined;
  return {
    ...a,
    destination: intersect(a.destination, b.destination),
    source: intersect(a.source, b.source),
    destinationPorts: intersect(a.destinationPorts, b.destinationPorts),
    sourcePorts: intersect(a.sourcePorts, b.sourcePorts),
  };
}

/** Exact although atoms are rounded outwards: every atom of a question has an address that was asked about. */
export function meets(a: Region, b: Region): boolean {
  return (
    overlaps(a.destination, b.destination) &&
    overlaps(a.source, b.source) &&
    overlaps(a.destinationPorts, b.destinationPorts) &&
    overlaps(a.sourcePorts, b.sourcePorts)
  );
}

/** What a flow is of the packets asked about with it. */
export interface FlowRegion {
  readonly destination: Ranges;
  readonly ports: Ranges;
}

export function isTouched({ destination, destinationPorts }: Region, flow: FlowRegion): boolean {
  return overlaps(destinationPorts, flow.ports) && overlaps(destination, flow.destination);
}

/** Of the parts those of a flow, cut down to it. */
export function cut(parts: readonly Part[], flow: FlowRegion): readonly Part[] {
  const own = parts.flatMap((part) => {
    const { destination, destinationPorts } = part.region;
    if (!isTouched(part.region, flow)) return [];
    if (covers(flow.ports, destinationPorts) && covers(flow.destination, destination)) return [part];
    const region = {
      ...part.region,
      destination: intersect(destination, flow.destination),
      destinationPorts: intersect(destinationPorts, flow.ports),
    };
    return [{ ...part, region }];
  });
  return mergeParts(own);
}
