import { ruleTester, type InstalledSpec, type PayloadSpec } from '@ringcheck/testkit';
import {
  allOpen,
  aNetwork,
  established,
  iptables,
  oneWay,
  partlyBack,
  policyDocument,
  type NetworkSpec,
} from '../../network/testing.js';
import { vpnFullTunnel } from './rule.js';

const type = 'com.apple.vpn.managed';
const phone = { platform: 'iOS', osVersion: '18.6', isSupervised: true, policyDocument } as const;
const mac = { ...phone, platform: 'macOS', osVersion: '15.1' } as const;
const everywhere = { OnDemandEnabled: 1, OnDemandRules: [{ Action: 'Connect' }] };
const holding = (payload: Omit<PayloadSpec, 'type'>): InstalledSpec => ({
  identifier: 'com.example.vpn',
  displayName: 'Remote access',
  payloads: [{ type, ...payload } as PayloadSpec],
});
const ikev2 = (more: PayloadSpec[string] = {}): InstalledSpec =>
  holding({ VPNType: 'IKEv2', IKEv2: { IncludeAllNetworks: 1, ...everywhere, ...(more as object) } });
const leaving = (network: NetworkSpec, profileIdentifier = 'com.example.vpn') => ({
  egresses: [
    {
      vpn: {
        match: { profileIdentifier: [profileIdentifier] },
        egress: 'datacenter',
        at: { offset: 500, line: 40, column: 5 },
      },
      network: aNetwork({ name: 'datacenter', ...network }),
    },
  ],
});
const dropMedia = '-A FORWARD -p udp --dport 16384:16402 -j DROP';
const closed = { firewalls: { 'dc.rules': iptables([established, dropMedia, ...allOpen]) } };
const allNetworks = 'profile:com.example.vpn/com.apple.vpn.managed/IKEv2.IncludeAllNetworks';

const half = (block: string) => iptables([established, `-A FORWARD -p udp -d ${block} -j DROP`], 'ACCEPT');
const halves = (second: string) => ({
  firewalls: { 'host.rules': half('0.0.0.0/1'), 'gate.rules': half(second) },
});

ruleTester.run(vpnFullTunnel, {
  limited: [
    {
      name: 'stops calls where the egress lets no answer back in, and says what to add',
      picture: { ...phone, profiles: [ikev2()], ...leaving({ firewalls: { 'dc.rules': oneWay } }) },
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
      picture: { ...phone, profiles: [ikev2()], ...leaving(halves('128.0.0.0/1')) },
      expect: { scope: 'network:datacenter', message: 'egress-lines-together' },
    },
    {
      name: 'stops calls where the tunnel leaves behind a firewall that drops media',
      picture: { ...phone, profiles: [ikev2()], ...leaving(closed) },
      expect: {
        count: 1,
        scope: 'network:datacenter',
        message: 'egress-line-stops',
        cause: 'firewall:dc.rules/line-4',
        control: 'circumstance',
        evidence: { document: 'dc.rules', line: 4, value: dropMedia },
        data: {
          egress: 'datacenter',
          when: 'on every network',
          place: 'line 4',
          where: 'before line 4',
          change: 'set IKEv2.IncludeAllNetworks to 0, so that only the routes of the VPN use the tunnel',
        },
      },
    },
    {
      name: 'keeps the key of the profile as evidence beside the line',
      picture: {
        ...phone,
        platform: 'iPadOS',
        facts: { isSharedIpad: false },
        profiles: [ikev2()],
        ...leaving(closed),
      },
      expect: {
        evidence: {
          document: 'com.example.vpn.mobileconfig',
          path: 'PayloadContent[0].IKEv2.IncludeAllNetworks',
          value: 1,
        },
      },
    },
    {
      name: 'believes the owner that the egress stops FaceTime',
      picture: {
        ...phone,
        profiles: [ikev2()],
        ...leaving({ faceTime: { value: 'denied', owner: 'net@example.org', expires: '2027-01-31' } }),
      },
      expect: {
        scope: 'network:datacenter',
        message: 'egress-stopped',
        cause: 'network:datacenter/faceTime',
        data: { property: 'faceTime' },
      },
    },
    {
      name: 'stops calls where the tunnel leaves by a proxy only',
      picture: { ...phone, profiles: [ikev2()], ...leaving({ proxyOnly: true }) },
      expect: { cause: 'network:datacenter/proxyOnly', count: 1 },
    },
    {
      name: 'narrows a tunnel of one user of a Mac to that user',
      picture: { ...mac, profiles: [{ ...ikev2(), channel: 'ana' }], ...leaving(closed) },
      expect: { scope: 'user:ana', count: 1 },
    },
    {
      name: 'leaves unsaid what another profile may hold where the tunnel stops calls',
      picture: {
        ...phone,
        profiles: [ikev2(), { identifier: 'com.example.sealed', content: 'encrypted' }],
        ...leaving(closed),
      },
      expect: { count: 1 },
    },
  ],
  atRisk: [
    {
      name: 'is at risk where the egress lets a part of the answers back in',
      picture: { ...phone, profiles: [ikev2()], ...leaving({ firewalls: { 'dc.rules': partlyBack } }) },
      expect: { scope: 'quality', message: 'egress-return-risks' },
    },
    {
      name: 'is at risk where a list of prefixes holds every address, and says the list without Apple',
      picture: {
        ...phone,
        profiles: [
          holding({
            VPNType: 'VPN',
            VPNSubType: 'com.wireguard.ios',
            VendorConfig: {
              WgQuickConfig: '[Interface]\n# (hidden)\n[Peer]\nAllowedIPs = 0.0.0.0/0, ::/0\n',
            },
            VPN: { ...everywhere },
          }),
        ],
      },
      expect: {
        count: 1,
        message: 'listed-all',
        severity: 'high',
        cause: 'profile:com.example.vpn/com.apple.vpn.managed/VendorConfig.WgQuickConfig',
        data: {
          key: 'VendorConfig.WgQuickConfig',
          value: 'line 4, 0.0.0.0/0, ::/0',
          when: 'on every network',
          push: 'goes through the tunnel too: even ringing depends on the gateway',
        },
      },
    },
    {
      name: 'is at risk where everything goes through a tunnel and nobody says where it leaves',
      picture: { ...phone, profiles: [ikev2()] },
      expect: {
        count: 1,
        message: 'all-networks',
        severity: 'high',
        cause: allNetworks,
        data: {
          value: '1',
          when: 'on every network',
          push: 'stays outside the tunnel: calls ring, and may not connect',
        },
        evidence: { path: 'PayloadContent[0].IKEv2.IncludeAllNetworks', value: 1 },
      },
    },
    {
      name: 'says that even ringing depends on the gateway when push is not excluded',
      picture: { ...phone, osVersion: '17.0', profiles: [ikev2({ ExcludeAPNs: 0 })] },
      expect: { data: { push: 'goes through the tunnel too: even ringing depends on the gateway' } },
    },
    {
      name: 'passes over ExcludeAPNs before iOS 16.4, and notes it',
      picture: { ...phone, osVersion: '15.8', profiles: [ikev2({ ExcludeAPNs: 0 })] },
      expect: {
        data: { push: 'stays outside the tunnel: calls ring, and may not connect' },
        notes: ['ignored-os-too-old'],
      },
    },
    {
      name: 'takes IncludeAllNetworks before EnforceRoutes, and carrier services for no exception',
      picture: { ...phone, profiles: [ikev2({ EnforceRoutes: 1, ExcludeCellularServices: 1 })] },
      expect: { count: 1, cause: allNetworks },
    },
    {
      name: 'tells the networks where on-demand rules bring the tunnel up',
      picture: {
        ...phone,
        profiles: [
          ikev2({
            OnDemandRules: [
              { Action: 'Disconnect', InterfaceTypeMatch: 'WiFi', SSIDMatch: ['HQ'] },
              { Action: 'Connect' },
            ],
          }),
        ],
      },
      expect: { data: { when: 'on any other network (not on Wi-Fi "HQ")' }, severity: 'high', notes: [] },
    },
    {
      name: 'notes rules behind one that always matches',
      picture: {
        ...phone,
        profiles: [
          ikev2({ OnDemandRules: [{ Action: 'Connect' }, { Action: 'Disconnect', SSIDMatch: ['HQ'] }] }),
        ],
      },
      expect: { data: { when: 'on every network' }, notes: ['rules-unreachable'] },
    },
    {
      name: 'weighs less where the user starts the tunnel, whatever the dead rules say',
      picture: {
        ...phone,
        profiles: [ikev2({ OnDemandEnabled: 0, OnDemandRules: [{ Action: 'Disconnect' }] })],
      },
      expect: { severity: 'medium', data: { when: 'while the user has it switched on' } },
    },
    {
      name: 'is at risk where L2TP overrides the primary route',
      picture: {
        ...mac,
        profiles: [holding({ VPNType: 'L2TP', PPP: { AuthName: 'x' }, IPv4: { OverridePrimary: 1 } })],
      },
      expect: {
        message: 'override-primary',
        severity: 'medium',
        data: { push: 'goes through the tunnel too: even ringing depends on the gateway' },
        cause: 'profile:com.example.vpn/com.apple.vpn.managed/IPv4.OverridePrimary',
      },
    },
    {
      name: 'is at risk behind an always-on VPN, services of the carrier excepted or not',
      picture: {
        ...phone,
        profiles: [
          holding({
            VPNType: 'AlwaysOn',
            AlwaysOn: { ServiceExceptions: [{ ServiceName: 'CellularServices', Action: 'Allow' }] },
          }),
        ],
      },
      expect: { message: 'always-on', severity: 'high', data: { when: 'at all times' } },
    },
    {
      name: 'does not take an exception for TCP alone for one of calls',
      picture: {
        ...phone,
        profiles: [
          holding({
            VPNType: 'AlwaysOn',
            AlwaysOn: {
              ApplicationExceptions: [{ BundleIdentifier: 'com.apple.facetime', LimitToProtocols: ['TCP'] }],
            },
          }),
        ],
      },
      expect: { message: 'always-on' },
    },
    {
      name: 'fears little of a transparent proxy on a Mac',
      picture: {
        ...mac,
        profiles: [holding({ VPNType: 'TransparentProxy', TransparentProxy: { RemoteAddress: 'x' } })],
      },
      expect: { message: 'transparent-proxy', severity: 'low' },
    },
    {
      name: 'notes that the app of the tunnel is not installed',
      picture: {
        ...phone,
        facts: { apps: [{ bundleId: 'com.example.mail' }] },
        profiles: [
          holding({
            VPNType: 'VPN',
            VPNSubType: 'com.example.tunnel',
            VPN: { IncludeAllNetworks: 1, ...everywhere },
          }),
        ],
      },
      expect: { notes: ['app-missing'] },
    },
    {
      name: 'does not miss an app that is there',
      picture: {
        ...phone,
        facts: { apps: [{ bundleId: 'com.example.tunnel' }] },
        profiles: [
          holding({ VPNType: 'VPN', VPNSubType: 'com.example.tunnel', VPN: { IncludeAllNetworks: 1 } }),
        ],
      },
      expect: { notes: [] },
    },
    {
      name: 'takes an egress of another profile for none',
      picture: { ...phone, profiles: [ikev2()], ...leaving(closed, 'com.example.other') },
      expect: { message: 'all-networks' },
    },
    {
      name: 'takes an egress without a firewall for undescribed',
      picture: { ...phone, profiles: [ikev2()], ...leaving({}) },
      expect: { message: 'all-networks' },
    },
    {
      name: 'is at risk where the egress closes a part of a flow',
      picture: {
        ...phone,
        profiles: [ikev2()],
        ...leaving({
          firewalls: { 'dc.rules': iptables(['-A FORWARD -p udp --dport 3480:3497 -j DROP'], 'ACCEPT') },
        }),
      },
      expect: { count: 1, scope: 'quality', message: 'egress-line-risks', cause: 'firewall:dc.rules/line-3' },
    },
  ],
  clear: [
    { name: 'is clear without a VPN', picture: phone, expect: { notes: [] } },
    {
      name: 'is clear where the egress lets FaceTime out',
      picture: {
        ...phone,
        profiles: [ikev2()],
        ...leaving({ firewalls: { 'dc.rules': iptables(allOpen) } }),
      },
      expect: { notes: ['egress-open'] },
    },
    {
      name: 'believes the owner where the firewall of the egress was not uploaded',
      picture: {
        ...phone,
        profiles: [ikev2()],
        ...leaving({
          missing: ['dc.rules'],
          faceTime: { value: 'allowed', owner: 'net@example.org', expires: '2027-01-31' },
        }),
      },
      expect: { notes: ['egress-open'] },
    },
    {
      name: 'is clear with a note where an always-on VPN excepts FaceTime',
      picture: {
        ...phone,
        profiles: [
          holding({
            VPNType: 'AlwaysOn',
            AlwaysOn: {
              ApplicationExceptions: [{ BundleIdentifier: 'com.apple.facetime', LimitToProtocols: ['UDP'] }],
            },
          }),
        ],
      },
      expect: { notes: ['excepted'] },
    },
    {
      name: 'is clear with a note where rules take the tunnel down everywhere',
      picture: { ...phone, profiles: [ikev2({ OnDemandRules: [{ Action: 'Disconnect' }] })] },
      expect: { notes: ['never-up'] },
    },
    {
      name: 'is clear with a split tunnel, local networks excluded or not',
      picture: {
        ...phone,
        profiles: [holding({ VPNType: 'IKEv2', IKEv2: { RemoteAddress: 'x', ExcludeLocalNetworks: 0 } })],
      },
    },
    {
      name: 'is clear with a note on an Apple TV, which does not know IncludeAllNetworks',
      picture: { ...phone, platform: 'tvOS', profiles: [ikev2()] },
      expect: { notes: ['ignored-platform'] },
    },
    {
      name: 'is clear with a note in User Enrollment',
      picture: { ...phone, isSupervised: false, enrolment: 'user', profiles: [ikev2()] },
      expect: { notes: ['ignored-user-enrolment'] },
    },
    {
      name: 'is clear with a note for PPTP, which nothing connects any more',
      picture: { ...mac, profiles: [holding({ VPNType: 'PPTP' })] },
      expect: { notes: ['dead'] },
    },
    {
      name: 'is not misled by a VPN for single apps',
      picture: {
        ...phone,
        profiles: [
          {
            identifier: 'com.example.perapp',
            payloads: [
              { type: 'com.apple.vpn.managed.applayer', VPNUUID: 'A', VPN: { IncludeAllNetworks: 1 } },
            ],
          },
        ],
      },
    },
    {
      name: 'has nothing against an always-on VPN on a Mac, which does not know it',
      picture: { ...mac, profiles: [holding({ VPNType: 'AlwaysOn', AlwaysOn: { UIToggleEnabled: 0 } })] },
      expect: { notes: ['ignored-platform'] },
    },
  ],
  unknown: [
    {
      name: 'is unknown where what two firewalls of the egress leave together cannot be told',
      picture: {
        ...phone,
        profiles: [ikev2()],
        ...leaving(halves('128.0.0.0/1 -m set --match-set calls dst')),
      },
      expect: { message: 'egress-lines-together-undecidable' },
    },
    {
      name: 'is unknown when nobody uploaded an installed profile with a VPN',
      picture: {
        ...phone,
        profiles: [{ identifier: 'com.example.lost', content: 'missing', payloadTypes: [type] }],
      },
      expect: { undecided: false, gap: 'profile:com.example.lost' },
    },
    {
      name: 'is unknown when a flag is no number',
      picture: { ...phone, profiles: [ikev2({ IncludeAllNetworks: true })] },
      expect: { message: 'undetermined-wrong-type' },
    },
    {
      name: 'is unknown when the firewall of the egress was not uploaded',
      picture: { ...phone, profiles: [ikev2()], ...leaving({ missing: ['dc.rules'] }) },
      expect: { count: 1, message: 'egress-firewall-missing', gap: 'firewall:dc.rules' },
    },
    {
      name: 'is unknown when a line of the egress cannot be told',
      picture: {
        ...phone,
        profiles: [ikev2()],
        ...leaving({
          firewalls: {
            'dc.rules': iptables(['-A FORWARD -p udp -m set --match-set elsewhere dst -j DROP'], 'ACCEPT'),
          },
        }),
      },
      expect: {
        message: 'egress-line-undecidable',
        gap: 'firewall:dc.rules',
        cause: 'firewall:dc.rules/line-3',
      },
    },
    {
      name: 'is unknown when nobody listed the profiles',
      picture: { ...phone, installed: { knowledge: 'none' } },
      expect: { message: 'listing-missing', undecided: false },
    },
  ],
});
