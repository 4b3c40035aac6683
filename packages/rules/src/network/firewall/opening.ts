import {
  applePushRanges,
  applyText,
  chainText,
  fixFlows,
  openText,
  portsText,
  type Dialect,
  type FirewallFix,
  type FirewallPolicy,
  type FixResult,
  type Flow,
  type PortRange,
} from '@ringcheck/firewall';
import type { ClosedFlow, FirewallProblem } from './problems.js';

/** What to write into the firewall so that a problem is gone: the lines, and where they go. */
export interface Opening {
  /** Where the first lines go. */
  readonly where: string;
  /** Each line in quotation marks; lines for another place with that place. */
  readonly add: string;
  /** The same as one order: "add, before line 4: …", or what to look for where no line could be proved. */
  readonly order: string;
  readonly opens: string;
  readonly source: string;
  /** Where to. */
  readonly target: string;
  /** Sentences on how the lines come into force, and on what stays closed all the same; without the last point. */
  readonly rest: string;
}

interface Traffic {
  readonly protocol: 'tcp' | 'udp';
  readonly ports: readonly PortRange[];
  /** Absent: any address. */
  readonly destinations?: string;
}

interface Described {
  readonly policy: FirewallPolicy;
  readonly text?: string;
  readonly from?: string;
}

/** Calls may go to any peer; the push service stands in Apple's own block. */
const appleBlock = '17.0.0.0/8';
const anywhere = 'any address (peers and relays may be anywhere)';

const known = new WeakMap<FirewallProblem, Opening>();

/** Worked out once per problem, however many devices stand behind the firewall. */
export function openingOf(firewall: Described, problem: FirewallProblem): Opening {
  const held = known.get(problem);
  if (held !== undefined) return held;
  const opening = provedOpening(firewall, problem) ?? describedOpening(firewall, problem);
  known.set(problem, opening);
  return opening;
}

/** Lines that were put into the text and judged again; undefined when none could be offered. */
function provedOpening(
  { policy, text, from }: Described,
  { flows, kind }: FirewallProblem,
): Opening | undefined {
  if (text === undefined) return undefined;
  const closed = flows.map(({ flow, ports }) => ({ ...flow, ports }));
  const result = fixFlows(text, policy, closed, from === undefined ? {} : { from });
  const isReturn = kind === 'return-traffic';
  // Lines that leave the answers out are no help where it is the answers that are missing.
  const fixes = result.fixes.filter(({ returnTraffic }) => !isReturn || returnTraffic === 'allowed');
  if (fixes.length === 0) return undefined;
  const all = fixes.flatMap((fix) => fix.opens);
  // Answers come in by other lines; what the clients need is what has to be signed off by its name.
  const opens = all.filter(({ sourcePorts }) => isReturn || sourcePorts === undefined);
  const [where = '', add = ''] = linesOf(policy.dialect, fixes);
  const targets = opens.flatMap(({ destinations }) =>
    destinations.length === 0 ? [anywhere] : destinations,
  );
  return {
    where,
    add,
    order: `add, ${where}: ${add}`,
    opens: unique(
      opens.map((one) =>
        isReturn ? openText(one) : `${one.protocol.toUpperCase()} ${portsText(one.ports)}`,
      ),
    ).join(isReturn ? '; ' : ' and '),
    source: unique(opens.flatMap(({ sources }) => sources)).join(', '),
    target: targets.includes(anywhere) ? anywhere : unique(targets).join(', '),
    rest: `${applyText(policy.dialect)}${restOf({ fixes, refusals: result.refusals }, isReturn)}`,
  };
}

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/** What is to be added place by place, the first place by itself. */
function linesOf(dialect: Dialect, fixes: readonly FirewallFix[]): readonly [where: string, add: string] {
  const places = new Map<string, readonly string[]>();
  for (const { position, lines, commands } of fixes.flatMap((fix) => fix.steps)) {
    const place = positionText(dialect, position);
    const quoted = quotedLines(dialect, lines, commands);
    places.set(place, unique([...(places.get(place) ?? []), quoted]));
  }
  const [first = ['', []], ...more] = places;
  const others = more.map(([place, lines]) => `; and, ${place}: ${lines.join(' and ')}`);
  return [first[0], `${first[1].join(' and ')}${others.join('')}`];
}

/** Their lines stand in several places of the document; as commands they can be entered as they are. */
const inBlocks: readonly Dialect[] = ['panos', 'fortios', 'juniper-srx'];

function quotedLines(dialect: Dialect, lines: readonly string[], commands: readonly string[]): string {
  if (inBlocks.includes(dialect)) {
    const all = commands.length === 0 ? lines : commands;
    return `"${all.map((line) => line.trim()).join(' ; ')}"`;
  }
  return lines.map((line) => `"${line}"`).join(' and ');
}

function positionText(dialect: Dialect, position: FirewallFix['steps'][number]['position']): string {
  return position.at === 'before-line'
    ? `before line ${position.line}`
    : `as the last line of ${chainText(dialect, position.chain)}`;
}

function restOf({ fixes, refusals }: FixResult, isReturn: boolean): string {
  const isOneWay = !isReturn && fixes.some(({ returnTraffic }) => returnTraffic !== 'allowed');
  return [
    ...(isOneWay
      ? ['. That answers come back is not sure then: let packets of established connections pass as well']
      : []),
    ...refusals.map(({ family }) => `. For IPv${family} no line could be proved: open the same by hand`),
  ].join('');
}

/** The traffic in words, for policies whose text is not at hand or has no place for a line. */
function describedOpening({ policy, from }: Described, problem: FirewallProblem): Opening {
  const traffic = trafficOf(problem.flows);
  const fallback = policy.paths
    .flatMap((path) => path.stages)
    .find((stage) => stage.fallbackId === problem.rule?.rule);
  const line = problem.rule?.line;
  const isReturn = problem.kind === 'return-traffic';
  const where =
    fallback !== undefined
      ? `as the last line of ${chainText(policy.dialect, fallback.chain)}`
      : line === undefined
        ? 'before the first line that denies'
        : `before line ${line}`;
  const add = traffic.map((item) => `"${plainLine(item, from)}"`).join(' and ');
  const ports = traffic.map(({ protocol, ports }) => `${protocol.toUpperCase()} ${portsText(ports)}`);
  const targets = traffic.map(({ destinations }) => destinations ?? anywhere);
  return {
    where,
    add,
    order: isReturn
      ? 'let packets of established connections pass in both directions before the first line that denies'
      : `add, ${where}: ${add}`,
    opens: isReturn ? `the answers to ${ports.join(' and ')}` : ports.join(' and '),
    source: from ?? 'the clients of this network',
    target: targets.includes(anywhere) ? anywhere : unique(targets).join(', '),
    rest: applyText(policy.dialect),
  };
}

function trafficOf(flows: readonly ClosedFlow[]): readonly Traffic[] {
  const groups = new Map<string, Traffic>();
  for (const { flow, ports } of flows) {
    const destinations = destinationsOf(flow);
    const key = `${flow.protocol}\n${destinations ?? ''}`;
    const held = groups.get(key);
    groups.set(key, {
      protocol: flow.protocol,
      ports: [...(held?.ports ?? []), ...ports].filter(isFirst).sort(([a], [b]) => a - b),
      ...(destinations === undefined ? {} : { destinations }),
    });
  }
  return [...groups.values()];
}

function destinationsOf({ destinations }: Flow): string | undefined {
  if (destinations === 'any') return undefined;
  return destinations === applePushRanges ? appleBlock : destinations.join(', ');
}

function isFirst(range: PortRange, index: number, all: readonly PortRange[]): boolean {
  return all.findIndex(([from, last]) => from === range[0] && last === range[1]) === index;
}

function plainLine(traffic: Traffic, from: string | undefined): string {
  const source = from ?? 'the clients of this network';
  const destinations = traffic.destinations ?? 'any destination';
  return `allow ${traffic.protocol.toUpperCase()} ${portsText(traffic.ports)} from ${source} to ${destinations}`;
}
