import { type AddressSet, anyAddress, subtractAddresses, isEmptyAddresses } from '../address.js';
import { allStates, type FirewallPolicy, type Match, type Path, type Rule, stateBits } from '../policy.js';
import { covers, pairsOf, type Ranges } from '../ranges.js';

/** Packets a change may let through. */
export interface Allowance {
  readonly protocol: 6 | 17;
  readonly ports: Ranges;
  readonly sources: AddressSet;
  readonly destinations: AddressSet;
  /** Any when absent. */
  readonly sourcePorts?: Ranges;
  /** First packets stay as they were. */
  readonly isLater?: boolean;
}

export type Proof =
  | { readonly holds: true; readonly added: readonly Rule[] }
  | { readonly holds: false; readonly why: 'changes-more' | 'opens-more' };

/**
 * That a change lets through nothing but the allowance, for every packet there is: protocol, address, port, state,
 * interface and path. Both policies are first-match lists, so a packet that no added rule matches meets the same rules
 * in the same order as before. It is enough, then, that the new policy is the old one with rules added, and that each
 * box of an added rule lies within the allowance.
 */
export function proveAddition(
  before: FirewallPolicy,
  after: FirewallPolicy,
  allowances: readonly Allowance[],
): Proof {
  const changed: Proof = { holds: false, why: 'changes-more' };
  if (!same(before.families, after.families) || !same([...before.outside].sort(), [...after.outside].sort()))
    return changed;
  if (!same(before.paths.map(pathOf), after.paths.map(pathOf))) return changed;
  if (before.chains.length !== after.chains.length) return changed;
  const chains = new Map(after.chains.map((chain) => [chain.name, chain.rules]));
  const added: Rule[] = [];
  for (const { name, rules } of before.chains) {
    const extra = addedRules(rules, chains.get(name) ?? []);
    if (extra === undefined) return changed;
    added.push(...extra);
  }
  if (!added.every(opensOnly)) return changed;
  const isWithin = added.every(({ matches }) =>
    matches.every((box) => allowances.some((allowance) => contains(allowance, box))),
  );
  return isWithin ? { holds: true, added } : { holds: false, why: 'opens-more' };
}

const opensOnly = ({ action }: Rule): boolean => action.type === 'allow';

/** The rules of `after` that are not of `before`; undefined when a rule is gone, moved or changed. */
function addedRules(before: readonly Rule[], after: readonly Rule[]): Rule[] | undefined {
  const added: Rule[] = [];
  let at = 0;
  for (const rule of after) {
    const old = before[at];
    if (old !== undefined && sameRule(old, rule)) at += 1;
    else added.push(rule);
  }
  return at === before.length ? added : undefined;
}

function sameRule(a: Rule, b: Rule): boolean {
  return (
    a.text === b.text &&
    same(a.action, b.action) &&
    same(a.opaque, b.opaque) &&
    a.matches.length === b.matches.length &&
    same(a.matches, b.matches)
  );
}

/** A path without the lines it was read from, which move. */
function pathOf({ name, reply, tracksSessions, stages }: Path): unknown {
  return {
    name,
    reply: reply ?? '',
    tracksSessions,
    stages: stages.map(({ chain, fallback, fallbackId, states, family, isMain }) => [
      chain,
      fallback,
      fallbackId,
      states ?? 0,
      family ?? 0,
      isMain ?? false,
    ]),
  };
}

function contains(allowance: Allowance, box: Match): boolean {
  const { protocol, ports, sources, destinations, sourcePorts, isLater = false } = allowance;
  return (
    box.protocols !== undefined &&
    covers([protocol, protocol + 1], box.protocols) &&
    box.destinationPorts !== undefined &&
    covers(ports, box.destinationPorts) &&
    (sourcePorts === undefined || (box.sourcePorts !== undefined && covers(sourcePorts, box.sourcePorts))) &&
    (!isLater || ((box.states ?? allStates) & stateBits.new) === 0) &&
    isPart(box.source ?? anyAddress, sources) &&
    isPart(box.destination ?? anyAddress, destinations)
  );
}

function isPart(part: AddressSet, whole: AddressSet): boolean {
  return isEmptyAddresses(subtractAddresses(part, whole));
}

const v6End = 1n << 128n;
/** Ranges of IPv6 larger than what one network has. */
const networkSize = v6End >> 16n;

/**
 * Whether a line could let in what comes from outside: it is neither bound to an interface or zone inside, nor to one of
 * the ways out, and its sources are no network in particular.
 */
export function opensWayIn({ matches }: Rule, outside: readonly string[]): boolean {
  return matches.some(({ in: ways = [], out = [], source = anyAddress }) => {
    const isInside = ways.some(
      ({ names, negated }) =>
        !negated && names.every((name) => name !== 'any' && !outside.includes(name) && !/[+*]$/.test(name)),
    );
    const leaves = out.some(
      ({ names, negated }) => !negated && names.every((name) => outside.includes(name)),
    );
    const isNetwork = pairsOf(source.v6).every(([from, end]) => end - from < networkSize);
    return !isInside && !leaves && !isNetwork;
  });
}

/** Equality of plain data: lists, records, texts, numbers of both kinds. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => same(item, b[index]));
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) return false;
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return left.size === right.size && [...left].every(([key, value]) => same(value, right.get(key)));
}
