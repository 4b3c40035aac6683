import { ruleTester } from '@ringcheck/testkit';
import {
  allOpen,
  aNetwork,
  clockOpen,
  established,
  iptables,
  policyDocument,
  tcpOpen,
  udpOpen,
  type NetworkSpec,
} from '../testing.js';
import { networkFirewallPorts } from './rule.js';

const phone = { platform: 'iOS', osVersion: '26.1', policyDocument } as const;
const behind = (lines: readonly string[], otherwise?: 'DROP' | 'ACCEPT', more: NetworkSpec = {}) => ({
  ...phone,
  network: aNetwork({ firewalls: { 'campus.rules': iptables(lines, otherwise) }, ...more }),
});
const onlyNew = (line: string): string => line.replace(' -j', ' -m state --state NEW -j');
/** Answers are gone before connections are told apart. */
const answersLostBefore = `*raw
:PREROUTING ACCEPT [0:0]
-A PREROUTING -p udp -m multiport --sports 3478:3497,16384:16387,16393:16402 -j DROP
COMMIT
*filter
:FORWARD ACCEPT [0:0]
COMMIT
`;
const at = { offset: 900, line: 60, column: 5 };
const saved =
  'Save the rules afterwards (iptables-save into the file that is loaded at start), or they are gone with the next one';
const dropMedia = '-A FORWARD -p udp --dport 16384:16402 -j DROP';
const stated = (expires: string) => ({
  faceTime: { value: 'allowed' as const, owner: 'net@example.org', expires },
});

/** Two IPv4 firewalls in sequence; each closes media to one block, for the same clients. */
const halves = (first: string, second: string) => ({
  ...behind(allOpen, 'ACCEPT'),
  network: aNetwork({
    match: { ssid: ['Campus'], cidr: ['10.20.0.0/16'] },
    firewalls: {
      'host.rules': iptables([established, `-A FORWARD -p udp -d ${first} -j DROP`], 'ACCEPT'),
      'gate.rules': iptables([established, `-A FORWARD -p udp -d ${second} -j DROP`], 'ACCEPT'),
    },
  }),
});

ruleTester.run(networkFirewallPorts, {
  blocked: [
    {
      name: 'blocks where the device cannot leave the network',
      picture: behind([established, dropMedia, ...allOpen], 'DROP', { fixed: true }),
      expect: {
        control: 'circumstance',
        count: 1,
        evidence: { document: 'ringcheck.yaml', path: 'networks.campus.fixed', line: 20, value: true },
      },
    },
  ],
  limited: [
    {
      name: 'names the line that closes whole flows, and the line to add before it',
      picture: behind([established, dropMedia, ...allOpen]),
      expect: {
        count: 1,
        scope: 'network:campus',
        message: 'line-stops',
        severity: 'high',
        cause: 'firewall:campus.rules/line-4',
        evidence: { document: 'campus.rules', line: 4, value: dropMedia },
        data: {
          place: 'line 4',
          where: 'before line 4',
          add: '"-A FORWARD -s 10.0.0.0/8,172.16.0.0/12,192.168.0.0/16 -p udp -m multiport --dports 16384:16387,16393:16402 -j ACCEPT"',
          source: '10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16',
          opens: 'UDP 16384-16387, 16393-16402',
          flows: [
            'UDP 16384-16387 (NAT probing and call set-up)',
            'UDP 16393-16402 (Audio and video between the devices)',
          ],
        },
      },
    },
    {
      name: 'says what placed the device behind the firewall',
      picture: behind([established, dropMedia, ...allOpen], 'DROP', { name: 'annex' }),
      expect: { scope: 'network:annex', evidence: { document: 'inventory.csv', line: 4 } },
    },
    {
      name: 'makes one finding of all that one default closes',
      picture: behind([established]),
      expect: {
        count: 1,
        cause: 'firewall:campus.rules/line-2',
        data: {
          where: 'as the last line of FORWARD',
          add: [
            '"-A FORWARD -s 10.0.0.0/8,172.16.0.0/12,192.168.0.0/16 -p udp -m multiport --dports 123,3478:3497,16384:16387,16393:16402 -j ACCEPT"',
            '"-A FORWARD -s 10.0.0.0/8,172.16.0.0/12,192.168.0.0/16 -p tcp -m multiport --dports 80,443 -j ACCEPT"',
            '"-A FORWARD -s 10.0.0.0/8,172.16.0.0/12,192.168.0.0/16 -d 17.57.144.0/22,17.188.20.0/23,17.188.128.0/18,17.249.0.0/16,17.252.0.0/16 -p tcp --dport 5223 -j ACCEPT"',
          ].join(' and '),
        },
      },
    },
    {
      name: 'gives each of two closing lines its own finding',
      picture: behind(['-A FORWARD -p tcp --dport 443 -j REJECT', dropMedia], 'ACCEPT'),
      expect: { count: 2 },
    },
    {
      name: 'stops calls where two firewalls each close another half of the Internet',
      picture: halves('0.0.0.0/1', '128.0.0.0/1'),
      expect: {
        scope: 'network:campus',
        message: 'lines-stop-together',
        cause: 'firewall:host.rules/line-4 + firewall:gate.rules/line-4',
        evidence: { document: 'gate.rules', line: 4 },
        data: {
          documents: ['host.rules', 'gate.rules'],
          orders: ['host.rules', 'gate.rules']
            .map(
              (name) =>
                `In ${name} add, before line 4: "-A FORWARD -s 10.20.0.0/16 -p udp -m multiport --dports 3478:3497,16384:16387,16393:16402 -j ACCEPT". ${saved}`,
            )
            .join('. '),
        },
      },
    },
    {
      name: 'finds the line of the later of two firewalls',
      picture: {
        ...phone,
        network: aNetwork({
          firewalls: { 'edge.rules': iptables(allOpen), 'core.rules': iptables([dropMedia], 'ACCEPT') },
        }),
      },
      expect: { count: 1, cause: 'firewall:core.rules/line-3' },
    },
    {
      name: 'does not make a cause of every address that is closed before everything is',
      picture: behind([
        established,
        ...[1, 2, 3].map((n) => `-A FORWARD -d 8.8.${n}.0/24 -j DROP`),
        tcpOpen,
        clockOpen,
      ]),
      expect: { count: 1, cause: 'firewall:campus.rules/line-2' },
    },
    {
      name: 'writes the line of nftables in its own words',
      picture: {
        ...phone,
        network: aNetwork({
          match: { cidr: ['10.20.0.0/16'] },
          firewalls: {
            'campus.nft':
              'table ip filter {\n  chain forward {\n    type filter hook forward priority 0; policy accept;\n    udp dport 16384-16402 drop\n  }\n}\n',
          },
        }),
      },
      expect: {
        cause: 'firewall:campus.nft/line-4',
        data: { add: '"ip saddr 10.20.0.0/16 udp dport { 16384-16387, 16393-16402 } accept"' },
      },
    },
    {
      name: 'writes the lines of FortiOS as the device takes them, and in which order',
      picture: {
        ...phone,
        network: aNetwork({
          match: { cidr: ['10.20.0.0/16'] },
          firewalls: {
            'campus.conf':
              'config firewall service custom\n edit "media"\n  set udp-portrange 16384-16402\n next\nend\nconfig firewall policy\n edit 4\n  set srcintf "lan"\n  set dstintf "wan1"\n  set srcaddr "all"\n  set dstaddr "all"\n  set schedule "always"\n  set service "media"\n next\n edit 5\n  set srcintf "lan"\n  set dstintf "wan1"\n  set action accept\n  set srcaddr "all"\n  set dstaddr "all"\n  set schedule "always"\n  set service "ALL"\n next\nend\n',
          },
        }),
      },
      expect: {
        message: 'line-stops',
        data: {
          where: 'before line 7',
          add: [
            '"config firewall address',
            'edit "facetime-udp-16384-src"',
            'set subnet 10.20.0.0 255.255.0.0',
            'next',
            'end',
            'config firewall service custom',
            'edit "facetime-udp-16384"',
            'set udp-portrange 16384-16387 16393-16402',
            'next',
            'end',
            'config firewall policy',
            'edit 6',
            'set name "facetime-udp-16384"',
            'set srcintf "lan"',
            'set dstintf "wan1"',
            'set action accept',
            'set srcaddr "facetime-udp-16384-src"',
            'set dstaddr "all"',
            'set schedule "always"',
            'set service "facetime-udp-16384"',
            'next',
            'move 6 before 4',
            'end"',
          ].join(' ; '),
        },
      },
    },
    {
      name: 'stops calls when no answer comes back in',
      picture: behind(allOpen.slice(1).map((line) => line.replace(' -j', ' -m state --state NEW -j'))),
      expect: { count: 1, message: 'return-stopped', cause: 'firewall:campus.rules/return-traffic' },
    },
    {
      name: 'names the lines that let the answers in, put in and judged again',
      picture: behind(
        ['-A FORWARD -p udp --sport 3478:3497 -m state --state ESTABLISHED -j DROP'],
        'ACCEPT',
        {
          match: { cidr: ['10.20.0.0/16'] },
        },
      ),
      expect: {
        count: 1,
        message: 'return-stopped',
        data: {
          order:
            'add, before line 3: "-A FORWARD -d 10.20.0.0/16 -p udp --sport 3478:3497 --dport 49152:65535 -m conntrack --ctstate ESTABLISHED -j ACCEPT"',
          opens: 'the answers: UDP from ports 3478-3497 of any address to ports 49152-65535 of 10.20.0.0/16',
          rest: saved,
        },
      },
    },
    {
      name: 'names the lines for both directions where only first packets pass',
      picture: behind(allOpen.slice(1).map(onlyNew), 'DROP', {
        match: { cidr: ['10.20.0.0/16'] },
        flows: ['https', 'http', 'push', 'probe', 'media'].map((id) => ({ id, required: false, at })),
      }),
      expect: {
        message: 'return-stopped',
        data: {
          where: 'as the last line of FORWARD',
          add: [
            '"-A FORWARD -s 10.20.0.0/16 -p udp --dport 3478:3497 -j ACCEPT"',
            '"-A FORWARD -d 10.20.0.0/16 -p udp --sport 3478:3497 --dport 49152:65535 -m conntrack --ctstate ESTABLISHED -j ACCEPT"',
          ].join(' and '),
        },
      },
    },
    {
      name: 'says in words what is missing where no line can be proved to let the answers in',
      picture: { ...phone, network: aNetwork({ firewalls: { 'campus.rules': answersLostBefore } }) },
      expect: {
        message: 'return-stopped',
        data: {
          order:
            'let packets of established connections pass in both directions before the first line that denies',
        },
      },
    },
    {
      name: 'is not moved by a statement where a line was read',
      picture: behind([dropMedia], 'ACCEPT', stated('2027-06-30')),
    },
    {
      name: 'leaves unsaid what a missing firewall may do where a line stops calls already',
      picture: behind([dropMedia], 'ACCEPT', { missing: ['core.rules'] }),
      expect: { count: 1 },
    },
    {
      name: 'judges by what the policy states of a flow: a port of its own that is closed',
      picture: behind(allOpen, 'DROP', {
        flows: [{ id: 'campus-relay', title: 'Our relay', protocol: 'udp', ports: [[5349, 5349]], at }],
      }),
      expect: {
        count: 1,
        message: 'line-stops',
        data: { flows: ['UDP 5349 (Our relay)'], opens: 'UDP 5349' },
      },
    },
  ],
  atRisk: [
    {
      name: 'lists the ports that are missing of a flow',
      picture: behind([
        established,
        tcpOpen,
        clockOpen,
        '-A FORWARD -p udp --dport 3478 -j ACCEPT',
        udpOpen.replace('3478:3497,', ''),
      ]),
      expect: {
        count: 1,
        scope: 'quality',
        severity: 'medium',
        message: 'line-risks-quality',
        data: { flows: ['UDP 3479-3497 (Path finding and relays (STUN))'] },
      },
    },
    {
      name: 'is at risk when media may only reach Apple',
      picture: behind([established, tcpOpen, clockOpen, udpOpen.replace('-p udp', '-d 17.0.0.0/8 -p udp')]),
      expect: { count: 1, scope: 'quality' },
    },
    {
      name: 'is at risk only where two firewalls close the same half',
      picture: halves('0.0.0.0/1', '0.0.0.0/1'),
      expect: { scope: 'quality', message: 'line-risks-quality' },
    },
    {
      name: 'is at risk only where two firewalls leave one address open together',
      picture: halves('0.0.0.0/1', '128.0.0.0/2'),
      expect: { scope: 'quality', message: 'line-risks-quality' },
    },
    {
      name: 'endangers activation without TCP 80',
      picture: behind(['-A FORWARD -p tcp --dport 80 -j DROP'], 'ACCEPT'),
      expect: { count: 1, scope: 'activation', message: 'line-risks-activation' },
    },
    {
      name: 'is at risk when a part of the answers comes back',
      picture: behind(['-A FORWARD -s 5.0.0.0/8 -m state --state ESTABLISHED -j DROP'], 'ACCEPT'),
      expect: { message: 'return-partial', scope: 'quality' },
    },
    {
      name: 'fears for some clients where it is not known which addresses this network has',
      picture: behind(['-A FORWARD -s 10.66.0.0/16 -p udp -j DROP'], 'ACCEPT'),
      expect: { scope: 'quality' },
    },
  ],
  clear: [
    {
      name: 'is clear where the policy states that a closed port is not used',
      picture: behind([established, '-A FORWARD -p udp --dport 3480:3497 -j DROP', ...allOpen], 'DROP', {
        flows: [{ id: 'relay', ports: [[3478, 3479]], at }],
      }),
    },
    {
      name: 'is clear when every flow is open',
      picture: behind(allOpen),
      expect: { notes: ['family-not-described'] },
    },
    {
      name: 'is clear when the line closes other clients',
      picture: behind(['-A FORWARD -s 10.66.0.0/16 -p udp -j DROP'], 'ACCEPT', {
        match: { cidr: ['10.20.0.0/16'] },
      }),
    },
    {
      name: 'is clear with a note when push falls back to HTTPS',
      picture: behind(['-A FORWARD -p tcp --dport 5223 -j DROP'], 'ACCEPT'),
      expect: { notes: ['push-falls-back'] },
    },
    {
      name: 'believes the owner where a firewall was not uploaded',
      picture: { ...phone, network: aNetwork({ missing: ['campus.rules'], ...stated('2026-12-31') }) },
      expect: { message: 'stated-open', reviewAt: '2027-01-01T00:00:00.000Z' },
    },
  ],
  unknown: [
    {
      name: 'is unknown when the half that one firewall leaves cannot be told in the other',
      picture: halves('0.0.0.0/1', '128.0.0.0/1 -m set --match-set calls dst'),
      expect: { message: 'lines-undecidable-together', gap: 'firewall:gate.rules' },
    },
    {
      name: 'is unknown when nothing says where the device is and a firewall is described',
      picture: { ...phone, place: { known: false, firewallsDescribed: true } },
      expect: { message: 'placement-missing', gap: 'placement', undecided: false },
    },
    {
      name: 'is unknown when the firewall was not uploaded',
      picture: { ...phone, network: aNetwork({ missing: ['campus.rules'] }) },
      expect: { message: 'firewall-missing', gap: 'firewall:campus.rules', undecided: false },
    },
    {
      name: 'is unknown when a line cannot be told',
      picture: behind(['-A FORWARD -p udp -m set --match-set elsewhere dst -j DROP'], 'ACCEPT'),
      expect: {
        count: 1,
        message: 'line-undecidable',
        cause: 'firewall:campus.rules/line-3',
        gap: 'firewall:campus.rules',
      },
    },
    {
      name: 'does not believe a statement that has ended',
      picture: { ...phone, network: aNetwork({ missing: ['campus.rules'], ...stated('2026-11-20') }) },
    },
  ],
  notApplicable: [
    {
      name: 'has nothing to judge by where no firewall is described',
      picture: { ...phone, network: aNetwork() },
      expect: { message: 'no-firewall' },
    },
    {
      name: 'does not ask for the place of a device that is known to be elsewhere',
      picture: { ...phone, place: { known: true, firewallsDescribed: true } },
      expect: { message: 'not-placed' },
    },
    {
      name: 'does not ask for a place where no firewall is described anywhere',
      picture: { ...phone, place: { known: false, firewallsDescribed: false } },
    },
  ],
});
