import type { AddressSet, Family } from './address.js';
import { Atoms } from './atoms.js';
import { type Columns, columnsOf } from './columns.js';
import { Lookup } from './lookup.js';
import {
  allStates,
  type FirewallPolicy,
  type InterfaceMatch,
  type Match,
  type Path,
  type Rule,
} from './policy.js';
import type { Ranges } from './ranges.js';

/** Outcomes as bits, so that an undecided packet carries the set of what may happen to it. */
export const outcome = { allow: 1, deny: 2, return: 4 } as const;

export type ActionCode = 'decide' | 'return' | 'jump' | 'goto' | 'untrack' | 'continue';

/** Addresses are numbers of atoms. */
export interface CompiledBox {
  /** 256 flags; undefined for any protocol. */
  readonly protocols: Uint8Array | undefined;
  readonly source: FamilyRanges;
  readonly destination: FamilyRanges;
  readonly sourcePorts: Ranges | undefined;
  readonly destinationPorts: Ranges | undefined;
  readonly states: number;
  readonly uncertainStates: number;
  readonly in: readonly InterfaceMatch[] | undefined;
  readonly out: readonly InterfaceMatch[] | undefined;
}

export interface FamilyRanges {
  readonly v4: Ranges | undefined;
  readonly v6: Ranges | undefined;
}

export interface CompiledRule {
  readonly rule: Rule;
  readonly boxes: readonly CompiledBox[];
  readonly opaque: boolean;
  readonly action: ActionCode;
  /** For `decide`: the possible outcomes; `unknown` targets have both. */
  readonly mask: number;
  /** Index of the chain jumped to, -1 else. */
  readonly target: number;
}

/** A policy prepared for questions; made once, asked often. */
export interface CompiledPolicy {
  readonly policy: FirewallPolicy;
  readonly chains: readonly (readonly CompiledRule[])[];
  /** Bounds of the rules of each chain, per family. */
  readonly columns: readonly { readonly v4: Columns; readonly v6: Columns }[];
  /** Whether a rule of the chain leads into another one. */
  readonly jumps: readonly boolean[];
  readonly chainIndex: ReadonlyMap<string, number>;
  readonly paths: ReadonlyMap<string, Path>;
  readonly atoms4: Atoms<number>;
  readonly atoms6: Atoms<bigint>;
  /** Some rule takes packets out of connection tracking. */
  readonly untracks: boolean;
  /** Some rule is for TCP and not for UDP, or the other way round. */
  readonly tellsTransports: boolean;
  /** Some rule tells the first packets of a connection from later ones. */
  readonly seesStates: boolean;
}

export function compilePolicy(policy: FirewallPolicy): CompiledPolicy {
  const matches = [...allMatches(policy)];
  const sets = matches.flatMap(({ source, destination }) => [source ?? [], destination ?? []].flat());
  const atoms4 = new Atoms(
    sets.map(({ v4 }) => v4),
    [0, 2 ** 32],
  );
  const atoms6 = new Atoms(
    sets.map(({ v6 }) => v6),
    [0n, 1n << 128n],
  );
  const flags = new Lookup<Uint8Array>();
  const shared: Shared = {
    toAtoms: (set) => ({ v4: set && atoms4.ofPolicy(set.v4), v6: set && atoms6.ofPolicy(set.v6) }),
    toFlags: (ranges) => ranges && flags.of(ranges.join(), () => protocolFlags(ranges)),
  };
  const chainIndex = new Map(policy.chains.map((chain, index) => [chain.name, index]));
  const chains = policy.chains.map((chain) =>
    chain.rules.map((rule) => compileRule(rule, chainIndex, shared)),
  );
  const paths = new Map(policy.paths.map((path) => [path.name, path]));
  const columns = chains.map((rules) => ({ v4: columnsOf(rules, 'v4'), v6: columnsOf(rules, 'v6') }));
  const jumps = chains.map((rules) => rules.some(({ target }) => target >= 0));
  const untracks = chains.some((rules) => rules.some(({ action }) => action === 'untrack'));
  const seesStates = untracks || policy.paths.some(seesState) || matches.some(isOfStates);
  const { tcp, udp } = protocolNumbers;
  const tellsTransports = chains
    .flat()
    .some(({ boxes }) => boxes.some(({ protocols }) => protocols?.[tcp] !== protocols?.[udp]));
  return {
    policy,
    chains,
    columns,
    jumps,
    chainIndex,
    paths,
    atoms4,
    atoms6,
    untracks,
    tellsTransports,
    seesStates,
  };
}

function seesState(path: Path): boolean {
  return path.tracksSessions || path.stages.some((stage) => stage.states !== undefined);
}

function isOfStates({ states = allStates, uncertainStates = 0 }: Match): boolean {
  return states !== allStates || uncertainStates !== 0;
}

function* allMatches(policy: FirewallPolicy): Generator<Match> {
  for (const chain of policy.chains) for (const rule of chain.rules) yield* rule.matches;
}

/** What rules have in common is one object. */
interface Shared {
  readonly toAtoms: (set: AddressSet | undefined) => FamilyRanges;
  readonly toFlags: (ranges: Ranges | undefined) => Uint8Array | undefined;
}

function compileRule(rule: Rule, chainIndex: ReadonlyMap<string, number>, shared: Shared): CompiledRule {
  const { action } = rule;
  const boxes = rule.matches.map((match) => compileBox(match, shared));
  const base = { rule, boxes, opaque: rule.opaque.length > 0, mask: 0, target: -1 };
  switch (action.type) {
    case 'allow':
      return { ...base, action: 'decide', mask: outcome.allow };
    case 'deny':
      return { ...base, action: 'decide', mask: outcome.deny };
    case 'unknown':
      return { ...base, action: 'decide', mask: outcome.allow | outcome.deny };
    case 'jump':
    case 'goto': {
      const target = chainIndex.get(action.chain);
      if (target === undefined) return { ...base, action: 'decide', mask: outcome.allow | outcome.deny };
      return { ...base, action: action.type, target };
    }
    case 'return':
    case 'continue':
    case 'untrack':
      return { ...base, action: action.type };
  }
}

function compileBox(match: Match, { toAtoms, toFlags }: Shared): CompiledBox {
  return {
    protocols: toFlags(match.protocols),
    source: toAtoms(match.source),
    destination: toAtoms(match.destination),
    sourcePorts: match.sourcePorts,
    destinationPorts: match.destinationPorts,
    states: match.states ?? allStates,
    uncertainStates: match.uncertainStates ?? 0,
    in: match.in,
    out: match.out,
  };
}

function protocolFlags(ranges: Ranges): Uint8Array {
  const flags = new Uint8Array(256);
  for (let index = 0; index < ranges.length; index += 2) flags.fill(1, ranges[index], ranges[index + 1]);
  return flags;
}

/** Yes, no, or undefined when the interface is not known. */
export function matchesInterface(
  conditions: readonly InterfaceMatch[] | undefined,
  name: string | undefined,
): boolean | undefined {
  if (conditions === undefined || conditions.length === 0) return true;
  if (name === undefined) return undefined;
  return conditions.every(
    ({ names, negated }) => names.some((pattern) => matchesName(pattern, name)) !== negated,
  );
}

function matchesName(pattern: string, name: string): boolean {
  if (pattern.endsWith('+') || pattern.endsWith('*')) return name.startsWith(pattern.slice(0, -1));
  return pattern === name;
}

export const protocolNumbers: Readonly<Record<'tcp' | 'udp', number>> = { tcp: 6, udp: 17 };

export function icmpNumber(family: Family): number {
  return family === 4 ? 1 : 58;
}
