import type { PlacedNetwork } from '@ringcheck/assemble';
import { parseFirewall } from '@ringcheck/firewall';
import type { NetworkDefinition } from '@ringcheck/policy';

export interface NetworkSpec extends Partial<Omit<NetworkDefinition, 'firewall'>> {
  /** Text of firewall policies by their path, in the order traffic meets them. */
  readonly firewalls?: Readonly<Record<string, string>>;
  /** Paths named and not uploaded. */
  readonly missing?: readonly string[];
}

export const policyDocument = { path: 'ringcheck.yaml', sha256: 'ab' };

/** The network a tested device is placed in by its SSID: `campus` unless named otherwise. */
export function aNetwork({ firewalls = {}, missing = [], ...definition }: NetworkSpec = {}): PlacedNetwork {
  return {
    definition: {
      name: 'campus',
      match: { ssid: ['Campus'] },
      at: { offset: 300, line: 20, column: 5 },
      ...definition,
      firewall: [...Object.keys(firewalls), ...missing],
    },
    firewalls: Object.entries(firewalls).map(([path, text]) => {
      const { policy } = parseFirewall(text);
      if (policy === undefined) throw new Error(`${path} is no firewall policy`);
      return { document: { path, sha256: 'cd' }, policy, text };
    }),
    missingFirewalls: missing,
    placedBy: 'ssid',
    evidence: [{ document: 'inventory.csv', line: 4, value: 'Campus' }],
  };
}

/** An iptables policy that forwards nothing but what the lines say; the first line is line 3. */
export function iptables(lines: readonly string[], otherwise: 'DROP' | 'ACCEPT' = 'DROP'): string {
  return ['*filter', `:FORWARD ${otherwise} [0:0]`, ...lines, 'COMMIT', ''].join('\n');
}

export const established = '-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT';
export const tcpOpen = '-A FORWARD -p tcp -m multiport --dports 80,443,5223 -j ACCEPT';
export const udpOpen = '-A FORWARD -p udp -m multiport --dports 3478:3497,16384:16387,16393:16402 -j ACCEPT';
export const clockOpen = '-A FORWARD -p udp --dport 123 -j ACCEPT';
export const allOpen = [established, tcpOpen, udpOpen, clockOpen];
/** Lets conversations start and nothing come back. */
export const oneWay = iptables(
  allOpen.slice(1).map((line) => line.replace(' -j', ' -m state --state NEW -j')),
);
/** Lets everything out, and back in from most addresses. */
export const partlyBack = iptables(
  ['-A FORWARD -s 5.0.0.0/8 -m state --state ESTABLISHED -j DROP'],
  'ACCEPT',
);
