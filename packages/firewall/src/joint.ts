import { type AddressSet, type Family, intersectAddresses, isEmptyAddresses } from './address.js';
import { setsOf } from './diff.js';
import type { FamilySummary, FlowAnswer, FlowPart, PartAction } from './flow-answer.js';
import { intersect, pairsOf, type Ranges, rangesOf, subtract, uniteAll } from './ranges.js';

/** A box of a flow, and the part of each firewall met so far that holds it. */
export interface Met {
  readonly destinations: AddressSet;
  readonly sources: AddressSet;
  readonly ports: Ranges;
  readonly sourcePorts: Ranges;
  readonly parts: readonly FlowPart[];
}

/** More comparisons of parts than this are not made. */
const mostComparisons = 4_000_000;

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
    stages.push(before === undefined ? own : metTogether(before, own));
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
      return { destinations, sources, ports, sourcePorts, parts: [part] };
    });
}

function metTogether(before: readonly Met[], own: readonly Met[]): readonly Met[] {
  return before.flatMap((one) => own.flatMap((two) => common(one, two) ?? []));
}

function common(a: Met, b: Met): Met | undefined {
  const ports = intersect(a.ports, b.ports);
  const sourcePorts = intersect(a.sourcePorts, b.sourcePorts);
  if (ports.length === 0 || sourcePorts.length === 0) return undefined;
  const destinations = intersectAddresses(a.destinations, b.destinations);
  if (isEmptyAddresses(destinations)) return undefined;
  const sources = intersectAddresses(a.sources, b.sources);
  if (isEmptyAddresses(sources)) return undefined;
  return { destinations, sources, ports, sourcePorts, parts: [...a.parts, ...b.parts] };
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
