import type { FirewallPolicy, PortRange } from '@ringcheck/firewall';
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
  readonly destination?: string;
}

/** Calls may go to any peer; the push service stands in Apple's own block. */
const appleBlock = '17.0.0.0/8';

export function openingOf(
  policy: FirewallPolicy,
  problem: FirewallProblem,
  from: string | undefined,
): Opening {
  const traffic = trafficOf(problem.flows);
  const fallback = policy.paths
    .flatMap((path) => path.stages)
    .find((stage) => stage.fallbackId === problem.rule?.rule);
  const line = problem.rule?.line;
  return {
    add: traffic.map((item) => `"${lineFor(policy, problem, item, from)}"`).join(' and '),
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
    const destination = flow.id === 'push' ? appleBlock : undefined;
    const key = `${flow.protocol}\n${destination ?? ''}`;
    const held = groups.get(key);
    groups.set(key, {
      protocol: flow.protocol,
      ports: [...(held?.ports ?? []), ...ports].filter(isFirst).sort(([a], [b]) => a - b),
      ...(destination === undefined ? {} : { destination }),
    });
  }
  return [...groups.values()];
}

function isFirst(range: PortRange, index: number, all: readonly PortRange[]): boolean {
  return all.findIndex(([from, last]) => from === range[0] && last === range[1]) === index;
}

function lineFor(
  policy: FirewallPolicy,
  problem: FirewallProblem,
  traffic: Traffic,
  from: string | undefined,
): string {
  switch (policy.dialect) {
    case 'iptables':
      return iptablesLine(problem, traffic, from);
    case 'nftables':
      return nftablesLine(traffic, from);
    default:
      return plainLine(traffic, from);
  }
}

function iptablesLine({ rule }: FirewallProblem, traffic: Traffic, from: string | undefined): string {
  const chain = /^(?:-A |:)(\S+)/.exec(rule?.text ?? '')?.[1] ?? 'FORWARD';
  const ports = traffic.ports.map(([low, high]) => (low === high ? `${low}` : `${low}:${high}`)).join(',');
  const source = from === undefined ? '' : ` -s ${from}`;
  const destination = traffic.destination === undefined ? '' : ` -d ${traffic.destination}`;
  return `-A ${chain}${source}${destination} -p ${traffic.protocol} -m multiport --dports ${ports} -j ACCEPT`;
}

function nftablesLine(traffic: Traffic, from: string | undefined): string {
  const source = from === undefined ? '' : `${from.includes(':') ? 'ip6' : 'ip'} saddr ${from} `;
  const destination = traffic.destination === undefined ? '' : `ip daddr ${traffic.destination} `;
  return `${source}${destination}${traffic.protocol} dport { ${portText(traffic.ports)} } accept`;
}

function plainLine(traffic: Traffic, from: string | undefined): string {
  const source = from ?? 'the clients of this network';
  const destination = traffic.destination ?? 'any destination';
  return `allow ${traffic.protocol.toUpperCase()} ${portText(traffic.ports)} from ${source} to ${destination}`;
}

export function portText(ports: readonly PortRange[]): string {
  return ports.map(([from, last]) => (from === last ? `${from}` : `${from}-${last}`)).join(', ');
}
