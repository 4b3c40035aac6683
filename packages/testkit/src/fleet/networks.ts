import { hex } from './dice.js';

/** One site of a made-up fleet. */
export interface FleetNetwork {
  readonly name: string;
  readonly ssid: string;
  readonly prefix: string;
  /** Path of its firewall policy, where one is described. */
  readonly firewall?: string;
  readonly kind: 'open' | 'closed' | 'no-media' | 'alg' | 'proxy' | 'filtered' | 'slow';
}

const kinds: readonly FleetNetwork['kind'][] = [
  'open',
  'open',
  'no-media',
  'alg',
  'open',
  'closed',
  'filtered',
  'open',
  'proxy',
  'slow',
];

export function fleetNetworks(count: number): readonly FleetNetwork[] {
  return Array.from({ length: count }, (_, index) => {
    const kind = kinds[index % kinds.length] ?? 'open';
    const name = `site-${String(index + 1).padStart(2, '0')}`;
    const hasFirewall = kind === 'open' || kind === 'closed' || kind === 'no-media';
    return {
      name,
      ssid: `Site ${index + 1}`,
      prefix: `10.${20 + (index % 200)}`,
      kind,
      ...(hasFirewall ? { firewall: `firewalls/${name}.rules` } : {}),
    };
  });
}

/** The firewall of a site as `iptables-save` prints it; the comment makes every site's file its own. */
export function firewallText({ name, kind }: FleetNetwork): string {
  const media = {
    open: '-A FORWARD -s 10.0.0.0/8 -j ACCEPT',
    closed: '-A FORWARD -p udp -j DROP',
    'no-media': '-A FORWARD -p udp -m udp --dport 16384:16402 -j DROP',
  }[kind === 'closed' || kind === 'no-media' ? kind : 'open'];
  return [
    `# Gateway of ${name}`,
    '*filter',
    ':INPUT DROP [0:0]',
    ':FORWARD DROP [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    '-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
    '-A FORWARD -p udp -m udp --dport 53 -j ACCEPT',
    '-A FORWARD -p tcp -m multiport --dports 80,443,5223 -j ACCEPT',
    ...(kind === 'closed' ? [] : ['-A FORWARD -p udp -m udp --dport 3478:3497 -j ACCEPT']),
    media,
    ...(kind === 'no-media' ? ['-A FORWARD -p udp -m udp --dport 1024:65535 -j ACCEPT'] : []),
    'COMMIT',
    '',
  ].join('\n');
}

/** A private address in the site, different for every device up to 65,000 of them. */
export function addressIn({ prefix }: FleetNetwork, device: number): string {
  const low = Number.parseInt(hex(device, 4), 16);
  return `${prefix}.${low >> 8}.${low & 255}`;
}

/** What an admin states of the sites and of who must and must not be able to call. */
export function policyText(networks: readonly FleetNetwork[]): string {
  return [
    'version: 1',
    '',
    'groups:',
    '  - { name: students, select: { tags: [student] }, intent: prohibited }',
    '  - { name: rooms, select: { platform: tvOS }, intent: unmanaged }',
    '  - { name: lab, select: { tags: [lab] }, intent: prohibited }',
    '  - { name: staff, select: { default: true }, intent: required }',
    '',
    'networks:',
    ...networks.flatMap((network) => [
      `  - name: ${network.name}`,
      `    match: { cidr: [${network.prefix}.0.0/16], ssid: ["${network.ssid}"] }`,
      ...statements(network),
    ]),
    '',
    'thresholds: { storageMinGB: 1, storageWarnGB: 2, dataMaxAgeDays: 7 }',
    '',
  ].join('\n');
}

function statements({ kind, firewall }: FleetNetwork): string[] {
  const lines = firewall === undefined ? [] : [`    firewall: ${firewall}`];
  switch (kind) {
    case 'alg':
      return [...lines, '    sipAlg: true'];
    case 'proxy':
      return [...lines, '    proxyOnly: true'];
    case 'filtered':
      return [...lines, '    dnsFilter: true'];
    case 'slow':
      return [
        ...lines,
        '    quality: { downMbps: 0.8, upMbps: 0.6, latencyMs: 240, jitterMs: 10, lossPercent: 0 }',
      ];
    case 'open':
    case 'closed':
    case 'no-media':
      return [...lines, '    sipAlg: false'];
  }
}
