import { type AddressSet, type Family, formatAddresses, intersectAddresses } from './address.js';
import { type CompiledPolicy, outcome } from './compile.js';
import type {
  DecidingRule,
  FamilySummary,
  FlowAnswer,
  FlowPart,
  PartAction,
  PortRange,
} from './flow-answer.js';
import type { Flow } from './flows.js';
import { globalUnicast } from './globals.js';
import { type Decider, cut, type FlowRegion, fromAtoms, type Part } from './parts.js';
import { covers, intersect, pairsOf, type Ranges, subtract, uniteAll } from './ranges.js';

/** The parts of one flow in one family, with what was asked: atoms are cut back to it. */
export interface FamilyParts {
  readonly compiled: CompiledPolicy;
  readonly flow: Flow;
  readonly family: Family;
  readonly sources: AddressSet;
  readonly destinations: AddressSet;
  readonly region: FlowRegion;
  /** Every part that has packets of the flow, whole. */
  readonly parts: readonly Part[];
}

export function verdictOf(parts: readonly Part[]): FlowAnswer['verdict'] {
  const some = (action: PartAction): boolean => parts.some((part) => actionOf(part.mask) === action);
  if (some('allow') && some('deny')) return 'partial';
  if (some('unknown')) return 'unknown';
  return some('deny') ? 'blocked' : 'allowed';
}

function actionOf(mask: number): PartAction {
  if (mask === outcome.allow) return 'allow';
  return mask === outcome.deny ? 'deny' : 'unknown';
}

/** Inclusive, as people write ports. */
function inclusive(ranges: Ranges): PortRange[] {
  return pairsOf(ranges).map(([from, end]) => [from, end - 1]);
}

/** Addresses are written when they are read: a policy of many rules has far more text than anybody looks at. */
export function describeParts(asked: FamilyParts): FlowPart[] {
  return cut(asked.parts, asked.region).map((part) => describePart(asked, part));
}

function describePart(asked: FamilyParts, { region, mask, deciders }: Part): FlowPart {
  const { compiled, family } = asked;
  const written: { destinations?: readonly string[]; sources?: readonly string[] } = {};
  return {
    action: actionOf(mask),
    protocol: asked.flow.protocol,
    family,
    ports: inclusive(region.destinationPorts),
    get destinations() {
      return (written.destinations ??= describeDestinations(asked, region.destination));
    },
    get sources() {
      const set = intersectAddresses(fromAtoms(compiled, region.source, family), asked.sources);
      return (written.sources ??= formatAddresses(set));
    },
    sourcePorts: inclusive(region.sourcePorts),
    decidedBy: deciders.map((decider) => decider.id),
  };
}

function destinationsOf({ compiled, destinations, family }: FamilyParts, atoms: Ranges): AddressSet {
  return intersectAddresses(fromAtoms(compiled, atoms, family), destinations);
}

function describeDestinations(asked: FamilyParts, atoms: Ranges): readonly string[] {
  const set = destinationsOf(asked, atoms);
  const isAll = asked.family === 4 ? covers(set.v4, globalUnicast.v4) : covers(set.v6, globalUnicast.v6);
  return isAll ? ['any'] : formatAddresses(set);
}

interface Group {
  readonly asked: FamilyParts;
  readonly action: PartAction;
  readonly decider: Decider;
  readonly parts: Part[];
}

/** What stops a flow is what people look for first. */
const actionOrder: readonly PartAction[] = ['deny', 'unknown', 'allow'];

/** Every rule that settles a part of a flow, each with all that it settles. */
export function decidingRules(families: readonly FamilyParts[]): DecidingRule[] {
  const groups = new Map<string, Group>();
  for (const asked of families) {
    const byObject = new Map<Decider, Group>();
    for (const part of asked.parts) {
      for (const decider of part.deciders) {
        // One object stands for one rule and outcome, but not the other way round.
        const group = byObject.get(decider) ?? groupOf(groups, asked, actionOf(part.mask), decider);
        byObject.set(decider, group);
        group.parts.push(part);
      }
    }
  }
  return [...groups.values()]
    .map(decidingRule)
    .sort(
      (a, b) =>
        actionOrder.indexOf(a.action) - actionOrder.indexOf(b.action) ||
        Number(a.reason === undefined) - Number(b.reason === undefined) ||
        (a.line ?? 0) - (b.line ?? 0),
    );
}

function groupOf(
  groups: Map<string, Group>,
  asked: FamilyParts,
  action: PartAction,
  decider: Decider,
): Group {
  const key = `${asked.family}\n${action}\n${decider.id}\n${decider.line ?? ''}`;
  const group = groups.get(key) ?? { asked, action, decider, parts: [] };
  groups.set(key, group);
  return group;
}

function decidingRule({ asked, action, decider, parts }: Group): DecidingRule {
  let destinations: readonly string[] | undefined;
  const ports = intersect(uniteAll(parts.map(({ region }) => region.destinationPorts)), asked.region.ports);
  return {
    rule: decider.id,
    ...(decider.line === undefined ? {} : { line: decider.line }),
    text: decider.text,
    action,
    ports: inclusive(ports),
    get destinations() {
      const atoms = (): Ranges => uniteAll(parts.map(({ region }) => region.destination));
      return (destinations ??= describeDestinations(asked, atoms()));
    },
    ...(decider.reason === undefined ? {} : { reason: decider.reason }),
    ...(decider.objects === undefined ? {} : { objects: decider.objects }),
  };
}

/** What is open in one family, and to whom. */
export function summarise(asked: FamilyParts): FamilySummary {
  const { parts } = asked;
  const all = asked.region.ports;
  const portsOf = (wanted: PartAction): Ranges => {
    const sets = new Set<Ranges>();
    for (const { mask, region } of parts) if (actionOf(mask) === wanted) sets.add(region.destinationPorts);
    return intersect(uniteAll(sets), all);
  };
  const [allowed, denied, unknown] = [portsOf('allow'), portsOf('deny'), portsOf('unknown')];
  const closed = subtract(subtract(all, allowed), unknown);
  const narrowed = intersect(allowed, denied);
  const openAtoms = openDestinationsOf(parts);
  const open = destinationsOf(asked, openAtoms);
  return {
    family: asked.family,
    closed: inclusive(closed),
    undecided: inclusive(subtract(subtract(all, closed), allowed)),
    narrowed: inclusive(narrowed),
    doubtful: inclusive(intersect(allowed, unknown)),
    openDestinations: describeDestinations(asked, openAtoms),
    dependsOnClient:
      narrowed.length > 0 && covers(open.v4, asked.destinations.v4) && covers(open.v6, asked.destinations.v6),
  };
}

const openOf = new WeakMap<readonly Part[], Ranges>();

/** Worked out once for flows that have the same parts. */
function openDestinationsOf(parts: readonly Part[]): Ranges {
  const known = openOf.get(parts);
  if (known !== undefined) return known;
  const open = parts.filter((part) => actionOf(part.mask) === 'allow');
  const atoms = uniteAll(open.map(({ region }) => region.destination));
  openOf.set(parts, atoms);
  return atoms;
}
