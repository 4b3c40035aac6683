import { ruleTester, type InstalledSpec, type PayloadSpec } from '@ringcheck/testkit';
import { aNetwork, iptables, policyDocument, type NetworkSpec } from '../../network/testing.js';
import { vpnSplitTunnel } from './rule.js';

const type = 'com.apple.vpn.managed';
const mapping = 'com.apple.vpn.managed.appmapping';
const mac = { platform: 'macOS', osVersion: '15.1', isSupervised: true } as const;
const holding = (payload: PayloadSpec): InstalledSpec => ({
  identifier: 'com.example.intranet',
  displayName: 'Intranet',
  payloads: [payload],
});
const mapped = (Identifier: string) =>
  holding({ type: mapping, AppLayerVPNMapping: [{ Identifier, VPNUUID: 'A' }] });

const wireguard = (allowed: string, more: object = {}) =>
  holding({
    type,
    VPNType: 'VPN',
    VPNSubType: 'com.wireguard.macos',
    VendorConfig: { WgQuickConfig: `[Interface]\n# (hidden)\n[Peer]\nAllowedIPs = ${allowed}\n` },
    VPN: { RemoteAddress: 'x', ...more },
  });
const onDemand = { OnDemandEnabled: 1, OnDemandRules: [{ Action: 'Connect' }] };
const leavingBy = (lines: readonly string[], end: 'DROP' | 'ACCEPT', more: NetworkSpec = {}) => ({
  policyDocument,
  egresses: [
    {
      vpn: {
        match: { profileIdentifier: ['com.example.intranet'] },
        egress: 'datacenter',
        at: { offset: 500, line: 40, column: 5 },
      },
      network: aNetwork({ name: 'datacenter', firewalls: { 'dc.rules': iptables(lines, end) }, ...more }),
    },
  ],
});
const dropPush = '-A FORWARD -p tcp --dport 5223 -j DROP';

ruleTester.run(vpnSplitTunnel, {
  atRisk: [
    {
      name: "is at risk where a list of prefixes takes Apple's addresses to a gateway nobody described",
      picture: { ...mac, profiles: [wireguard('10.0.0.0/8, 17.0.0.0/8', onDemand)] },
      expect: {
        count: 1,
        message: 'listed-covers',
        severity: 'medium',
        cause: 'profile:com.example.intranet/com.apple.vpn.managed/VendorConfig.WgQuickConfig',
        data: {
          when: 'on every network',
          change:
            'set AllowedIPs in line 4 to "10.0.0.0/8" (leaves Apple\'s addresses out; local stay in the VPN)',
        },
      },
    },
    {
      name: 'is at risk where the network it leaves by closes what the list takes, and names the line',
      picture: { ...mac, profiles: [wireguard('17.0.0.0/8')], ...leavingBy([dropPush], 'ACCEPT') },
      expect: {
        count: 1,
        message: 'listed-egress-closes',
        evidence: { document: 'dc.rules', line: 3, value: dropPush },
        data: { egress: 'datacenter', place: 'line 3', flow: 'Push service, which rings the device' },
      },
    },
    {
      name: 'asks the network it leaves by about a flow the policy states, where the list takes its addresses',
      picture: {
        ...mac,
        profiles: [wireguard('203.0.113.0/24')],
        ...leavingBy(['-A FORWARD -p tcp --dport 8443 -j DROP'], 'ACCEPT', {
          flows: [
            {
              id: 'own',
              title: 'Our relay',
              protocol: 'tcp',
              ports: [[8443, 8443]],
              destinations: ['203.0.113.0/25'],
              at: { offset: 900, line: 60, column: 5 },
            },
          ],
        }),
      },
      expect: { count: 1, message: 'listed-egress-closes', data: { flow: 'Our relay', place: 'line 3' } },
    },
    {
      name: 'is at risk where a line of the network it leaves by cannot be told',
      picture: {
        ...mac,
        profiles: [wireguard('17.0.0.0/8', onDemand)],
        ...leavingBy(['-A FORWARD -p tcp -m set --match-set elsewhere dst -j DROP'], 'ACCEPT'),
      },
      expect: { count: 1, message: 'listed-covers', severity: 'medium' },
    },
    {
      name: 'weighs less where the user starts the tunnel by hand and nobody described where it leaves',
      picture: { ...mac, profiles: [wireguard('17.0.0.0/8')] },
      expect: { count: 1, message: 'listed-covers', severity: 'low' },
    },
    {
      name: 'is at risk where a firewall it leaves by was not uploaded, though another is open',
      picture: {
        ...mac,
        profiles: [wireguard('17.0.0.0/8', onDemand)],
        ...leavingBy([], 'ACCEPT', { missing: ['second.rules'] }),
      },
      expect: { count: 1, message: 'listed-covers', severity: 'medium' },
    },
    {
      name: 'is at risk where an entry of the list cannot be read',
      picture: { ...mac, profiles: [wireguard('10.0.0.0/8, everything')] },
      expect: { count: 1, message: 'listed-unread', data: { entry: 'everything' } },
    },
    {
      name: 'is at risk where routes nobody knows beat all others',
      picture: {
        ...mac,
        profiles: [holding({ type, VPNType: 'IKEv2', IKEv2: { RemoteAddress: 'x', EnforceRoutes: 1 } })],
      },
      expect: {
        count: 1,
        message: 'enforced-routes',
        severity: 'low',
        cause: 'profile:com.example.intranet/com.apple.vpn.managed/IKEv2.EnforceRoutes',
        evidence: { path: 'PayloadContent[0].IKEv2.EnforceRoutes', value: 1 },
      },
    },
    {
      name: 'is at risk where a Mac sends the app FaceTime through a VPN',
      picture: { ...mac, profiles: [mapped('com.apple.FaceTime')] },
      expect: {
        message: 'app-mapped',
        severity: 'low',
        cause: 'profile:com.example.intranet/com.apple.vpn.managed.appmapping/AppLayerVPNMapping',
      },
    },
  ],
  clear: [
    { name: 'is clear without a VPN', picture: mac, expect: { notes: [] } },
    {
      name: 'is clear with a note where only listed routes use the tunnel',
      picture: {
        ...mac,
        profiles: [holding({ type, VPNType: 'IKEv2', IKEv2: { RemoteAddress: 'x' } })],
      },
      expect: { notes: ['listed-routes'] },
    },
    {
      name: 'is clear where a list of prefixes leaves FaceTime alone',
      picture: { ...mac, profiles: [wireguard('10.0.0.0/8, fd00::/8', onDemand)] },
      expect: { notes: ['listed-past'] },
    },
    {
      name: 'is clear where the network it leaves by lets out what the list takes',
      picture: {
        ...mac,
        profiles: [wireguard('17.0.0.0/8')],
        ...leavingBy(['-A FORWARD -p tcp --dport 25 -j DROP'], 'ACCEPT'),
      },
      expect: { notes: ['listed-egress-open'] },
    },
    {
      name: 'has nothing to say of a list that takes everything',
      picture: { ...mac, profiles: [wireguard('0.0.0.0/0, ::/0', onDemand)] },
      expect: { notes: [] },
    },
    {
      name: 'has nothing to say of a tunnel that takes everything',
      picture: {
        ...mac,
        profiles: [holding({ type, VPNType: 'IKEv2', IKEv2: { IncludeAllNetworks: 1, EnforceRoutes: 1 } })],
      },
      expect: { notes: [] },
    },
    {
      name: 'is clear where other apps are sent through a VPN',
      picture: { ...mac, profiles: [mapped('com.example.mail')] },
    },
    {
      name: 'passes over enforced routes before iOS 14.2, and notes them',
      picture: {
        platform: 'iOS',
        osVersion: '14.0',
        isSupervised: true,
        profiles: [holding({ type, VPNType: 'IKEv2', IKEv2: { RemoteAddress: 'x', EnforceRoutes: 1 } })],
      },
      expect: { notes: ['ignored-os-too-old', 'listed-routes'] },
    },
    {
      name: 'does not note what an older system does by itself anyway',
      picture: {
        platform: 'iOS',
        osVersion: '14.0',
        isSupervised: true,
        profiles: [
          holding({
            type,
            VPNType: 'AlwaysOn',
            AlwaysOn: { UIToggleEnabled: 0 },
            IKEv2: { EnforceRoutes: 0, ExcludeAPNs: 1 },
          }),
        ],
      },
      expect: { notes: [] },
    },
    {
      name: 'is clear for a phone with a table of apps, which acts on Macs only',
      picture: {
        platform: 'iOS',
        osVersion: '18.6',
        isSupervised: true,
        profiles: [mapped('com.apple.FaceTime')],
      },
      expect: { notes: ['ignored-platform'] },
    },
  ],
  unknown: [
    {
      name: 'is unknown when an encrypted profile may hold a VPN',
      picture: { ...mac, profiles: [{ identifier: 'com.example.sealed', content: 'encrypted' }] },
      expect: { undecided: false, gap: 'profile:com.example.sealed' },
    },
  ],
});
