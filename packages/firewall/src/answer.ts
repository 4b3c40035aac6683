import {
  type AddressSet,
  type Family,
  formatAddresses,
  intersectAddresses,
  isEmptyAddresses,
  noAddress,
  parseAddressList,
} from './address.js';
import { type CompiledPolicy, outcome, protocolNumbers } from './compile.js';
import type { Flow } from './flows.js';
import { anyClient, globalUnicast } from './globals.js';
import { type InterfacePair, interfacePairs } from './interfaces.js';
import { collapse, type ExactPart, exactParts, startRegion } from './parts.js';
import type { Path } from './policy.js';
import { covers, intersect, pairsOf, rangesOf, type Ranges, subtract, uniteAll } from './ranges.js';
import { type ReturnTraffic, returnTraffic } from './returns.js';
import { walkPath } from './walk.js';

export interface FlowOptions {
  /** Where the clients are, as CIDR; any private address when absent. */
  readonly from?: string;
  /** Name of a path; the policy's default one when absent. */
  readonly chain?: string;
  readonly in?: string;
  readonly out?: string;
}

export type PartAction = 'allow' | 'deny' | 'unknown';
export type PortRange = readonly [number, number];

/** A rule and what of the flow it settled. */
export interface DecidingRule {
  readonly rule: string;
  readonly line?: number;
  readonly text: string;
  readonly action: PartAction;
  readonly ports: readonly PortRange[];
  readonly destinations: readonly string[];
  /** Why it could not be decided. */
  readonly reason?: string;
  readonly objects?: readonly string[];
}

/** A box of the flow with one outcome. Parts are disjoint and together are the flow. */
export interface FlowPart {
  readonly action: PartAction;
  readonly protocol: 'tcp' | 'udp';
  readonly family: Family;
  readonly ports: readonly PortRange[];
  readonly destinations: readonly string[];
  readonly sources: readonly string[];
  readonly sourcePorts: readonly PortRange[];
  readonly decidedBy: readonly string[];
}

/** What is open of a flow in one address family. */
export interface FamilySummary {
  readonly family: Family;
  /** Ports denied for every destination and client. */
  readonly closed: readonly PortRange[];
  /** Ports nowhere certainly open, but not closed either. */
  readonly undecided: readonly PortRange[];
  /** Ports open for a part only. */
  readonly narrowed: readonly PortRange[];
  /** Ports certainly open for a part, and not decided for another. */
  readonly doubtful: readonly PortRange[];
  /** Where the narrowed ports are certainly open. */
  readonly openDestinations: readonly string[];
  /** Every destination is open to somebody: what is missing depends on the client alone. */
  readonly dependsOnClient: boolean;
}

export interface FlowAnswer {
  readonly flow: Flow;
  readonly verdict: 'allowed' | 'blocked' | 'partial' | 'unknown';
  readonly parts: readonly FlowPart[];
  readonly decidedBy: readonly DecidingRule[];
  readonly families: readonly FamilySummary[];
  readonly returnTraffic: ReturnTraffic;
  /** Set when the question itself cannot be asked of this policy. */
  readonly problem?: 'no-such-path' | 'bad-address' | 'family-not-described';
}

/**
 * What a policy does with a flow, exactly: every packet that can start it, split by outcome and deciding rule.
 * A policy that speaks of one family only is asked about that one.
 */
export function answerFlow(compiled: CompiledPolicy, flow: Flow, options: FlowOptions = {}): FlowAnswer {
  const { policy } = compiled;
  const path = options.chain === undefined ? policy.paths[0] : compiled.paths.get(options.chain);
  if (path === undefined) return unanswered(flow, 'no-such-path');
  const sources = options.from === undefined ? anyClient : parseAddressList([options.from]);
  const destinations = flow.destinations === 'any' ? globalUnicast : parseAddressList(flow.destinations);
  if (sources === undefined || destinations === undefined) return unanswered(flow, 'bad-address');
  const families = policy.families.filter(
    (family) =>
      !isEmptyAddresses(onlyFamily(sources, family)) && !isEmptyAddresses(onlyFamily(destinations, family)),
  );
  if (families.length === 0) return unanswered(flow, 'family-not-described');
  const asked = families.map((family) => {
    const question = {
      compiled,
      path,
      flow,
      family,
      sources: onlyFamily(sources, family),
      destinations: onlyFamily(destinations, family),
    };
    return answerFamily(question, interfacePairs(policy, options));
  });
  const parts = asked.flatMap((answer) => answer.parts);
  return {
    flow,
    verdict: verdictOf(parts),
    parts: parts.map((part) => describePart(part, flow)),
    decidedBy: decidingRules(parts),
    families: asked.map((answer) => summarise(answer.question, answer.parts)),
    returnTraffic: worstReturn(asked.map((answer) => answer.returns)),
  };
}

/** One flow in one family, as sets. */
export interface Question {
  readonly compiled: CompiledPolicy;
  readonly path: Path;
  readonly flow: Flow;
  readonly family: Family;
  readonly sources: AddressSet;
  readonly destinations: AddressSet;
}

interface FamilyAnswer {
  readonly question: Question;
  readonly parts: readonly ExactPart[];
  readonly returns: ReturnTraffic;
}

function answerFamily(question: Question, pairs: readonly InterfacePair[]): FamilyAnswer {
  const start = startRegion(question);
  const tries = pairs.map((pair) => {
    const context = {
      compiled: question.compiled,
      family: question.family,
      protocol: protocolNumbers[question.flow.protocol],
      ...pair,
    };
    return { pair, parts: exactParts(question, walkPath(context, question.path, start)) };
  });
  const kept = withoutInboundWays(tries);
  return {
    question,
    parts: collapse(kept),
    returns: worstReturn(kept.map((attempt) => returnTraffic(question, attempt.pair, attempt.parts))),
  };
}

interface Try {
  readonly pair: InterfacePair;
  readonly parts: readonly ExactPart[];
}

/**
 * Of the two directions between two interfaces the one that lets nothing start is the way in from the internet;
 * a client's traffic takes the other.
 */
function withoutInboundWays(tries: readonly Try[]): readonly Try[] {
  const opens = (attempt: Try): boolean => attempt.parts.some((part) => part.mask !== outcome.deny);
  const open = new Set(tries.filter(opens).map(({ pair }) => `${pair.in}\n${pair.out}`));
  return tries.filter((attempt) => opens(attempt) || !open.has(`${attempt.pair.out}\n${attempt.pair.in}`));
}

function onlyFamily(set: AddressSet, family: Family): AddressSet {
  return family === 4 ? { ...noAddress, v4: set.v4 } : { ...noAddress, v6: set.v6 };
}

function unanswered(flow: Flow, problem: NonNullable<FlowAnswer['problem']>): FlowAnswer {
  return {
    flow,
    verdict: 'unknown',
    parts: [],
    decidedBy: [],
    families: [],
    returnTraffic: 'unknown',
    problem,
  };
}

function verdictOf(parts: readonly ExactPart[]): FlowAnswer['verdict'] {
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

function describePart(part: ExactPart, flow: Flow): FlowPart {
  return {
    action: actionOf(part.mask),
    protocol: flow.protocol,
    family: part.family,
    ports: inclusive(part.destinationPorts),
    destinations: describeDestinations(part.destination, part.family),
    sources: formatAddresses(part.source),
    sourcePorts: inclusive(part.sourcePorts),
    decidedBy: part.deciders.map((decider) => decider.id),
  };
}

function describeDestinations(set: AddressSet, family: Family): string[] {
  const all = onlyFamily(globalUnicast, family);
  const isAll = family === 4 ? covers(set.v4, all.v4) : covers(set.v6, all.v6);
  return isAll ? ['any'] : formatAddresses(set);
}

function decidingRules(parts: readonly ExactPart[]): DecidingRule[] {
  const groups = new Map<string, ExactPart[]>();
  for (const part of parts) {
    for (const decider of part.deciders) {
      const key = `${part.family}\n${actionOf(part.mask)}\n${decider.id}\n${decider.line ?? ''}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [part]);
      else group.push(part);
    }
  }
  const rules = [...groups].flatMap(([key, group]): DecidingRule[] => {
    const [family, action, id] = key.split('\n');
    const decider = group[0]?.deciders.find((candidate) => candidate.id === id);
    if (decider === undefined) return [];
    const destination = {
      v4: uniteAll(group.map((part) => part.destination.v4)),
      v6: uniteAll(group.map((part) => part.destination.v6)),
    };
    const rule = {
      rule: decider.id,
      ...(decider.line === undefined ? {} : { line: decider.line }),
      text: decider.text,
      action: action as PartAction,
      ports: inclusive(uniteAll(group.map((part) => part.destinationPorts))),
      destinations: describeDestinations(destination, family === '4' ? 4 : 6),
      ...(decider.reason === undefined ? {} : { reason: decider.reason }),
      ...(decider.objects === undefined ? {} : { objects: decider.objects }),
    };
    return [rule];
  });
  return rules.sort(
    (a, b) =>
      actionOrder.indexOf(a.action) - actionOrder.indexOf(b.action) ||
      Number(a.reason === undefined) - Number(b.reason === undefined) ||
      (a.line ?? 0) - (b.line ?? 0),
  );
}

/** What stops a flow is what people look for first. */
const actionOrder: readonly PartAction[] = ['deny', 'unknown', 'allow'];

function summarise(question: Question, parts: readonly ExactPart[]): FamilySummary {
  const portsOf = (wanted: PartAction): Ranges =>
    uniteAll(parts.filter((part) => actionOf(part.mask) === wanted).map((part) => part.destinationPorts));
  const all = rangesOf(question.flow.ports.map(([from, last]) => [from, last + 1] as const));
  const [allowed, denied, unknown] = [portsOf('allow'), portsOf('deny'), portsOf('unknown')];
  const closed = subtract(subtract(all, allowed), unknown);
  const narrowed = intersect(allowed, denied);
  const openParts = parts.filter((part) => actionOf(part.mask) === 'allow');
  const open = intersectAddresses(question.destinations, {
    v4: uniteAll(openParts.map((part) => part.destination.v4)),
    v6: uniteAll(openParts.map((part) => part.destination.v6)),
  });
  return {
    family: question.family,
    closed: inclusive(closed),
    undecided: inclusive(subtract(subtract(all, closed), allowed)),
    narrowed: inclusive(narrowed),
    doubtful: inclusive(intersect(allowed, unknown)),
    openDestinations: describeDestinations(open, question.family),
    dependsOnClient:
      narrowed.length > 0 &&
      covers(open.v4, question.destinations.v4) &&
      covers(open.v6, question.destinations.v6),
  };
}

const returnRank: readonly ReturnTraffic[] = ['allowed', 'unknown', 'partial', 'blocked'];

function worstReturn(all: readonly ReturnTraffic[]): ReturnTraffic {
  return all.reduce((a, b) => (returnRank.indexOf(a) >= returnRank.indexOf(b) ? a : b), 'allowed');
}
