import {
  type AddressSet,
  formatAddresses,
  intersectAddresses,
  isEmptyAddresses,
  noAddress,
  onlyFamily,
  parseAddressList,
  uniteAddresses,
} from './address.js';
import type { DecidingRule, FlowAnswer, FlowPart, PartAction, PortRange } from './flow-answer.js';
import { globalUnicast } from './globals.js';
import type { ReturnTraffic } from './returns.js';
import { intersect, pairsOf, type Ranges, rangesOf, uniteAll } from './ranges.js';

/** Packets of a flow that two policies treat differently, and the lines that do. */
export interface FlowChange {
  readonly from: PartAction;
  readonly to: PartAction;
  readonly family: 4 | 6;
  readonly ports: readonly PortRange[];
  readonly destinations: readonly string[];
  readonly before: readonly DecidingRule[];
  readonly after: readonly DecidingRule[];
}

/** One flow under two policies. */
export interface FlowDifference {
  readonly before: FlowAnswer;
  readonly after: FlowAnswer;
  readonly isChanged: boolean;
  /** Empty where only the way back changed, or where there are too many parts to compare. */
  readonly changes: readonly FlowChange[];
  /** False when the parts were too many to compare one by one: the verdicts still stand. */
  readonly isComplete: boolean;
  readonly returnTraffic?: { readonly from: ReturnTraffic; readonly to: ReturnTraffic };
}

/** More comparisons of parts than this are not made. */
const mostComparisons = 4_000_000;

/**
 * What changes for a flow from one policy to another: exactly the packets whose outcome differs, with the lines that
 * decided before and decide after. Both answers must be on the same flow and from the same clients.
 */
export function diffAnswers(before: FlowAnswer, after: FlowAnswer): FlowDifference {
  const isComplete = before.parts.length * after.parts.length <= mostComparisons;
  const changes = isComplete ? changesOf(before, after) : [];
  const returns = before.returnTraffic !== after.returnTraffic;
  return {
    before,
    after,
    isChanged:
      changes.length > 0 || returns || before.verdict !== after.verdict || before.problem !== after.problem,
    changes,
    isComplete,
    ...(returns ? { returnTraffic: { from: before.returnTraffic, to: after.returnTraffic } } : {}),
  };
}

/** The sets that a part of an answer names. */
export interface PartSets {
  readonly part: FlowPart;
  readonly destinations: AddressSet;
  readonly sources: AddressSet;
  readonly ports: Ranges;
  readonly sourcePorts: Ranges;
}

interface Group {
  readonly left: FlowPart;
  readonly right: FlowPart;
  destinations: AddressSet;
  readonly ports: Ranges[];
}

function changesOf(before: FlowAnswer, after: FlowAnswer): FlowChange[] {
  const groups = new Map<string, Group>();
  const rights = after.parts.map(setsOf);
  for (const left of before.parts.map(setsOf)) {
    for (const right of rights) {
      if (left.part.action === right.part.action || left.part.family !== right.part.family) continue;
      const common = inCommon(left, right);
      if (common !== undefined) gather(groups, left.part, right.part, common);
    }
  }
  return [...groups.values()].map(({ left, right, destinations, ports }) => ({
    from: left.action,
    to: right.action,
    family: left.family,
    ports: pairsOf(uniteAll(ports)).map(([from, end]) => [from, end - 1] as const),
    destinations: isAll(left) && isAll(right) ? ['any'] : formatAddresses(destinations),
    before: rulesOf(before, left),
    after: rulesOf(after, right),
  }));
}

function gather(groups: Map<string, Group>, left: FlowPart, right: FlowPart, common: Common): void {
  const key = [left.family, left.action, right.action, ...left.decidedBy, '>', ...right.decidedBy].join('\n');
  const held = groups.get(key);
  if (held === undefined) {
    groups.set(key, { left, right, destinations: common.destinations, ports: [common.ports] });
    return;
  }
  held.destinations = uniteAddresses(held.destinations, common.destinations);
  held.ports.push(common.ports);
}

export function setsOf(part: FlowPart): PartSets {
  return {
    part,
    destinations: isAll(part)
      ? onlyFamily(globalUnicast, part.family)
      : (parseAddressList(part.destinations) ?? noAddress),
    sources: parseAddressList(part.sources) ?? noAddress,
    ports: halfOpen(part.ports),
    sourcePorts: halfOpen(part.sourcePorts),
  };
}

function isAll({ destinations }: FlowPart): boolean {
  return destinations.length === 1 && destinations[0] === 'any';
}

function halfOpen(ports: readonly PortRange[]): Ranges {
  return rangesOf(ports.map(([from, last]) => [from, last + 1] as const));
}

interface Common {
  readonly destinations: AddressSet;
  readonly ports: Ranges;
}

function inCommon(a: PartSets, b: PartSets): Common | undefined {
  const ports = intersect(a.ports, b.ports);
  if (ports.length === 0 || intersect(a.sourcePorts, b.sourcePorts).length === 0) return undefined;
  const destinations = intersectAddresses(a.destinations, b.destinations);
  if (isEmptyAddresses(destinations)) return undefined;
  return isEmptyAddresses(intersectAddresses(a.sources, b.sources)) ? undefined : { destinations, ports };
}

function rulesOf(answer: FlowAnswer, part: FlowPart): readonly DecidingRule[] {
  return answer.decidedBy.filter((rule) => rule.action === part.action && part.decidedBy.includes(rule.rule));
}
