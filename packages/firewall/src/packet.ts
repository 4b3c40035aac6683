import { type Family, parseV4, parseV6 } from './address.js';
import { type Bounds, nextRule, protocolBit } from './columns.js';
import {
  type CompiledBox,
  type CompiledPolicy,
  type CompiledRule,
  icmpNumber,
  matchesInterface,
  outcome,
  protocolNumbers,
} from './compile.js';
import { allStates, type ConnectionState, type Path, stateBits } from './policy.js';
import { contains, type Ranges } from './ranges.js';

export interface Packet {
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  readonly source: string;
  readonly sourcePort: number;
  readonly destination: string;
  readonly destinationPort: number;
  readonly state?: ConnectionState;
  readonly in?: string;
  readonly out?: string;
  /** Name of a path; the policy's default one when absent. */
  readonly chain?: string;
}

export interface PacketDecision {
  readonly action: 'allow' | 'deny' | 'unknown';
  /** The rule that decided; for `unknown` the first one that could not be decided. */
  readonly rule?: string;
  readonly line?: number;
  readonly reason?: string;
}

interface Probe {
  readonly family: Family;
  readonly protocol: number;
  readonly source: number;
  readonly destination: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly hasPorts: boolean;
  readonly in: string | undefined;
  readonly out: string | undefined;
  /** Of any state, since a rule may change it on the way. */
  readonly bounds: Bounds;
  state: number;
  /** Chains entered so far: nesting in hostile policies is exponential. */
  visits: number;
  /** Told of every rule the packet meets, as long as nothing undecidable may have kept it away. */
  readonly meets?: (rule: CompiledRule) => void;
}

/** A packet in numbers: addresses as atoms, any protocol, and interfaces by name (empty for none). */
export type TracedPacket = Pick<
  Probe,
  'family' | 'protocol' | 'source' | 'destination' | 'sourcePort' | 'destinationPort' | 'state' | 'in' | 'out'
>;

interface Outcome {
  mask: number;
  decider: CompiledRule | undefined;
  doubt: CompiledRule | undefined;
}

const mostVisits = 100_000;

/** What the policy does with one packet. Packets that cannot be (mixed families, bad addresses) are `unknown`. */
export function decidePacket(compiled: CompiledPolicy, packet: Packet): PacketDecision {
  const path = packet.chain === undefined ? compiled.policy.paths[0] : compiled.paths.get(packet.chain);
  if (path === undefined) return { action: 'unknown', reason: 'no such chain' };
  const probe = probeOf(compiled, packet);
  if (probe === undefined) return { action: 'unknown', reason: 'not a packet' };
  if (!compiled.policy.families.includes(probe.family)) {
    return { action: 'unknown', reason: `the policy says nothing about IPv${probe.family}` };
  }
  if (path.tracksSessions && (probe.state & (stateBits.established | stateBits.related)) !== 0) {
    return { action: 'allow', rule: 'session' };
  }
  return throughStages(compiled, path, probe);
}

/**
 * Follows one packet along a path and tells of every rule it meets for certain; at most `most` chains are entered.
 * Gives the number of chains entered.
 */
export function tracePacket(
  compiled: CompiledPolicy,
  path: Path,
  packet: TracedPacket,
  most: number,
  meets: (rule: CompiledRule) => void,
): number {
  const start = mostVisits - Math.min(most, mostVisits);
  const probe: Probe = { ...packet, hasPorts: true, bounds: boundsOf(packet, true), visits: start, meets };
  throughStages(compiled, path, probe);
  return probe.visits - start;
}

function probeOf(compiled: CompiledPolicy, packet: Packet): Probe | undefined {
  const source4 = parseV4(packet.source);
  const destination4 = parseV4(packet.destination);
  if (source4 !== undefined && destination4 !== undefined) {
    return placed(packet, 4, compiled.atoms4.of(source4), compiled.atoms4.of(destination4));
  }
  const source6 = parseV6(packet.source);
  const destination6 = parseV6(packet.destination);
  if (source6 === undefined || destination6 === undefined) return undefined;
  return placed(packet, 6, compiled.atoms6.of(source6), compiled.atoms6.of(destination6));
}

function placed(packet: Packet, family: Family, source: number, destination: number): Probe {
  const protocol = packet.protocol === 'icmp' ? icmpNumber(family) : protocolNumbers[packet.protocol];
  const hasPorts = packet.protocol !== 'icmp';
  const { sourcePort, destinationPort } = packet;
  return {
    family,
    protocol,
    source,
    destination,
    sourcePort,
    destinationPort,
    hasPorts,
    in: packet.in,
    out: packet.out,
    bounds: boundsOf({ protocol, source, destination, sourcePort, destinationPort }, hasPorts),
    state: stateBits[packet.state ?? 'new'],
    visits: 0,
  };
}

function boundsOf(
  {
    protocol,
    source,
    destination,
    sourcePort,
    destinationPort,
  }: Pick<Probe, 'protocol' | 'source' | 'destination' | 'sourcePort' | 'destinationPort'>,
  hasPorts: boolean,
): Bounds {
  return {
    protocolBit: protocolBit(protocol),
    states: allStates,
    destination: [destination, destination + 1],
    source: [source, source + 1],
    destinationPorts: hasPorts ? [destinationPort, destinationPort + 1] : [0, 65536],
    sourcePorts: hasPorts ? [sourcePort, sourcePort + 1] : [0, 65536],
  };
}

function throughStages(compiled: CompiledPolicy, path: Path, probe: Probe): PacketDecision {
  let mayDeny = false;
  let doubt: CompiledRule | undefined;
  let last: PacketDecision | undefined;
  for (const stage of path.stages) {
    const chain = compiled.chainIndex.get(stage.chain);
    if (stage.states !== undefined && (stage.states & probe.state) === 0) continue;
    if (stage.family !== undefined && stage.family !== probe.family) continue;
    const result: Outcome =
      chain === undefined
        ? { mask: outcome.return, decider: undefined, doubt: undefined }
        : runChain(compiled, chain, probe, !mayDeny);
    const fallback = stage.fallback === 'allow' ? outcome.allow : outcome.deny;
    const fellThrough = (result.mask & outcome.return) !== 0;
    const mask = (result.mask & ~outcome.return) | (fellThrough ? fallback : 0);
    const rule = fellThrough ? undefined : result.decider?.rule;
    const decided: PacketDecision = {
      action: mask === outcome.deny ? 'deny' : 'allow',
      rule: rule?.id ?? stage.fallbackId,
      ...lineOf(rule?.line ?? (fellThrough ? stage.fallbackLine : undefined)),
    };
    if (mask === outcome.deny) return decided;
    if (stage.isMain === true || last === undefined) last = decided;
    if (mask !== outcome.allow) {
      mayDeny = true;
      doubt ??= result.doubt;
    }
  }
  if (!mayDeny) return last ?? { action: 'allow' };
  const reason = doubt?.rule.opaque.join(', ');
  return {
    action: 'unknown',
    ...(doubt === undefined ? {} : { rule: doubt.rule.id, line: doubt.rule.line }),
    ...(reason === undefined || reason === '' ? {} : { reason }),
  };
}

function lineOf(line: number | undefined): { line?: number } {
  return line === undefined ? {} : { line };
}

/** All that may happen in a chain: outcome bits, with `return` for falling out of its end. */
function runChain(compiled: CompiledPolicy, chain: number, probe: Probe, isSure: boolean): Outcome {
  const result: Outcome = { mask: 0, decider: undefined, doubt: undefined };
  probe.visits += 1;
  if (probe.visits > mostVisits) {
    result.mask = outcome.allow | outcome.deny;
    return result;
  }
  const rules = compiled.chains[chain] ?? [];
  const columns = compiled.columns[chain]?.[probe.family === 4 ? 'v4' : 'v6'];
  if (columns === undefined) return result;
  for (
    let at = nextRule(columns, 0, probe.bounds);
    at < rules.length;
    at = nextRule(columns, at + 1, probe.bounds)
  ) {
    const isMet = isSure && result.mask === 0;
    if (probe.meets !== undefined && !isMet) {
      // Who only asks which rules are met for certain needs no more of it.
      result.mask |= outcome.allow | outcome.deny;
      return result;
    }
    const rule = rules[at] as CompiledRule;
    const hit = ruleMatches(rule, probe);
    if (hit === 'no') continue;
    if (isMet) probe.meets?.(rule);
    if (applyRule(compiled, rule, hit === 'yes' && !rule.opaque, probe, result, isMet)) return result;
  }
  result.mask |= outcome.return;
  return result;
}

/** True when the rule ended the walk of this chain. */
function applyRule(
  compiled: CompiledPolicy,
  rule: CompiledRule,
  isCertain: boolean,
  probe: Probe,
  result: Outcome,
  isMet: boolean,
): boolean {
  switch (rule.action) {
    case 'continue':
      return false;
    case 'untrack':
      if (isCertain) {
        probe.state = stateBits.untracked;
        return false;
      }
      return finish(result, outcome.allow | outcome.deny, rule, false);
    case 'return':
      return finish(result, outcome.return, rule, isCertain);
    case 'decide':
      return finish(result, rule.mask, rule, isCertain);
    case 'jump':
    case 'goto': {
      const before = probe.state;
      const inner = runChain(compiled, rule.target, probe, isMet && isCertain);
      if (!isCertain && probe.state !== before) {
        probe.state = before;
        inner.mask |= outcome.allow | outcome.deny;
      }
      if (inner.doubt !== undefined) result.doubt ??= inner.doubt;
      const returns = rule.action === 'goto' ? inner.mask & outcome.return : 0;
      const mask = (inner.mask & ~outcome.return) | returns;
      const ends = isCertain && (rule.action === 'goto' || (inner.mask & outcome.return) === 0);
      if (!isCertain && mask !== 0) result.doubt ??= rule;
      result.mask |= mask;
      if (ends) result.decider = inner.decider ?? rule;
      return ends;
    }
  }
}

function finish(result: Outcome, mask: number, rule: CompiledRule, isCertain: boolean): boolean {
  result.mask |= mask;
  if (!isCertain || mask === (outcome.allow | outcome.deny)) result.doubt ??= rule;
  if (isCertain) result.decider = rule;
  return isCertain;
}

type Hit = 'yes' | 'no' | 'maybe';

function ruleMatches(rule: CompiledRule, probe: Probe): Hit {
  let best: Hit = 'no';
  for (const box of rule.boxes) {
    const hit = boxMatches(box, probe);
    if (hit === 'yes') return 'yes';
    if (hit === 'maybe') best = 'maybe';
  }
  return best;
}

function boxMatches(box: CompiledBox, probe: Probe): Hit {
  if ((box.states & probe.state) === 0) return 'no';
  if (box.protocols !== undefined && box.protocols[probe.protocol] !== 1) return 'no';
  const is4 = probe.family === 4;
  if (!within(is4 ? box.destination.v4 : box.destination.v6, probe.destination)) return 'no';
  if (!within(is4 ? box.source.v4 : box.source.v6, probe.source)) return 'no';
  let isUncertain = (box.uncertainStates & probe.state) !== 0;
  if (probe.hasPorts) {
    if (!within(box.destinationPorts, probe.destinationPort)) return 'no';
    if (!within(box.sourcePorts, probe.sourcePort)) return 'no';
  } else if (box.destinationPorts !== undefined) {
    isUncertain = true;
  }
  const inMatch = matchesInterface(box.in, probe.in);
  const outMatch = matchesInterface(box.out, probe.out);
  if (inMatch === false || outMatch === false) return 'no';
  return isUncertain || inMatch === undefined || outMatch === undefined ? 'maybe' : 'yes';
}

function within(ranges: Ranges | undefined, value: number): boolean {
  if (ranges === undefined) return true;
  if (ranges.length === 2) return value >= (ranges[0] as number) && value < (ranges[1] as number);
  return contains(ranges, value);
}
