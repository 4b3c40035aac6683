import { formatAddresses, uniteAllAddresses } from './address.js';
import { answerFlows } from './answer.js';
import type { CompiledPolicy } from './compile.js';
import { diffAnswers, type FlowDifference } from './diff.js';
import type { DecidingRule, FlowAnswer, FlowOptions, FlowPart, PartAction } from './flow-answer.js';
import type { Flow } from './flows.js';
import { familiesOf, isCertain, join, type Joint, type Met, stoppedBy } from './joint.js';
import { decidePacket, type Packet, type PacketDecision } from './packet.js';
import { type ClosedFixes, fixClosed, questionFault } from './questions.js';
import { pairsOf, type Ranges, uniteAll } from './ranges.js';
import { worstReturn } from './returns.js';

/** A firewall among those that traffic meets one after another, by the name of its document. */
export interface NamedFirewall {
  readonly name: string;
  readonly text: string;
  readonly compiled: CompiledPolicy;
}

export interface SequenceAnswers {
  /** By firewall, in their order: each asked by itself. */
  readonly each: readonly (readonly FlowAnswer[])[];
  /** For packets that have to pass all of them; of one alone its own. */
  readonly together: readonly FlowAnswer[];
}

/**
 * What firewalls do with flows that meet them one after another: allowed where every one allows, blocked where one
 * blocks, unknown otherwise. Parts are disjoint and name the first firewall that blocks; `decidedBy` names the lines of
 * every one that blocks. Exact for address families that all of them speak of, addresses taken as not translated in
 * between. Of the answers coming back the worst is told.
 */
export function answerSequence(
  firewalls: readonly NamedFirewall[],
  flows: readonly Flow[],
  options: FlowOptions = {},
): SequenceAnswers {
  const each = firewalls.map(({ compiled }) => answerFlows(compiled, flows, options));
  const [only, ...more] = each;
  if (only !== undefined && more.length === 0) return { each, together: only };
  const names = firewalls.map(({ name }) => name);
  const together = flows.map((flow, index) => {
    const answers = each.flatMap((own) => own[index] ?? []);
    return answerTogether(flow, answers, names);
  });
  return { each, together };
}

function answerTogether(flow: Flow, answers: readonly FlowAnswer[], names: readonly string[]): FlowAnswer {
  const joint = join(answers);
  if (joint === undefined) return answerAside(flow, answers, names);
  const written: {
    boxes?: readonly Settled[];
    parts?: readonly FlowPart[];
    decidedBy?: readonly DecidingRule[];
  } = {};
  const boxes = (): readonly Settled[] => (written.boxes ??= settled(answers, joint));
  return {
    flow,
    verdict: joint.answer.verdict,
    get parts() {
      return (written.parts ??= partsOf(boxes(), names));
    },
    get decidedBy() {
      return (written.decidedBy ??= [
        ...answers.flatMap((answer, at) => deniedBy(answer, joint).map((rule) => named(rule, names[at]))),
        ...passingRules(boxes(), answers, names),
      ]);
    },
    families: joint.answer.families,
    returnTraffic: worstReturn(answers.map(({ returnTraffic }) => returnTraffic)),
  };
}

/** Where they cannot be compared: one that blocks everything decides all the same. */
function answerAside(flow: Flow, answers: readonly FlowAnswer[], names: readonly string[]): FlowAnswer {
  const base = { flow, parts: [], families: [] } as const;
  if (answers.some(({ verdict }) => verdict === 'blocked')) {
    const decidedBy = answers.flatMap((answer, at) =>
      answer.verdict === 'blocked' ? answer.decidedBy.map((rule) => named(rule, names[at])) : [],
    );
    return { ...base, verdict: 'blocked', decidedBy, returnTraffic: 'blocked' };
  }
  const problem = answers.find((answer) => answer.problem !== undefined)?.problem;
  const reason = familiesOf(answers).length === 0 ? 'family-not-described' : 'too-many-parts';
  return {
    ...base,
    verdict: 'unknown',
    decidedBy: [],
    returnTraffic: 'unknown',
    problem: problem ?? reason,
  };
}

/** Rules of two firewalls may have one name. */
const nameOf = (rule: string, document = ''): string => `${document}: ${rule}`;

function named(rule: DecidingRule, document: string | undefined): DecidingRule {
  return { ...rule, rule: nameOf(rule.rule, document), ...(document === undefined ? {} : { document }) };
}

/** A box with what became of it, and the firewalls and their parts that say so. */
interface Settled {
  readonly met: Met;
  readonly action: PartAction;
  readonly by: readonly { readonly at: number; readonly part: FlowPart }[];
}

function settled(answers: readonly FlowAnswer[], { passed }: Joint): readonly Settled[] {
  return [...passed].flatMap(([family, stages]) => {
    const stopped = stoppedBy(answers, family, stages);
    return [
      ...stopped.flatMap((boxes, at) => boxes.map((met) => stop(met, at))),
      ...(stages.at(-1) ?? []).map(passing),
    ];
  });
}

function stop(met: Met, at: number): Settled {
  const part = met.parts.at(-1);
  return { met, action: 'deny', by: part === undefined ? [] : [{ at, part }] };
}

function passing(met: Met): Settled {
  const action = isCertain(met) ? 'allow' : 'unknown';
  const by = met.parts.map((part, at) => ({ at, part })).filter(({ part }) => part.action === action);
  return { met, action, by };
}

function partsOf(boxes: readonly Settled[], names: readonly string[]): FlowPart[] {
  return boxes.flatMap(({ met, action, by }) => {
    const [first] = met.parts;
    if (first === undefined) return [];
    return {
      action,
      protocol: first.protocol,
      family: first.family,
      ports: inclusive(met.ports),
      destinations: destinationsOf([met]),
      sources: formatAddresses(met.sources),
      sourcePorts: inclusive(met.sourcePorts),
      decidedBy: [
        ...new Set(by.flatMap(({ at, part }) => part.decidedBy.map((rule) => nameOf(rule, names[at])))),
      ],
    };
  });
}

/** What leaves a flow open or lets it through together. */
function passingRules(
  boxes: readonly Settled[],
  answers: readonly FlowAnswer[],
  names: readonly string[],
): DecidingRule[] {
  const written = answers.map(
    ({ decidedBy }) => new Map(decidedBy.map((rule) => [`${rule.action}\n${rule.rule}`, rule])),
  );
  const groups = new Map<string, { readonly rule: DecidingRule; readonly held: Met[] }>();
  for (const { met, action, by } of boxes) {
    if (action === 'deny') continue;
    for (const { at, part } of by) {
      for (const id of part.decidedBy) {
        const key = `${part.family}\n${action}\n${at}\n${id}`;
        const known = groups.get(key);
        if (known !== undefined) known.held.push(met);
        const rule = written[at]?.get(`${action}\n${id}`);
        if (known === undefined && rule !== undefined)
          groups.set(key, { rule: named(rule, names[at]), held: [met] });
      }
    }
  }
  const others = [...groups.values()].map(({ rule, held }) => ({
    ...rule,
    ports: inclusive(uniteAll(held.map(({ ports }) => ports))),
    destinations: destinationsOf(held),
  }));
  const of = (action: PartAction) => others.filter((rule) => rule.action === action);
  return [...of('unknown'), ...of('allow')];
}

/** What stops a flow, by a firewall for itself; only in families that all firewalls speak of. */
function deniedBy({ parts, decidedBy }: FlowAnswer, { passed }: Joint): readonly DecidingRule[] {
  const rules = new Set(
    parts
      .filter(({ action, family }) => action === 'deny' && passed.has(family))
      .flatMap((part) => part.decidedBy),
  );
  return decidedBy.filter(({ action, rule }) => action === 'deny' && rules.has(rule));
}

function destinationsOf(boxes: readonly Met[]): readonly string[] {
  const isAll = boxes.some(({ parts }) =>
    parts.every(({ destinations }) => destinations.length === 1 && destinations[0] === 'any'),
  );
  return isAll ? ['any'] : formatAddresses(uniteAllAddresses(boxes.map(({ destinations }) => destinations)));
}

function inclusive(ranges: Ranges): [number, number][] {
  return pairsOf(ranges).map(([from, end]) => [from, end - 1]);
}

/** What changes from one sequence to another; each may be one firewall alone. */
export function diffSequences(before: SequenceAnswers, after: SequenceAnswers): readonly FlowDifference[] {
  return before.together.flatMap((old, index) => {
    const answer = after.together[index];
    if (answer === undefined) return [];
    const difference = diffAnswers(old, answer);
    const isBeyond = [old, answer].some(({ problem }) => problem === 'too-many-parts');
    return [isBeyond ? { ...difference, isComplete: false } : difference];
  });
}

/** What would open the closed flows in each firewall, in their order: a flow passes when it passes every one. */
export function fixSequence(
  firewalls: readonly NamedFirewall[],
  { each }: SequenceAnswers,
  options: FlowOptions,
): readonly ClosedFixes[] {
  return firewalls.map(({ text, compiled }, at) => fixClosed(text, compiled, each[at] ?? [], options));
}

/** Why one of the firewalls cannot be asked, in words; undefined when all can. */
export function sequenceFault(
  firewalls: readonly NamedFirewall[],
  { each }: SequenceAnswers,
  options: FlowOptions,
  names: Parameters<typeof questionFault>[3],
): string | undefined {
  for (const [at, { compiled, name }] of firewalls.entries()) {
    const fault = questionFault(compiled, each[at] ?? [], options, names);
    if (fault !== undefined) return firewalls.length === 1 ? fault : `${fault} (${name})`;
  }
  return undefined;
}

/** What became of a packet, and for several firewalls what each decides. */
export interface SequenceDecision extends PacketDecision {
  /** The firewall that decides: the first that denies, else the first that cannot be told. */
  readonly document?: string;
  readonly each?: readonly (PacketDecision & { readonly document: string })[];
}

/** Decides one packet by firewalls that it meets one after another. */
export function decideSequence(firewalls: readonly NamedFirewall[], packet: Packet): SequenceDecision {
  const [only, ...more] = firewalls;
  if (only !== undefined && more.length === 0) return decidePacket(only.compiled, packet);
  const each = firewalls.map(({ name, compiled }) => ({
    ...decidePacket(compiled, packet),
    document: name,
  }));
  const decider =
    each.find(({ action }) => action === 'deny') ?? each.find(({ action }) => action === 'unknown');
  return { ...(decider ?? { action: 'allow' }), each };
}
