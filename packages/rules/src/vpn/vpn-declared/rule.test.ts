import { ruleTester } from '@ringcheck/testkit';
import {
  aNetwork,
  allOpen,
  established,
  iptables,
  oneWay,
  partlyBack,
  type NetworkSpec,
} from '../../network/testing.js';
import { vpnDeclared } from './rule.js';

const prefix = 'com.apple.configuration.network.vpn.';
const phone = { platform: 'iOS', osVersion: '27.0' } as const;
const declared = (kind: string, settings: object, osVersion = '27.0') => ({
  ...phone,
  osVersion,
  profiles: [
    {
      identifier: 'com.example.vpn',
      declaration: { active: true, valid: 'valid' as const, reasons: [] },
      payloads: [{ type: `${prefix}${kind}`, ...settings }],
    },
  ],
});
const all = { NetworkRouting: { IncludeAllNetworks: true } };

const overriding = { OverridePrimary: true };

const leaving = (network: NetworkSpec, kind = 'ikev2', settings: object = all) => ({
  ...declared(kind, settings),
  egresses: [
    {
      vpn: {
        match: { profileIdentifier: ['com.example.vpn'] },
        egress: 'datacenter',
        at: { offset: 500, line: 40, column: 5 },
      },
      network: aNetwork({ name: 'datacenter', ...network }),
    },
  ],
});
const dropMedia = '-A FORWARD -p udp --dport 16384:16402 -j DROP';
const stated = { owner: 'net@example.org', expires: '2027-01-31' };

const half = (block: string) => iptables([established, `-A FORWARD -p udp -d ${block} -j DROP`], 'ACCEPT');
const halves = (second: string) => ({
  firewalls: { 'host.rules': half('0.0.0.0/1'), 'gate.rules': half(second) },
});

ruleTester.run(vpnDeclared, {
  limited: [
    {
      name: 'stops calls where the egress lets no answer back in, and says what to add',
      picture: leaving({ firewalls: { 'dc.rules': oneWay } }),
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
      picture: leaving(halves('128.0.0.0/1')),
      expect: { scope: 'network:datacenter', message: 'egress-lines-together' },
    },
    {
      name: 'stops calls where the declared tunnel leaves behind a firewall that drops media',
      picture: leaving({ firewalls: { 'dc.rules': iptables([established, dropMedia, ...allOpen]) } }),
      expect: {
        count: 1,
        scope: 'network:datacenter',
        message: 'egress-line-stops',
        cause: 'firewall:dc.rules/line-4',
        evidence: { document: 'dc.rules', line: 4 },
      },
    },
    {
      name: 'stops calls of an IPSec VPN that is the way for all traffic where its egress drops media',
      picture: leaving(
        { firewalls: { 'dc.rules': iptables([established, dropMedia, ...allOpen]) } },
        'ipsec',
        overriding,
      ),
      expect: {
        scope: 'network:datacenter',
        message: 'egress-line-stops',
        cause: 'firewall:dc.rules/line-4',
      },
    },
    {
      name: 'stops calls of a VPN that is always up where it leaves by a proxy only',
      picture: leaving({ proxyOnly: true }, 'always-on'),
      expect: { message: 'egress-stopped', cause: 'network:datacenter/proxyOnly' },
    },
  ],
  atRisk: [
    {
      name: 'is at risk where the egress lets a part of the answers back in',
      picture: leaving({ firewalls: { 'dc.rules': partlyBack } }),
      expect: { scope: 'quality', message: 'egress-return-risks' },
    },
    {
      name: 'fears a tunnel for all networks',
      picture: declared('ikev2', all),
      expect: {
        count: 1,
        message: 'all-networks',
        severity: 'high',
        cause: `profile:com.example.vpn/${prefix}ikev2/NetworkRouting.IncludeAllNetworks`,
      },
    },
    {
      name: 'fears a tunnel that is always up',
      picture: declared('always-on', {}),
      expect: { message: 'always-on' },
    },
    {
      name: 'fears an IPSec VPN that is the way for all traffic',
      picture: declared('ipsec', overriding),
      expect: {
        count: 1,
        message: 'override-primary',
        severity: 'high',
        cause: `profile:com.example.vpn/${prefix}ipsec/OverridePrimary`,
      },
    },
    {
      name: 'fears routes of the gateway that beat all others',
      picture: declared('vpn-plugin', { NetworkRouting: { EnforceRoutes: true } }),
      expect: {
        message: 'enforced-routes',
        severity: 'low',
        cause: `profile:com.example.vpn/${prefix}vpn-plugin/NetworkRouting.EnforceRoutes`,
      },
    },
    {
      name: 'takes an egress that nothing describes for none',
      picture: leaving({}),
      expect: { message: 'all-networks' },
    },
    {
      name: 'is at risk where the egress closes a part of a flow',
      picture: leaving({
        firewalls: { 'dc.rules': iptables(['-A FORWARD -p udp --dport 3480:3497 -j DROP'], 'ACCEPT') },
      }),
      expect: { message: 'egress-line-risks', scope: 'quality' },
    },
  ],
  clear: [
    {
      name: 'is clear where the egress lets FaceTime out',
      picture: leaving({ firewalls: { 'dc.rules': iptables(allOpen) } }),
      expect: { notes: ['egress-open'] },
    },
    {
      name: 'believes the owner that the egress lets FaceTime out',
      picture: leaving({ missing: ['dc.rules'], faceTime: { value: 'allowed', ...stated } }),
      expect: { notes: ['egress-open'] },
    },
    {
      name: 'is clear with a note for a tunnel of its own routes',
      picture: declared('vpn-plugin', { NetworkRouting: { IncludeAllNetworks: false } }),
      expect: { notes: ['part'] },
    },
    {
      name: 'is clear with a note for an IPSec VPN that is not the way for all traffic',
      picture: declared('ipsec', { OverridePrimary: false }),
      expect: { notes: ['part'] },
    },
    {
      name: 'is clear with a note for a tunnel that its own rules take down everywhere',
      picture: declared('ikev2', { ...all, OnDemand: { Enabled: true, Rules: [{ Action: 'Disconnect' }] } }),
      expect: { notes: ['never-up'] },
    },
    {
      name: 'is clear on a system that does not know the declaration',
      picture: declared('ikev2', all, '26.1'),
      expect: { notes: ['ignored-os-too-old'] },
    },
  ],
  unknown: [
    {
      name: 'is unknown where what two firewalls of the egress leave together cannot be told',
      picture: leaving(halves('128.0.0.0/1 -m set --match-set calls dst')),
      expect: { message: 'egress-lines-together-undecidable' },
    },
    {
      name: 'is unknown while the firewall of the egress was not uploaded',
      picture: leaving({ missing: ['dc.rules'] }),
      expect: { message: 'egress-firewall-missing', gap: 'firewall:dc.rules' },
    },
    {
      name: 'is unknown where a line of the egress cannot be told',
      picture: leaving({
        firewalls: {
          'dc.rules': iptables(['-A FORWARD -p udp -m set --match-set calls dst -j DROP', ...allOpen]),
        },
      }),
      expect: { message: 'egress-line-undecidable' },
    },
    {
      name: 'is unknown while an active declaration was not uploaded',
      picture: {
        ...phone,
        profiles: [
          {
            identifier: 'com.example.other',
            content: 'missing',
            declaration: { active: true, valid: 'valid', reasons: [] },
          },
        ],
      },
      expect: { gap: 'profile:com.example.other' },
    },
  ],
});
