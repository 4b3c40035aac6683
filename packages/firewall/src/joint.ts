import { type AddressSet, type Family, intersectAddresses, isEmptyAddresses } from './address.js';
import { setsOf } from './diff.js';
import type { FamilySummary, FlowAnswer, FlowPart, PartAction } from './flow-answer.js';
import { intersect, pairsOf, type Ranges, rangesOf, subtract, uniteAll } from './ranges.js';

/** A box of a flow, and the part of each firewall met so far that holds it. */
export interface Met {
  /** Where it lies, roughly. */
  readonly bounds: Bounds;
  readonly destinations: AddressSet;
  readonly sources: AddressSet;
  readonly ports: Ranges;
  readonly sourcePorts: Ranges;
  readonly parts: readonly FlowPart[];
}

/**
 * The least member and the end of each side as numbers: most boxes lie apart in one of them. Large addresses are
 * rounded, which keeps their order, so boxes are apart for certain only where the end is truly less.
 */
interface Bounds {
  readonly destination: number;
  readonly destinationEnd: number;
  readonly source: number;
  readonly sourceEnd: number;
  readonly port: number;
  readonly portEnd: number;
}

/** More comparisons of parts than this are not made, nor more boxes kept. */
const mostComparisons = 16_000_000;
const mostBoxes = 100_000;

/** What several answers leave together, and by family what each firewall lets come to the next. */
export interface Joint {
  readonly answer: FlowAnswer;
  readonly passed: ReadonlyMap<Family, readonly (readonly Met[])[]>;
}

/**
 * What is left of a flow that meets several firewalls one after another: a packet passes where each lets it pass.
 * All answers must be on the same flow and from the same clients. Of the summaries `closed` and `undecided` are exact;
 * what is merely narrowed each firewall's own answer tells. Undefined where the answers have no family in common, one
 * could not be asked, or there are too many parts to compare.
 */
export function joinAnswers(answers: readonly FlowAnswer[]): FlowAnswer | undefined {
  return join(answers)?.answer;
}

/** The same with what it was concluded from. */
export function join(answers: readonly FlowAnswer[]): Joint | undefined {
  const [first] = answers;
  if (first === undefined || answers.some(({ problem }) => problem !== undefined)) return undefined;
  const passed = new Map<Family, readonly (readonly Met[])[]>();
  const summaries: FamilySummary[] = [];
  for (const family of familiesOf(answers)) {
    const stages = passedBy(answers, family);
    if (stages === undefined) return undefined;
    passed.set(family, stages);
    summaries.push(summaryOf(first, family, stages.at(-1) ?? []));
  }
  if (summaries.length === 0) return undefined;
  const answer: FlowAnswer = {
    flow: first.flow,
    verdict: verdictOf(answers, passed),
    parts: [],
    decidedBy: [],
    families: summaries,
    // The way back is a matter of each firewall alone.
    returnTraffic: 'allowed',
  };
  return { answer, passed };
}

/** Address families that every firewall speaks of. */
export function familiesOf([first, ...rest]: readonly FlowAnswer[]): readonly Family[] {
  const families = first?.families.map(({ family }) => family) ?? [];
  return families.filter((family) =>
    rest.every((answer) => answer.families.some((one) => one.family === family)),
  );
}

/** What each firewall and all before it do not deny, in their order; undefined where that is too much to compare. */
function passedBy(answers: readonly FlowAnswer[], family: Family): readonly (readonly Met[])[] | undefined {
  const stages: (readonly Met[])[] = [];
  let comparisons = 0;
  for (const answer of answers) {
    const before = stages.at(-1);
    comparisons += (before?.length ?? 0) * answer.parts.length;
    if (comparisons > mostComparisons) return undefined;
    const own = boxesOf(answer, family, ({ action }) => action !== 'deny');
    const open = before === undefined ? own : metTogether(before, own);
    if (open.length > mostBoxes) return undefined;
    stages.push(open);
  }
  return stages;
}

/** What the firewalls deny, each only what those before it let come. */
export function stoppedBy(
  answers: readonly FlowAnswer[],
  family: Family,
  stages: readonly (readonly Met[])[],
): readonly (readonly Met[])[] {
  return answers.map((answer, at) => {
    const own = boxesOf(answer, family, ({ action }) => action === 'deny');
    const before = stages[at - 1];
    return before === undefined ? own : metTogether(before, own);
  });
}

function boxesOf(
  { parts }: FlowAnswer,
  family: Family,
  isWanted: (part: FlowPart) => boolean,
): readonly Met[] {
  return parts
    .filter((part) => part.family === family && isWanted(part))
    .map((part) => {
      const { destinations, sources, ports, sourcePorts } = setsOf(part);
      return metOf({ destinations, sources, ports, sourcePorts, parts: [part] });
    });
}

function metOf(box: Omit<Met, 'bounds'>): Met {
  const [destination, destinationEnd] = spanOf(box.destinations);
  const [source, sourceEnd] = spanOf(box.sources);
  const { ports } = box;
  const [port = 0, portEnd = 0] = [ports[0], ports.at(-1)];
  return { ...box, bounds: { destination, destinationEnd, source, sourceEnd, port, portEnd } };
}

/** A box is of one family. */
function spanOf({ v4, v6 }: AddressSet): readonly [number, number] {
  const side = v4.length > 0 ? v4 : v6;
  return [Number(side[0] ?? 0), Number(side.at(-1) ?? 0)];
}

function isApart({ bounds: a }: Met, { bounds: b }: Met): boolean {
  return (
    b.destinationEnd < a.destination ||
    b.sourceEnd < a.source ||
    a.sourceEnd < b.source ||
    b.portEnd < a.port ||
    a.portEnd < b.port
  );
}

function metTogether(before: readonly Met[], own: readonly Met[]): readonly Met[] {
  const sorted = [...own].sort((a, b) => a.bounds.destination - b.bounds.destination);
  const met: Met[] = [];
  for (const one of before) {
    for (const two of sorted) {
      if (two.bounds.destination > one.bounds.destinationEnd) break;
      const both = isApart(one, two) ? undefined : common(one, two);
      if (both !== undefined) met.push(both);
    }
  }
  return met;
}

function common(a: Met, b: Met): Met | undefined {
  const ports = intersect(a.ports, b.ports);
  const sourcePorts = intersect(a.sourcePorts, b.sourcePorts);
  if (ports.length === 0 || sourcePorts.length === 0) return undefined;
  const destinations = intersectAddresses(a.destinations, b.destinations);
  if (isEmptyAddresses(destinations)) return undefined;
  const sources = intersectAddresses(a.sources, b.sources);
  if (isEmptyAddresses(sources)) return undefined;
  return metOf({ destinations, sources, ports, sourcePorts, parts: [...a.parts, ...b.parts] });
}

/** Every firewall lets it through for certain. */
export const isCertain = ({ parts }: Met): boolean => parts.every(({ action }) => action === 'allow');

function verdictOf(answers: readonly FlowAnswer[], passed: Joint['passed']): FlowAnswer['verdict'] {
  const isDenied = answers.some(({ parts }) =>
    parts.some(({ action, family }) => action === 'deny' && passed.has(family)),
  );
  const left = [...passed.values()].flatMap((stages) => stages.at(-1) ?? []);
  const actions = new Set<PartAction>(left.map((met) => (isCertain(met) ? 'allow' : 'unknown')));
  if (actions.has('allow') && isDenied) return 'partial';
  if (actions.has('unknown')) return 'unknown';
  return isDenied ? 'blocked' : 'allowed';
}

function summaryOf({ flow }: FlowAnswer, family: Family, open: readonly Met[]): FamilySummary {
  const wanted = rangesOf(flow.ports.map(([from, last]) => [from, last + 1] as const));
  const possible = uniteAll(open.map(({ ports }) => ports));
  const certain = uniteAll(open.filter(isCertain).map(({ ports }) => ports));
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
