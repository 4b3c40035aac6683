import {
  type AddressSet,
  type Family,
  formatAddresses,
  isEmptyAddresses,
  onlyFamily,
  parseAddressList,
} from './address.js';
import { type CompiledPolicy, protocolNumbers } from './compile.js';
import { describeParts, decidingRules, summarise, verdictOf } from './describe.js';
import type { DecidingRule, FlowAnswer, FlowOptions, FlowPart } from './flow-answer.js';
import type { Flow } from './flows.js';
import { anyClient, globalUnicast } from './globals.js';
import { type InterfacePair, interfacePairs } from './interfaces.js';
import { isTouched, type Part } from './parts.js';
import { type Path, stateBits } from './policy.js';
import { rangesOf } from './ranges.js';
import { worstReturn } from './returns.js';
import { type AskedFlow, type AskedPackets, clientPorts, type Solution, solve } from './solve.js';

/**
 * What a policy does with a flow, exactly: every packet that can start it, split by outcome and deciding rule.
 * A policy that speaks of one family only is asked about that one.
 */
export function answerFlow(compiled: CompiledPolicy, flow: Flow, options: FlowOptions = {}): FlowAnswer {
  const [answer] = answerFlows(compiled, [flow], options);
  return answer ?? unanswered(flow, 'no-such-path');
}

/** The same for many flows, in their order; flows of one protocol share the work. */
export function answerFlows(
  compiled: CompiledPolicy,
  flows: readonly Flow[],
  options: FlowOptions = {},
): readonly FlowAnswer[] {
  const { policy } = compiled;
  const path = options.chain === undefined ? policy.paths[0] : compiled.paths.get(options.chain);
  if (path === undefined) return flows.map((flow) => unanswered(flow, 'no-such-path'));
  const sources = options.from === undefined ? anyClient : parseAddressList([options.from]);
  if (sources === undefined) return flows.map((flow) => unanswered(flow, 'bad-address'));
  return answersTo({ compiled, path, sources, pairs: interfacePairs(policy, options) }, flows);
}

/**
 * The rest of a conversation, for devices that do not keep sessions: the client's later packets (`onward`), or the
 * answers to them (`back`), as a flow in their own direction.
 */
export function answerLater(
  compiled: CompiledPolicy,
  flow: Flow,
  options: FlowOptions,
  direction: 'onward' | 'back',
): FlowAnswer {
  const { policy, paths } = compiled;
  const path = options.chain === undefined ? policy.paths[0] : paths.get(options.chain);
  const clients = options.from === undefined ? anyClient : parseAddressList([options.from]);
  const asked = askedFlow(flow);
  if (path === undefined || clients === undefined || asked === undefined)
    return unanswered(flow, 'no-such-path');
  const pairs = waysOut({ compiled, path, sources: clients, pairs: interfacePairs(policy, options) }, flow);
  const state = stateBits.established;
  if (direction === 'onward') {
    const packets = { state, sourcePorts: clientPorts };
    const [answer] = answersTo({ compiled, path, sources: clients, pairs, packets }, [flow]);
    return answer ?? unanswered(flow, 'no-such-path');
  }
  const question = {
    compiled,
    path: path.reply === undefined ? path : (paths.get(path.reply) ?? path),
    sources: asked.destinations,
    pairs: pairs.map((pair) => ({ in: pair.out, out: pair.in })),
    packets: { state, sourcePorts: asked.ports },
  };
  const [from = 0, end = 0] = clientPorts;
  const turned: Flow = { ...flow, destinations: formatAddresses(clients), ports: [[from, end - 1]] };
  const [answer] = answersTo(question, [turned]);
  return answer ?? unanswered(flow, 'no-such-path');
}

/** Ways on which the flow starts, and those whose opposite none of these is: as for the answer to the flow itself. */
function waysOut(question: Asked, flow: Flow): readonly InterfacePair[] {
  const { pairs } = question;
  if (pairs.length < 2) return pairs;
  const opening = pairs.filter((pair) =>
    answersTo({ ...question, pairs: [pair] }, [flow]).some(({ verdict }) => verdict !== 'blocked'),
  );
  return pairs.filter(
    (pair) => opening.includes(pair) || !opening.some((one) => one.in === pair.out && one.out === pair.in),
  );
}

/** What is the same for all flows of a question. */
interface Asked {
  readonly compiled: CompiledPolicy;
  readonly path: Path;
  readonly sources: AddressSet;
  readonly pairs: readonly InterfacePair[];
  readonly packets?: AskedPackets;
}

type Transport = Flow['protocol'];

/** Flows whose protocols no rule tells apart are one question. */
const together: readonly (readonly Transport[])[] = [['tcp', 'udp']];
const apart: readonly (readonly Transport[])[] = [['tcp'], ['udp']];

function answersTo(question: Asked, flows: readonly Flow[]): readonly FlowAnswer[] {
  const { compiled, sources, pairs } = question;
  const asked = flows.map(askedFlow);
  const solved = flows.map(() => new Map<Family, Solution>());
  for (const family of compiled.policy.families) {
    for (const protocols of compiled.tellsTransports ? apart : together) {
      const group = { ...question, sources: onlyFamily(sources, family), family, protocols };
      solveGroup(group, flows, asked, pairs, solved);
    }
  }
  return flows.map((flow, index) => {
    const one = asked[index];
    const answers = solved[index];
    if (one === undefined || answers === undefined) return unanswered(flow, 'bad-address');
    return answers.size === 0
      ? unanswered(flow, 'family-not-described')
      : answerOf(compiled, flow, sources, one, answers);
  });
}

function askedFlow(flow: Flow): AskedFlow | undefined {
  const destinations = flow.destinations === 'any' ? globalUnicast : parseAddressList(flow.destinations);
  if (destinations === undefined) return undefined;
  return { destinations, ports: rangesOf(flow.ports.map(([from, last]) => [from, last + 1] as const)) };
}

interface Group extends Asked {
  readonly family: Family;
  readonly protocols: readonly Transport[];
}

function solveGroup(
  group: Group,
  flows: readonly Flow[],
  asked: readonly (AskedFlow | undefined)[],
  pairs: readonly InterfacePair[],
  solved: readonly Map<Family, Solution>[],
): void {
  if (isEmptyAddresses(group.sources)) return;
  const members = flows.flatMap((flow, index) => {
    const one = asked[index];
    if (one === undefined || !group.protocols.includes(flow.protocol)) return [];
    const destinations = onlyFamily(one.destinations, group.family);
    return isEmptyAddresses(destinations) ? [] : [{ index, flow: { ...one, destinations } }];
  });
  const [protocol] = group.protocols;
  if (members.length === 0 || protocol === undefined) return;
  const question = {
    ...group,
    protocol: protocolNumbers[protocol],
    flows: members.map(({ flow }) => flow),
  };
  solve(question, pairs).forEach((solution, at) => {
    const index = members[at]?.index;
    if (index !== undefined) solved[index]?.set(group.family, solution);
  });
}

function answerOf(
  compiled: CompiledPolicy,
  flow: Flow,
  sources: AddressSet,
  asked: AskedFlow,
  solved: ReadonlyMap<Family, Solution>,
): FlowAnswer {
  const families = [...solved].map(([family, solution]) => ({
    compiled,
    flow,
    family,
    sources: onlyFamily(sources, family),
    destinations: onlyFamily(asked.destinations, family),
    region: solution.flow,
    parts: touched(solution),
  }));
  const written: { parts?: readonly FlowPart[]; decidedBy?: readonly DecidingRule[] } = {};
  return {
    flow,
    verdict: verdictOf(families.flatMap(({ parts }) => parts)),
    get parts() {
      return (written.parts ??= families.flatMap((family) => describeParts(family)));
    },
    get decidedBy() {
      return (written.decidedBy ??= decidingRules(families));
    },
    families: families.map(summarise),
    returnTraffic: worstReturn([...solved.values()].map(({ returns }) => returns)),
  };
}

/** The same list where all parts are the flow's, so that what is worked out of it is worked out once. */
function touched({ parts, flow }: Solution): readonly Part[] {
  const own = parts.filter(({ region }) => isTouched(region, flow));
  return own.length === parts.length ? parts : own;
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
