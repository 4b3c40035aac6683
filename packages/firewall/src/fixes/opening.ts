import { type AddressSet, type Family, noAddress, onlyFamily, parseAddressList } from '../address.js';
import type { FlowPart, PortRange } from '../flow-answer.js';
import type { Flow } from '../flows.js';
import { prefixesOf } from '../prefixes.js';
import { pairsOf, rangesOf } from '../ranges.js';

/** What one or more lines must let through: a box of packets, inside what the flows need. */
export interface Opening {
  readonly family: Family;
  readonly protocol: 'tcp' | 'udp';
  readonly ports: readonly PortRange[];
  /** Empty for any. */
  readonly sourcePorts: readonly PortRange[];
  /** Prefixes; empty for any, which only answers have. */
  readonly sources: readonly string[];
  /** Prefixes; empty for any. */
  readonly destinations: readonly string[];
  /** Answers to conversations that clients start: never a first packet. */
  readonly isReply: boolean;
  /** Interface of the way out, where the sources alone would open the way in. */
  readonly out?: string;
}

/** A part of a flow that is not open, with the flow it belongs to. */
export interface ClosedPart {
  readonly flow: Flow;
  readonly part: FlowPart;
}

/** Longer lists are not worth copying: the whole of what the flow needs is shorter and no wider than the flow. */
const mostPrefixes = 8;

/** The boxes that cover closed parts of one family: one per protocol and set of destinations. */
export function openingsOf(
  closed: readonly ClosedPart[],
  family: Family,
  clients: AddressSet,
): readonly Opening[] {
  const groups = new Map<string, ClosedPart[]>();
  for (const one of closed) {
    const key = `${one.flow.protocol}\n${destinationsOf([one], family).join()}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((group) => ({
    family,
    protocol: group[0]?.flow.protocol ?? 'udp',
    ports: united(group.flatMap(({ part }) => part.ports)),
    sourcePorts: [],
    sources: sourcesOf(group, family, clients),
    destinations: destinationsOf(group, family),
    isReply: false,
  }));
}

/** The boxes of answers that do not come back; `flows` are those they answer, by their ids. */
export function replyOpeningsOf(
  closed: readonly ClosedPart[],
  family: Family,
  flows: ReadonlyMap<string, Flow>,
): readonly Opening[] {
  const groups = new Map<string, ClosedPart[]>();
  for (const one of closed) {
    const { destinations = 'any' } = flows.get(one.flow.id) ?? {};
    const key = `${one.flow.protocol}\n${destinations === 'any' ? '' : destinations.join()}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((group) => {
    const [first] = group;
    const { destinations = 'any' } = flows.get(first?.flow.id ?? '') ?? {};
    const clients = ofFamily(
      group.flatMap(({ flow }) => (flow.destinations === 'any' ? [] : flow.destinations)),
      family,
    );
    return {
      family,
      protocol: first?.flow.protocol ?? 'udp',
      ports: united(group.flatMap(({ flow }) => flow.ports)),
      sourcePorts: united(group.flatMap(({ part }) => part.sourcePorts)),
      sources: destinations === 'any' ? [] : ofFamily(destinations, family),
      destinations: clients,
      isReply: true,
    };
  });
}

function destinationsOf(group: readonly ClosedPart[], family: Family): readonly string[] {
  const named = group.flatMap(({ part }) => part.destinations);
  const flow = group[0]?.flow;
  const whole = flow === undefined || flow.destinations === 'any' ? [] : flow.destinations;
  if (named.includes('any')) return ofFamily(whole, family);
  const exact = ofFamily(named, family);
  const wanted = ofFamily(whole, family);
  if (exact.length <= mostPrefixes && (wanted.length === 0 || exact.length < wanted.length)) return exact;
  return wanted;
}

function sourcesOf(group: readonly ClosedPart[], family: Family, clients: AddressSet): readonly string[] {
  const exact = ofFamily(
    group.flatMap(({ part }) => part.sources),
    family,
  );
  const all = prefixesOf(onlyFamily(clients, family));
  return exact.length > 0 && exact.length <= mostPrefixes ? exact : all;
}

/** Prefixes of one family, joined where they touch. */
export function ofFamily(texts: readonly string[], family: Family): readonly string[] {
  return prefixesOf(onlyFamily(parseAddressList(texts) ?? noAddress, family));
}

function united(ports: readonly PortRange[]): readonly PortRange[] {
  const ranges = rangesOf(ports.map(([from, last]) => [from, last + 1] as const));
  return pairsOf(ranges).map(([from, end]) => [from, end - 1] as const);
}
