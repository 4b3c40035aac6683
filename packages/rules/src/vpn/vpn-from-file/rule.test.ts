import { ruleTester } from '@ringcheck/testkit';
import {
  aNetwork,
  allOpen,
  established,
  iptables,
  oneWay,
  partlyBack,
  policyDocument,
  type NetworkSpec,
} from '../../network/testing.js';
import { vpnFromFile } from './rule.js';

const at = { offset: 700, line: 50, column: 5 };
const document = { path: 'office.conf', sha256: 'ef' };
const wireguard = (allowed: string): string =>
  `[Interface]\nPrivateKey = (hidden)\nAddress = 10.9.0.2/32\n[Peer]\nAllowedIPs = ${allowed}\n`;

const having = (text: string | undefined, network?: NetworkSpec) => ({
  platform: 'macOS' as const,
  osVersion: '15.1',
  policyDocument,
  tunnels: [
    {
      stated: { config: 'office.conf', select: { default: true }, egress: 'datacenter', at },
      ...(text === undefined ? {} : { file: { document, text } }),
    },
  ],
  ...(network === undefined
    ? {}
    : {
        egresses: [
          {
            vpn: { match: { config: ['office.conf'] }, egress: 'datacenter', at },
            network: aNetwork({ name: 'datacenter', ...network }),
          },
        ],
      }),
});
const dropMedia = '-A FORWARD -p udp --dport 16384:16402 -j DROP';
const dropPush = '-A FORWARD -p tcp --dport 5223 -j DROP';

const everything = (network: NetworkSpec) => having(wireguard('0.0.0.0/0, ::/0'), network);
const half = (block: string) => iptables([established, `-A FORWARD -p udp -d ${block} -j DROP`], 'ACCEPT');
const halves = (second: string) =>
  everything({ firewalls: { 'host.rules': half('0.0.0.0/1'), 'gate.rules': half(second) } });
const undecidable = '-A FORWARD -p udp -m set --match-set calls dst -j DROP';

ruleTester.run(vpnFromFile, {
  limited: [
    {
      name: 'stops calls where the egress lets no answer back in, and says what to add',
      picture: everything({ firewalls: { 'dc.rules': oneWay } }),
      expect: {
        count: 1,
        scope: 'network:datacenter',
        message: 'egress-return-stops',
        cause: 'firewall:dc.rules/return-traffic',
        data: { where: 'as the last line of FORWARD' },
      },
    },
    {
      name: 'stops calls where two firewalls of the egress each close another half',
      picture: halves('128.0.0.0/1'),
      expect: { scope: 'network:datacenter', message: 'egress-lines-together' },
    },
    {
      name: 'stops calls where the owner of the egress denies them',
      picture: everything({
        faceTime: { value: 'denied', owner: 'net@example.org', expires: '2027-01-31' },
      }),
      expect: { message: 'egress-stopped', cause: 'network:datacenter/faceTime' },
    },
    {
      name: 'stops calls where the file takes everything and the network it leaves by drops media',
      picture: having(wireguard('0.0.0.0/0, ::/0'), {
        firewalls: { 'dc.rules': iptables([established, dropMedia, ...allOpen]) },
      }),
      expect: {
        count: 1,
        scope: 'network:datacenter',
        message: 'egress-line-stops',
        cause: 'firewall:dc.rules/line-4',
        evidence: { document: 'office.conf', line: 5, value: 'AllowedIPs = 0.0.0.0/0, ::/0' },
        data: {
          change:
            "list the own networks only in place of all addresses, so that calls go past the VPN (without Apple's addresses it would still take peers, local, which cannot leave there)",
        },
      },
    },
  ],
  atRisk: [
    {
      name: "offers the routes without Apple's addresses where the egress closes no more than those",
      picture: having(wireguard('16.0.0.0/7'), {
        firewalls: { 'dc.rules': iptables(['-A FORWARD -d 17.0.0.0/8 -p tcp -j DROP'], 'ACCEPT') },
      }),
      expect: {
        message: 'part-closed',
        data: {
          place: 'line 3',
          change:
            'set AllowedIPs in line 5 to "16.0.0.0/8" (leaves Apple\'s addresses out; peers stay in the VPN)',
        },
      },
    },
    {
      name: 'is at risk where the egress lets a part of the answers back in',
      picture: everything({ firewalls: { 'dc.rules': partlyBack } }),
      expect: { scope: 'quality', message: 'egress-return-risks' },
    },
    {
      name: 'is at risk where it takes everything and the egress closes a part of a flow',
      picture: everything({
        firewalls: { 'dc.rules': iptables(['-A FORWARD -p udp --dport 3480:3497 -j DROP'], 'ACCEPT') },
      }),
      expect: { message: 'egress-line-risks', scope: 'quality' },
    },
    {
      name: 'is at risk where it takes everything and nothing says where it leaves',
      picture: having(wireguard('0.0.0.0/0')),
      expect: {
        count: 1,
        message: 'covers',
        cause: 'vpn-config:office.conf',
        data: { file: 'office.conf', when: 'while the user has it switched on', key: 'line 5, 0.0.0.0/0' },
      },
    },
    {
      name: 'is at risk where OpenVPN is the way for everything, and says what to add',
      picture: having('client\nremote vpn.example.org\nredirect-gateway def1 ipv6\n'),
      expect: { message: 'covers', evidence: { document: 'office.conf', line: 3 } },
    },
    {
      name: 'names the line of the egress that closes the part it takes',
      picture: having(wireguard('17.0.0.0/8'), { firewalls: { 'dc.rules': iptables([dropPush], 'ACCEPT') } }),
      expect: {
        count: 1,
        message: 'part-closed',
        data: { egress: 'datacenter', place: 'line 3', flow: 'Push service, which rings the device' },
      },
    },
    {
      name: 'is at risk where an entry cannot be read',
      picture: having(wireguard('10.0.0.0/8, everything')),
      expect: { message: 'unread', data: { entry: 'everything' } },
    },
  ],
  clear: [
    {
      name: 'is clear with a note where its routes leave FaceTime alone',
      picture: having(wireguard('10.0.0.0/8')),
      expect: { notes: ['past'] },
    },
    {
      name: 'is clear with a note where the server hands out the routes',
      picture: having('client\nremote vpn.example.org\n'),
      expect: { notes: ['routes-pushed'] },
    },
    {
      name: 'is clear with a note where the network it leaves by lets out the part it takes',
      picture: having(wireguard('17.0.0.0/8'), {
        firewalls: { 'dc.rules': iptables(['-A FORWARD -p tcp --dport 25 -j DROP'], 'ACCEPT') },
      }),
      expect: { notes: ['part-open'] },
    },
    {
      name: 'is clear with a note where it takes everything and leaves by an open network',
      picture: having(wireguard('0.0.0.0/0, ::/0'), { firewalls: { 'dc.rules': iptables(allOpen) } }),
      expect: { notes: ['egress-open'] },
    },
  ],
  unknown: [
    {
      name: 'is unknown where what two firewalls of the egress leave together cannot be told',
      picture: halves('128.0.0.0/1 -m set --match-set calls dst'),
      expect: { message: 'egress-lines-together-undecidable', undecided: false },
    },
    {
      name: 'is unknown while the firewall of the egress was not uploaded',
      picture: everything({ missing: ['dc.rules'] }),
      expect: { message: 'egress-firewall-missing', gap: 'firewall:dc.rules', undecided: false },
    },
    {
      name: 'is unknown where a line of the egress cannot be told',
      picture: everything({ firewalls: { 'dc.rules': iptables([undecidable, ...allOpen]) } }),
      expect: { message: 'egress-line-undecidable', undecided: false },
    },
    {
      name: 'is unknown while the file was not uploaded',
      picture: having(undefined),
      expect: { message: 'file-missing', gap: 'vpn-config:office.conf', undecided: false },
    },
  ],
  notApplicable: [
    {
      name: 'asks nothing of a device without such a file',
      picture: { platform: 'iOS', osVersion: '26.1' },
      expect: { message: 'no-file' },
    },
  ],
});
