import { type AddressSet, type Family, intersectAddresses, isEmptyAddresses } from './address.js';
import type { Question } from './answer.js';
import { atomOf, type CompiledPolicy, outcome } from './compile.js';
import { interfaceLabel, type InterfacePair } from './interfaces.js';
import { type Rule, type Stage, stateBits } from './policy.js';
import { intersect, pairsOf, type Ranges, rangesOf } from './ranges.js';
import type { Decision, Region } from './walk.js';

/** A deciding rule as answers name it. */
export interface Decider {
  readonly id: string;
  readonly line?: number;
  readonly text: string;
  readonly reason?: string;
  readonly objects?: readonly string[];
}

/** A box of the flow in real addresses, with its possible outcomes. */
export interface ExactPart {
  readonly family: Family;
  readonly source: AddressSet;
  readonly destination: AddressSet;
  readonly sourcePorts: Ranges;
  readonly destinationPorts: Ranges;
  readonly mask: number;
  readonly deciders: readonly Decider[];
}

/** Apple devices take the port of a conversation they start from the dynamic range of IANA. */
const clientPorts: Ranges = [49152, 65536];

/** The packets that start a flow, addresses rounded outwards to atoms; `exactParts` undoes the rounding. */
export function startRegion(question: Question): Region {
  return {
    source: toAtoms(question.compiled, question.sources, question.family),
    destination: toAtoms(question.compiled, question.destinations, question.family),
    sourcePorts: clientPorts,
    destinationPorts: rangesOf(question.flow.ports.map(([from, last]) => [from, last + 1] as const)),
    state: stateBits.new,
    pending: 0,
    doubts: undefined,
  };
}

export function toAtoms(compiled: CompiledPolicy, set: AddressSet, family: Family): Ranges {
  return family === 4
    ? rangesOf(
        pairsOf(set.v4).map(
          ([from, end]) => [atomOf(compiled.atoms4, from), atomOf(compiled.atoms4, end - 1) + 1] as const,
        ),
      )
    : rangesOf(
        pairsOf(set.v6).map(
          ([from, end]) => [atomOf(compiled.atoms6, from), atomOf(compiled.atoms6, end - 1n) + 1] as const,
        ),
      );
}

/** Atoms back as addresses. */
export function fromAtoms(compiled: CompiledPolicy, atoms: Ranges, family: Family): AddressSet {
  return family === 4
    ? { v4: atoms.map((index) => compiled.atoms4[index] ?? 0), v6: [] }
    : { v4: [], v6: atoms.map((index) => compiled.atoms6[index] ?? 0n) };
}

/** Decisions in real addresses, cut back to what was asked; parts that vanish by that are dropped. */
export function exactParts(question: Question, decisions: readonly Decision[]): ExactPart[] {
  const { compiled, family } = question;
  return decisions.flatMap((decision) => {
    const { region } = decision;
    const source = intersectAddresses(fromAtoms(compiled, region.source, family), question.sources);
    const destination = intersectAddresses(
      fromAtoms(compiled, region.destination, family),
      question.destinations,
    );
    if (isEmptyAddresses(source) || isEmptyAddresses(destination)) return [];
    return {
      family,
      source,
      destination,
      sourcePorts: region.sourcePorts,
      destinationPorts: region.destinationPorts,
      mask: decision.mask,
      deciders: decidersOf(decision),
    };
  });
}

function decidersOf(decision: Decision): Decider[] {
  const last = lastDecider(decision);
  if (decision.mask === outcome.allow || decision.mask === outcome.deny) return [last];
  const doubts: Decider[] = [];
  for (let doubt = decision.region.doubts; doubt !== undefined; doubt = doubt.previous) {
    const { rule } = doubt.rule;
    if (!doubts.some((known) => known.id === rule.id)) {
      doubts.unshift({ ...ofRule(rule), reason: rule.opaque.join(', ') || reasonOf(rule) });
    }
  }
  return doubts.some((known) => known.id === last.id) ? doubts : [...doubts, last];
}

function reasonOf(rule: Rule): string {
  if (rule.action.type === 'unknown') return 'target';
  return rule.matches.some((box) => box.in !== undefined || box.out !== undefined)
    ? 'depends on the interface'
    : 'depends on TCP flags';
}

function lastDecider(decision: Decision): Decider {
  if (decision.rule !== undefined) return ofRule(decision.rule.rule);
  if (decision.fallback !== undefined) return ofFallback(decision.fallback);
  if (decision.mask === outcome.allow) {
    const isLater = decision.region.state !== stateBits.new;
    return isLater ? { id: 'session', text: '' } : { id: 'unfiltered', text: '' };
  }
  return { id: 'given-up', text: '', reason: 'the policy is too complex to follow to the end' };
}

function ofRule(rule: Rule): Decider {
  return {
    id: rule.id,
    line: rule.line,
    text: rule.text,
    ...(rule.objects === undefined ? {} : { objects: rule.objects }),
  };
}

function ofFallback(stage: Stage): Decider {
  return {
    id: stage.fallbackId,
    ...(stage.fallbackLine === undefined ? {} : { line: stage.fallbackLine }),
    text: stage.fallbackText ?? '',
  };
}

/** More crossings than this are not computed: the answer then is that it depends on the interface. */
const mostCrossings = 4_000_000;

/**
 * One answer out of the answers for each way through the firewall: where they differ, nobody knows which
 * way a client takes, and the part is unknown.
 */
export function collapse(
  tries: readonly { readonly pair: InterfacePair; readonly parts: readonly ExactPart[] }[],
): ExactPart[] {
  const [first = [], ...rest] = tries.map((attempt) => attempt.parts);
  let merged = first;
  const ways = tries.map(({ pair }) => `${interfaceLabel(pair.in)} to ${interfaceLabel(pair.out)}`);
  const reason = `depends on the interfaces: ${ways.slice(0, 8).join('; ')}`;
  for (const parts of rest) merged = cross(merged, parts, reason);
  return [...merged];
}

function cross(a: readonly ExactPart[], b: readonly ExactPart[], reason: string): ExactPart[] {
  if (a.length * b.length > mostCrossings) {
    const mask = [...a, ...b].reduce((all, part) => all | part.mask, 0);
    return a.map((part) => ({
      ...part,
      mask: part.mask | mask,
      deciders: withReason(part.deciders, reason),
    }));
  }
  const out: ExactPart[] = [];
  for (const left of a) {
    for (const right of b) {
      const both = meet(left, right);
      if (both === undefined) continue;
      const mask = left.mask | right.mask;
      const deciders = left.mask === right.mask ? left.deciders : [...left.deciders, ...right.deciders];
      const isNewDoubt = left.mask !== right.mask;
      out.push({ ...both, mask, deciders: isNewDoubt ? withReason(distinct(deciders), reason) : deciders });
    }
  }
  return out;
}

function withReason(deciders: readonly Decider[], reason: string): Decider[] {
  return deciders.map((decider) => ({ ...decider, reason: decider.reason ?? reason }));
}

function distinct(deciders: readonly Decider[]): Decider[] {
  return deciders.filter((one, index) => deciders.findIndex((other) => other.id === one.id) === index);
}

/** What two parts have in common, with the outcome of the first; undefined when nothing. */
export function meet(a: ExactPart, b: ExactPart): ExactPart | undefined {
  const destinationPorts = intersect(a.destinationPorts, b.destinationPorts);
  if (destinationPorts.length === 0) return undefined;
  const sourcePorts = intersect(a.sourcePorts, b.sourcePorts);
  if (sourcePorts.length === 0) return undefined;
  const destination = intersectAddresses(a.destination, b.destination);
  if (isEmptyAddresses(destination)) return undefined;
  const source = intersectAddresses(a.source, b.source);
  return isEmptyAddresses(source) ? undefined : { ...a, source, destination, sourcePorts, destinationPorts };
}
