/** What a person loses when a flow is stopped. */
export type FlowLoss = 'activation' | 'signalling' | 'media' | 'video';

/** Traffic a device must be able to start; the answers come back on the same flow. */
export interface Flow {
  readonly id: string;
  readonly title: string;
  readonly protocol: 'tcp' | 'udp';
  /** Inclusive. */
  readonly ports: readonly (readonly [number, number])[];
  /** Prefixes or ranges; `any` is every address a peer or relay can have. */
  readonly destinations: readonly string[] | 'any';
  readonly direction: 'outbound';
  readonly loses: FlowLoss;
  /** FaceTime cannot do without; the others are judged more mildly. */
  readonly required: boolean;
  readonly source: string;
  readonly confidence: 'high' | 'medium' | 'low';
}

const ports = 'https://support.apple.com/en-us/102135 (FaceTime and iMessage behind a firewall)';
const push = 'https://support.apple.com/en-us/102266 (Apple push notifications)';
const hosts = 'https://support.apple.com/en-us/101555 (Apple products on enterprise networks)';

/** The smallest list Apple gives for its push service. */
export const applePushRanges: readonly string[] = [
  '17.249.0.0/16',
  '17.252.0.0/16',
  '17.57.144.0/22',
  '17.188.128.0/18',
  '17.188.20.0/23',
  '2403:300:a42::/48',
  '2403:300:a51::/48',
  '2620:149:a44::/48',
  '2a01:b740:a42::/48',
];

/** Apple's IPv4 block; the IPv6 ones it documents are those of the push service. */
export const appleRanges: readonly string[] = [
  '17.0.0.0/8',
  ...applePushRanges.filter((text) => text.includes(':')),
];

const facetime = { direction: 'outbound', source: ports, confidence: 'high', destinations: 'any' } as const;

/** What FaceTime, and the push and activation it rests on, need from a network. */
export const facetimeFlows: readonly Flow[] = [
  {
    ...facetime,
    id: 'https',
    title: 'Directory, registration and push fallback over HTTPS',
    protocol: 'tcp',
    ports: [[443, 443]],
    loses: 'signalling',
    required: true,
  },
  {
    ...facetime,
    id: 'http',
    title: 'Certificate checks over HTTP',
    protocol: 'tcp',
    ports: [[80, 80]],
    loses: 'activation',
    required: true,
  },
  {
    ...facetime,
    id: 'push',
    title: 'Push service, which rings the device',
    protocol: 'tcp',
    ports: [[5223, 5223]],
    destinations: applePushRanges,
    loses: 'signalling',
    required: true,
    source: push,
  },
  {
    ...facetime,
    id: 'relay',
    title: 'Path finding and relays (STUN)',
    protocol: 'udp',
    ports: [[3478, 3497]],
    loses: 'media',
    required: true,
  },
  {
    ...facetime,
    id: 'probe',
    title: 'NAT probing and call set-up',
    protocol: 'udp',
    ports: [[16384, 16387]],
    loses: 'media',
    required: true,
  },
  {
    ...facetime,
    id: 'media',
    title: 'Audio and video between the devices',
    protocol: 'udp',
    ports: [[16393, 16402]],
    loses: 'media',
    required: true,
  },
  {
    ...facetime,
    id: 'activation',
    title: 'Device activation and set-up at Apple',
    protocol: 'tcp',
    ports: [[443, 443]],
    destinations: ['17.0.0.0/8'],
    loses: 'activation',
    required: false,
    source: hosts,
    confidence: 'medium',
  },
  {
    ...facetime,
    id: 'clock',
    title: 'Clock (NTP)',
    protocol: 'udp',
    ports: [[123, 123]],
    loses: 'activation',
    required: false,
    source: hosts,
  },
];

/** What somebody states of a flow: a change of the built-in one with this id, or one of their own. */
export interface FlowStatement {
  readonly id: string;
  readonly title?: string;
  readonly protocol?: Flow['protocol'];
  readonly ports?: Flow['ports'];
  readonly destinations?: Flow['destinations'];
  readonly loses?: FlowLoss;
  readonly required?: boolean;
  readonly source?: string;
}

/**
 * The built-in flows with what is stated in their place, then those that are added, in the order given. The last
 * word on an id holds; an added one without protocol or ports says nothing and is left out.
 */
export function statedFlows(statements: readonly FlowStatement[]): readonly Flow[] {
  if (statements.length === 0) return facetimeFlows;
  const flows = new Map(facetimeFlows.map((flow) => [flow.id, flow]));
  for (const statement of statements) {
    const flow = statedFlow(statement, flows.get(statement.id));
    if (flow !== undefined) flows.set(flow.id, flow);
  }
  return [...flows.values()];
}

function statedFlow(statement: FlowStatement, known: Flow | undefined): Flow | undefined {
  const { id, protocol = known?.protocol, ports: stated = known?.ports } = statement;
  if (protocol === undefined || stated === undefined) return undefined;
  return {
    id,
    title: statement.title ?? known?.title ?? id,
    protocol,
    ports: stated,
    destinations: statement.destinations ?? known?.destinations ?? 'any',
    direction: 'outbound',
    loses: statement.loses ?? known?.loses ?? 'media',
    required: statement.required ?? known?.required ?? true,
    source: statement.source ?? 'the policy file',
    confidence: 'high',
  };
}
