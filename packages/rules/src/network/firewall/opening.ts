import {
  applePushRanges,
  fixFlows,
  type Dialect,
  type FirewallFix,
  type FirewallPolicy,
  type Flow,
  type PortRange,
} from '@ringcheck/firewall';
import type { ClosedFlow, FirewallProblem } from './problems.js';

/** What to write into the firewall so that a problem is gone: the lines, and where they go. */
export interface Opening {
  /** Each line in quotation marks. */
  readonly add: string;
  readonly where: string;
  readonly opens: string;
  readonly source: string;
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
  if (text === undefined || kind === 'return-traffic') return undefined;
  const closed = flows.map(({ flow, ports }) => ({ ...flow, ports }));
  const { fixes } = fixFlows(text, policy, closed, from === undefined ? {} : { from });
  if (fixes.length === 0) return undefined;
  const steps = fixes.flatMap((fix) => fix.steps);
  // Answers come in by other lines; what the clients need is what has to be signed off by its name.
  const opens = fixes.flatMap((fix) => fix.opens).filter(({ sourcePorts }) => sourcePorts === undefined);
  return {
    add: unique(steps.map(({ lines }) => quotedLines(policy.dialect, lines))).join(' and '),
    where: unique(steps.map(({ position }) => positionText(position))).join(' and '),
    opens: unique(opens.map(({ protocol, ports }) => `${protocol.toUpperCase()} ${portText(ports)}`)).join(
      ' and ',
    ),
    source: unique(opens.flatMap(({ sources }) => sources)).join(', '),
  };
}

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/** Blocks of a configuration read better in one piece than line by line. */
const inBlocks: readonly Dialect[] = ['panos', 'fortios', 'juniper-srx'];

function quotedLines(dialect: Dialect, lines: readonly string[]): string {
  if (inBlocks.includes(dialect)) return `"${lines.map((line) => line.trim()).join(' ; ')}"`;
  return lines.map((line) => `"${line}"`).join(' and ');
}

function positionText(position: FirewallFix['steps'][number]['position']): string {
  return position.at === 'before-line'
    ? `before line ${position.line}`
    : `as the last line of ${position.chain}`;
}

/** The traffic in words, for policies whose text is not at hand or has no place for a line. */
function describedOpening({ policy, from }: Described, problem: FirewallProblem): Opening {
  const traffic = trafficOf(problem.flows);
  const fallback = policy.paths
    .flatMap((path) => path.stages)
    .find((stage) => stage.fallbackId === problem.rule?.rule);
  const line = problem.rule?.line;
  return {
    add: traffic.map((item) => `"${plainLine(item, from)}"`).join(' and '),
    where:
      fallback !== undefined
        ? `as the last line of ${fallback.chain}`
        : line === undefined
          ? 'before the first line that denies'
          : `before line ${line}`,
    opens: traffic.map(({ protocol, ports }) => `${protocol.toUpperCase()} ${portText(ports)}`).join(' and '),
    source: from ?? 'the clients of this network',
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
  return `allow ${traffic.protocol.toUpperCase()} ${portText(traffic.ports)} from ${source} to ${destinations}`;
}

export function portText(ports: readonly PortRange[]): string {
  return ports.map(([from, last]) => (from === last ? `${from}` : `${from}-${last}`)).join(', ');
}
