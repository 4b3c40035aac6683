import { type AddressSet, type Family, intersectAddresses, isEmptyAddresses } from './address.js';
import { type PartSets, setsOf } from './diff.js';
import type { FamilySummary, FlowAnswer } from './flow-answer.js';
import { intersect, pairsOf, type Ranges, rangesOf, subtract, uniteAll } from './ranges.js';

/** A box of a flow that no firewall denies. */
interface Open {
  readonly destinations: AddressSet;
  readonly sources: AddressSet;
  readonly ports: Ranges;
  readonly sourcePorts: Ranges;
  /** Every firewall lets it through for certain. */
  readonly isCertain: boolean;
}

/** More comparisons of parts than this are not made. */
const mostComparisons = 2_000_000;

/**
 * What is left of a flow that meets several firewalls one after another: a packet passes where each lets it pass.
 * All answers must be on the same flow and from the same clients. Of the summaries `closed` and `undecided` are exact;
 * what is merely narrowed each firewall's own answer tells. Undefined where the answers have no family in common, one
 * could not be asked, or there are too many parts to compare.
 */
export function joinAnswers(answers: readonly FlowAnswer[]): FlowAnswer | undefined {
  const [first, ...rest] = answers;
  if (first === undefined || answers.some(({ problem }) => problem !== undefined)) return undefined;
  const families = first.families
    .map(({ family }) => family)
    .filter((family) => rest.every((answer) => answer.families.some((one) => one.family === family)));
  const summaries: FamilySummary[] = [];
  for (const family of families) {
    const open = openTogether(answers, family);
    if (open === undefined) return undefined;
    summaries.push(summaryOf(first, family, open));
  }
  if (summaries.length === 0) return undefined;
  const isClosed = summaries.every(({ closed }) => closed.length > 0);
  return {
    flow: first.flow,
    verdict: isClosed ? 'blocked' : 'partial',
    parts: [],
    decidedBy: [],
    families: summaries,
    // The way back is a matter of each firewall alone.
    returnTraffic: 'allowed',
  };
}

function openTogether(answers: readonly FlowAnswer[], family: Family): readonly Open[] | undefined {
  const [first, ...rest] = answers.map((answer) => openOf(answer, family));
  let open = first ?? [];
  let comparisons = 0;
  for (const other of rest) {
    comparisons += open.length * other.length;
    if (comparisons > mostComparisons) return undefined;
    open = open.flatMap((one) => other.flatMap((two) => common(one, two) ?? []));
  }
  return open;
}

function openOf({ parts }: FlowAnswer, family: Family): readonly Open[] {
  return parts
    .filter((part) => part.family === family && part.action !== 'deny')
    .map((part) => {
      const sets: PartSets = setsOf(part);
      return { ...sets, isCertain: part.action === 'allow' };
    });
}

function common(a: Open, b: Open): Open | undefined {
  const ports = intersect(a.ports, b.ports);
  const sourcePorts = intersect(a.sourcePorts, b.sourcePorts);
  if (ports.length === 0 || sourcePorts.length === 0) return undefined;
  const destinations = intersectAddresses(a.destinations, b.destinations);
  if (isEmptyAddresses(destinations)) return undefined;
  const sources = intersectAddresses(a.sources, b.sources);
  if (isEmptyAddresses(sources)) return undefined;
  return { destinations, sources, ports, sourcePorts, isCertain: a.isCertain && b.isCertain };
}

function summaryOf({ flow }: FlowAnswer, family: Family, open: readonly Open[]): FamilySummary {
  const wanted = rangesOf(flow.ports.map(([from, last]) => [from, last + 1] as const));
  const possible = uniteAll(open.map(({ ports }) => ports));
  const certain = uniteAll(open.filter(({ isCertain }) => isCertain).map(({ ports }) => ports));
  const portsOf = (ranges: Ranges) => pairsOf(ranges).map(([from, end]) => [from, end - 1] as const);
  return {
    family,
    closed: portsOf(subtract(wanted, possible)),
    undecided: portsOf(subtract(intersect(wanted, possible), certain)),
    narrowed: [],
    doubtful: [],
    openDestinations: [],
    dependsOnClient: false,
  };
}
