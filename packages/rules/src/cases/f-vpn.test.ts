import { defaultThresholds } from '@ringcheck/policy';
import { pictureOf, testNow, type InstalledSpec, type PictureSpec, type Plain } from '@ringcheck/testkit';
import { evaluateDevice, type DeviceEvaluation } from '../index.js';
import { anyMac, anyTv, sorted, supervisedPhone, told, type Expected } from './testing.js';

type Keys = Readonly<Record<string, Plain>>;
const installed = (type: string, keys: Keys, identifier = 'com.example.vpn'): InstalledSpec => ({
  identifier,
  payloads: [{ type, ...keys }],
});
const vpn = (VPNType: string, keys: Keys): InstalledSpec =>
  installed('com.apple.vpn.managed', { VPNType, ...keys });
const ikev2 = (keys: Keys): InstalledSpec =>
  vpn('IKEv2', { IKEv2: { RemoteAddress: 'vpn.example', ...keys } });
const alwaysOn = (keys: Keys): InstalledSpec =>
  vpn('AlwaysOn', { AlwaysOn: { UIToggleEnabled: 0, ...keys } });

const phone = (osVersion = '17.6'): PictureSpec => ({ facts: { ...supervisedPhone, osVersion } });
const all = { IncludeAllNetworks: 1 };
const atHq = { Action: 'Disconnect', InterfaceTypeMatch: 'WiFi', SSIDMatch: ['HQ'] };
const connect = { Action: 'Connect' };
const onDemand = (...OnDemandRules: readonly Plain[]) => ({ ...all, OnDemandEnabled: 1, OnDemandRules });
const evaluate = (picture: PictureSpec): DeviceEvaluation =>
  evaluateDevice(pictureOf(picture), { now: testNow, thresholds: defaultThresholds });

/** Suspected by one rule and by no other. */
const suspect = (words: string, notes: readonly string[] = []): Expected => ({
  verdict: 'at-risk',
  rules: { 'vpn-full-tunnel': [words] },
  notes,
});
const harmless = (...notes: readonly string[]): Expected => ({
  verdict: 'clear',
  rules: { 'vpn-full-tunnel': ['clear'], 'vpn-split-tunnel': ['clear'] },
  notes,
});

const cases: readonly { name: string; picture: PictureSpec; expected: Expected }[] = [
  {
    name: '79: a tunnel for everything but push rings and may not connect',
    picture: { ...phone(), profiles: [ikev2(all)] },
    expected: suspect('at-risk by com.example.vpn'),
  },
  {
    name: '80: with push in the tunnel even ringing depends on the gateway',
    picture: { ...phone(), profiles: [ikev2({ ...all, ExcludeAPNs: 0 })] },
    expected: suspect('at-risk by com.example.vpn'),
  },
  {
    name: '81: iOS 15 does not know ExcludeAPNs',
    picture: { ...phone('15.8'), profiles: [ikev2({ ...all, ExcludeAPNs: 0 })] },
    expected: suspect('at-risk by com.example.vpn', ['vpn-full-tunnel: ignored-os-too-old']),
  },
  {
    name: '82: EnforceRoutes beside IncludeAllNetworks adds nothing',
    picture: { ...phone(), profiles: [ikev2({ ...all, EnforceRoutes: 1 })] },
    expected: suspect('at-risk by com.example.vpn'),
  },
  {
    name: '83: ExcludeLocalNetworks alone does nothing',
    picture: { ...phone(), profiles: [ikev2({ ExcludeLocalNetworks: 0 })] },
    expected: harmless('vpn-split-tunnel: listed-routes'),
  },
  {
    name: '84: services of the carrier outside the tunnel do not help FaceTime',
    picture: { ...phone(), profiles: [ikev2({ ...all, ExcludeCellularServices: 1 })] },
    expected: suspect('at-risk by com.example.vpn'),
  },
  {
    name: '85: a tunnel that is down in one Wi-Fi network is a risk elsewhere',
    picture: { ...phone(), profiles: [ikev2(onDemand(atHq, connect))] },
    expected: suspect('at-risk by com.example.vpn (high)'),
  },
  {
    name: '86: a rule behind one that always matches is never reached',
    picture: { ...phone(), profiles: [ikev2(onDemand(connect, atHq))] },
    expected: suspect('at-risk by com.example.vpn (high)', ['vpn-full-tunnel: rules-unreachable']),
  },
  {
    name: '87: rules are dead while on demand is off, so the user decides',
    picture: { ...phone(), profiles: [ikev2({ ...onDemand(atHq, connect), OnDemandEnabled: 0 })] },
    expected: suspect('at-risk by com.example.vpn (medium)'),
  },
  {
    name: '88: names that do not start the tunnel go through it when it is up',
    picture: {
      ...phone(),
      profiles: [
        ikev2(
          onDemand({
            Action: 'EvaluateConnection',
            ActionParameters: [{ Domains: ['apple.com'], DomainAction: 'NeverConnect' }],
          }),
        ),
      ],
    },
    expected: suspect('at-risk by com.example.vpn (medium)'),
  },
  {
    name: '89: a split tunnel takes its own routes only, as a note says',
    picture: { ...phone(), profiles: [ikev2({})] },
    expected: harmless('vpn-split-tunnel: listed-routes'),
  },
  {
    name: '90: L2TP with OverridePrimary takes everything while it is connected',
    picture: {
      ...phone(),
      profiles: [vpn('L2TP', { PPP: { CommRemoteAddress: 'vpn.example' }, IPv4: { OverridePrimary: 1 } })],
    },
    expected: suspect('at-risk by com.example.vpn (medium)'),
  },
  {
    name: '91: AlwaysOn without exceptions takes everything at all times',
    picture: { ...phone(), profiles: [alwaysOn({})] },
    expected: suspect('at-risk by com.example.vpn (high)'),
  },
  {
    name: '92: AlwaysOn with an exception for FaceTime probably lets calls past, as a note says',
    picture: {
      ...phone(),
      profiles: [
        alwaysOn({
          ApplicationExceptions: [{ BundleIdentifier: 'com.apple.facetime', LimitToProtocols: ['UDP'] }],
        }),
      ],
    },
    expected: harmless('vpn-full-tunnel: excepted'),
  },
  {
    name: '93: an exception for services of the carrier is none for FaceTime',
    picture: {
      ...phone(),
      profiles: [alwaysOn({ ServiceExceptions: [{ ServiceName: 'CellularServices', Action: 'Allow' }] })],
    },
    expected: suspect('at-risk by com.example.vpn (high)'),
  },
  {
    name: '94: a VPN for single apps takes managed apps of an iPhone only',
    picture: {
      ...phone(),
      profiles: [installed('com.apple.vpn.managed.applayer', { VPNUUID: 'A1', VPNType: 'IKEv2' })],
    },
    expected: harmless(),
  },
  {
    name: '95: a Mac that maps FaceTime to a VPN is at a low risk',
    picture: {
      facts: anyMac,
      profiles: [
        installed('com.apple.vpn.managed.appmapping', {
          AppLayerVPNMapping: [{ Identifier: 'com.apple.FaceTime', VPNUUID: 'A1' }],
        }),
      ],
    },
    expected: {
      verdict: 'at-risk',
      rules: { 'vpn-split-tunnel': ['at-risk by com.example.vpn (low)'] },
    },
  },
  {
    name: '96: a VPN does not act in User Enrollment',
    picture: {
      facts: { ...supervisedPhone, isSupervised: false, enrolment: 'user' },
      profiles: [ikev2(all)],
    },
    expected: {
      verdict: 'clear',
      rules: { 'vpn-full-tunnel': ['clear'] },
      notes: ['vpn-full-tunnel: ignored-user-enrolment'],
    },
  },
  {
    name: '97: a VPN whose app is not installed cannot start, and may let nothing through',
    picture: {
      facts: { ...supervisedPhone, apps: [{ bundleId: 'com.acme.chat' }] },
      profiles: [
        vpn('VPN', {
          VPNSubType: 'com.acme.tunnel',
          VPN: { RemoteAddress: 'vpn.example', ...onDemand(connect) },
        }),
      ],
    },
    expected: suspect('at-risk by com.example.vpn (high)', ['vpn-full-tunnel: app-missing']),
  },
  {
    name: '98: an Apple TV does not know IncludeAllNetworks',
    picture: { facts: anyTv, profiles: [ikev2(all)] },
    expected: harmless('vpn-full-tunnel: ignored-platform', 'vpn-split-tunnel: listed-routes'),
  },
  {
    name: '99: PPTP has been dead for years, as a note says',
    picture: { ...phone(), profiles: [vpn('PPTP', { PPP: { CommRemoteAddress: 'vpn.example' } })] },
    expected: harmless('vpn-full-tunnel: dead'),
  },
  {
    name: '101: DNS servers inside a tunnel for everything change nothing about it',
    picture: {
      ...phone(),
      profiles: [
        vpn('IKEv2', {
          IKEv2: { RemoteAddress: 'vpn.example', ...all },
          DNS: { ServerAddresses: ['10.0.0.53'], SupplementalMatchDomains: ['corp.example'] },
        }),
      ],
    },
    expected: suspect('at-risk by com.example.vpn'),
  },
];

describe('F. VPN', () => {
  it.each(cases)('$name', ({ picture, expected }) => {
    expect(told(evaluate(picture), expected)).toEqual(sorted(expected));
  });

  const said = (profile: InstalledSpec, name: string, osVersion?: string): unknown =>
    evaluate({ ...phone(osVersion), profiles: [profile] }).findings[0]?.data[name];

  it('79: push is said to stay outside', () => {
    expect(said(ikev2(all), 'push')).toContain('calls ring, and may not connect');
  });

  it('80: push is said to go through', () => {
    expect(said(ikev2({ ...all, ExcludeAPNs: 0 }), 'push')).toContain('even ringing depends on the gateway');
  });

  it('81: on iOS 15 push is not said to go through by that key', () => {
    expect(said(ikev2({ ...all, ExcludeAPNs: 0 }), 'push', '15.8')).not.toContain('even ringing');
  });

  it('85: the words say on which networks', () => {
    expect(said(ikev2(onDemand(atHq, connect)), 'when')).toBe('on any other network (not on Wi-Fi "HQ")');
  });

  it('86: the words say that it is every network', () => {
    expect(said(ikev2(onDemand(connect, atHq)), 'when')).toBe('on every network');
  });

  it('87: the words say that the user starts it', () => {
    expect(said(ikev2({ ...all, OnDemandRules: [connect] }), 'when')).toBe(
      'while the user has it switched on',
    );
  });
});
