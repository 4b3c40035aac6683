import { get, toJson } from '@ringcheck/model';
import { pictureOf, type PayloadSpec, type PictureSpec } from '@ringcheck/testkit';
import { resolve, type Effective } from './index.js';

const iPhone: PictureSpec = { platform: 'iOS', osVersion: '17.0', isSupervised: true, enrolment: 'device' };
const unsupervised: PictureSpec = { ...iPhone, isSupervised: false };
const mac: PictureSpec = { platform: 'macOS', osVersion: '15.0', isSupervised: true, enrolment: 'device' };
const firewall = 'com.apple.security.firewall';
const vpn = 'com.apple.vpn.managed';

interface On {
  readonly scope?: 'System' | 'User';
  readonly channel?: string;
  readonly isManaged?: boolean;
  readonly installedAt?: string;
}

function resolved(device: PictureSpec, payloads: readonly PayloadSpec[], on: On = {}): Effective {
  const profiles = payloads.map((payload, index) => ({
    identifier: `P${index}`,
    payloads: [payload],
    ...on,
  }));
  return resolve(pictureOf({ ...device, profiles }), { isPast: () => false });
}

/** In force, or why not. */
function fate(effective: Effective, type: string): unknown[] {
  return [
    ...effective.payloads(type).map(() => 'in force'),
    ...effective.ignored(type).map(({ key, reason }) => `${key} ${reason}`),
    ...effective.undetermined(type).map(({ reason }) => reason),
  ];
}

describe('payloads that act as a whole', () => {
  const lock = { type: 'com.apple.app.lock', App: { Identifier: 'com.example.pos' } };
  const appleTv: PictureSpec = { ...iPhone, platform: 'tvOS' };
  const { isSupervised: _, ...unknown } = iPhone;

  it.each<[string, PayloadSpec, PictureSpec, On, unknown[]]>([
    ['app lock, supervised', lock, iPhone, {}, ['in force']],
    ['app lock, unsupervised', lock, unsupervised, {}, ['* not-supervised']],
    ['app lock, supervision unknown', lock, unknown, {}, ['supervision-unknown']],
    ['app lock on a Mac', lock, mac, {}, ['* platform']],
    [
      'app lock for a user of a Shared iPad',
      lock,
      { ...iPhone, platform: 'iPadOS' },
      { channel: 'ana' },
      ['* shared-ipad'],
    ],
    ['room display on an Apple TV', { type: 'com.apple.conferenceroomdisplay' }, appleTv, {}, ['in force']],
    ['room display on an iPhone', { type: 'com.apple.conferenceroomdisplay' }, iPhone, {}, ['* platform']],
    ['ASAM by hand', { type: 'com.apple.asam' }, mac, { isManaged: false }, ['* manual-install']],
    [
      'ASAM, enrolment not approved',
      { type: 'com.apple.asam' },
      { ...mac, facts: { isUserApproved: false } },
      {},
      ['* not-user-approved'],
    ],
    ['ASAM, approval unknown', { type: 'com.apple.asam' }, mac, {}, ['in force']],
    ['ASAM on the user channel', { type: 'com.apple.asam' }, mac, { channel: 'ana' }, ['* wrong-channel']],
    [
      'global proxy, unsupervised',
      { type: 'com.apple.proxy.http.global' },
      unsupervised,
      {},
      ['* not-supervised'],
    ],
    ['global proxy on a Mac', { type: 'com.apple.proxy.http.global' }, mac, {}, ['in force']],
    [
      'VPN in User Enrollment',
      { type: vpn },
      { ...unsupervised, enrolment: 'user' },
      {},
      ['* user-enrolment'],
    ],
    ['VPN of a user of a Mac', { type: vpn }, mac, { channel: 'ana' }, ['in force']],
    [
      'relay on iOS 16',
      { type: 'com.apple.relay.managed' },
      { ...iPhone, osVersion: '16.6' },
      {},
      ['* os-too-old'],
    ],
    [
      'relay, version unknown',
      { type: 'com.apple.relay.managed' },
      { platform: 'iOS', isSupervised: true },
      {},
      ['os-unknown'],
    ],
    [
      'DNS settings for users of a Mac',
      { type: 'com.apple.dnsSettings.managed' },
      mac,
      { scope: 'User' },
      ['* wrong-channel'],
    ],
    [
      'DNS proxy by hand',
      { type: 'com.apple.dnsProxy.managed' },
      iPhone,
      { isManaged: false },
      ['* manual-install'],
    ],
    [
      'content filter in User Enrollment',
      { type: 'com.apple.webcontent-filter' },
      { ...unsupervised, enrolment: 'user' },
      {},
      ['in force'],
    ],
    ['network usage rules', { type: 'com.apple.networkusagerules' }, iPhone, {}, ['in force']],
    [
      'notifications, unsupervised',
      { type: 'com.apple.notificationsettings' },
      unsupervised,
      {},
      ['* not-supervised'],
    ],
    [
      'notifications on a Mac',
      { type: 'com.apple.notificationsettings' },
      { ...mac, isSupervised: false },
      {},
      ['in force'],
    ],
    [
      'content filter, iOS 15, unsupervised',
      { type: 'com.apple.webcontent-filter' },
      { ...unsupervised, osVersion: '15.8' },
      {},
      ['* not-supervised'],
    ],
    [
      'content filter, iOS 15, supervised',
      { type: 'com.apple.webcontent-filter' },
      { ...iPhone, osVersion: '15.8' },
      {},
      ['in force'],
    ],
    [
      'content filter, version unknown',
      { type: 'com.apple.webcontent-filter' },
      { platform: 'iOS', isSupervised: false },
      {},
      ['os-unknown'],
    ],
    [
      'content filter, iOS 16, supervision unknown',
      { type: 'com.apple.webcontent-filter' },
      { platform: 'iOS', osVersion: '16.0' },
      {},
      ['in force'],
    ],
    [
      'DNS proxy, iOS 14, unsupervised',
      { type: 'com.apple.dnsProxy.managed' },
      { ...unsupervised, osVersion: '14.8' },
      {},
      ['* not-supervised'],
    ],
    [
      'DNS proxy, iOS 15, unsupervised',
      { type: 'com.apple.dnsProxy.managed' },
      { ...unsupervised, osVersion: '15.0' },
      {},
      ['in force'],
    ],
    ['a type nobody knows', { type: 'com.example.agent' }, iPhone, {}, ['in force']],
  ])('%s', (_name, payload, device, on, expected) => {
    expect(fate(resolved(device, [payload], on), payload.type)).toEqual(expected);
  });

  it('lose the keys that are not in force, and keep the others', () => {
    const effective = resolved({ ...iPhone, osVersion: '15.0' }, [
      {
        type: vpn,
        VPNType: 'IKEv2',
        IKEv2: { IncludeAllNetworks: 1, ExcludeAPNs: 0, RemoteAddress: 'vpn.example.com' },
      },
    ]);
    const [payload] = effective.payloads(vpn);
    expect(payload && toJson(payload.settings)).toEqual({
      VPNType: 'IKEv2',
      IKEv2: { IncludeAllNetworks: 1, RemoteAddress: 'vpn.example.com' },
    });
    expect(effective.ignored(vpn).map(({ key, reason, detail }) => [key, reason, detail])).toEqual([
      ['IKEv2.ExcludeAPNs', 'os-too-old', '16.4'],
    ]);
    expect(payload?.evidence).toMatchObject({ path: 'PayloadContent[0]', profile: 'P0', line: 4 });
    expect(payload?.evidence.value).toBeUndefined();
  });

  it('lose a dictionary the platform does not have, once', () => {
    const effective = resolved({ ...iPhone, platform: 'tvOS' }, [
      { type: vpn, VPNType: 'IPSec', IPSec: { RemoteAddress: 'x', IncludeAllNetworks: 1 } },
    ]);
    expect(effective.ignored(vpn).map(({ key }) => key)).toEqual(['IPSec']);
    expect(get(effective.payloads(vpn)[0]?.settings, 'IPSec')).toBeUndefined();
  });

  it('lose a key of which it is open whether it acts', () => {
    const type = 'com.apple.dnsSettings.managed';
    const effective = resolved(unknown, [
      { type, DNSSettings: { DNSProtocol: 'TLS' }, ProhibitDisablement: true },
    ]);
    expect(get(effective.payloads(type)[0]?.settings, 'ProhibitDisablement')).toBeUndefined();
    expect(effective.undetermined(type, 'ProhibitDisablement').map(({ reason }) => reason)).toEqual([
      'supervision-unknown',
    ]);
  });

  it('keep a value of the wrong type for the rules to see, and call it open', () => {
    const effective = resolved(iPhone, [{ type: vpn, IKEv2: { IncludeAllNetworks: true } }]);
    expect(get(get(effective.payloads(vpn)[0]?.settings, 'IKEv2'), 'IncludeAllNetworks')?.type).toBe(
      'boolean',
    );
    expect(effective.undetermined(vpn, 'IKEv2.IncludeAllNetworks').map(({ reason }) => reason)).toEqual([
      'wrong-type',
    ]);
  });

  it('leave nothing open over a removed password', () => {
    const effective = resolved(iPhone, [
      { type: 'com.apple.wifi.managed', SSID_STR: 'Campus', Password: 'x' },
    ]);
    expect(fate(effective, 'com.apple.wifi.managed')).toEqual(['in force']);
  });

  it('give a setting for each payload where keys are not combined', () => {
    const effective = resolved(iPhone, [
      { type: vpn, IKEv2: { IncludeAllNetworks: 1 } },
      { type: vpn, IKEv2: { IncludeAllNetworks: 0 } },
    ]);
    expect(effective.settings(vpn, 'IKEv2.IncludeAllNetworks').map(({ value }) => toJson(value))).toEqual([
      1, 0,
    ]);
  });

  it('inside managed preferences are found under their domain', () => {
    const settings = { ClientMode: 2 };
    const effective = resolved(mac, [
      {
        type: 'com.apple.ManagedClient.preferences',
        PayloadContent: {
          'com.google.santa': { Forced: [{ mcx_preference_settings: settings }] },
          'com.example.loose': { 'Set-Once': [{ mcx_preference_settings: {} }] },
        },
      },
    ]);
    expect(effective.payloads('com.google.santa').map(({ confidence }) => confidence)).toEqual(['lower']);
    expect(effective.payloads('com.example.loose')).toEqual([]);
    expect(effective.payloads('com.apple.ManagedClient.preferences')).toHaveLength(1);
  });
});

describe('the firewall of a Mac', () => {
  it('is the strictest union of all payloads', () => {
    const effective = resolved(mac, [
      { type: firewall, EnableFirewall: true, BlockAllIncoming: false, AllowSigned: false },
      { type: firewall, EnableFirewall: false, BlockAllIncoming: true, AllowSigned: true },
    ]);
    const values = ['EnableFirewall', 'BlockAllIncoming', 'AllowSigned'].map((key) =>
      effective
        .settings(firewall, key)
        .map(({ value, decidedBy }) => [toJson(value), decidedBy[0]?.profile.identifier]),
    );
    expect(values).toEqual([[[true, 'P0']], [[true, 'P1']], [[false, 'P0']]]);
  });

  it('unites the entries of apps, equal ones once', () => {
    const facetime = { BundleID: 'com.apple.FaceTime', Allowed: false };
    const effective = resolved(mac, [
      { type: firewall, Applications: [facetime] },
      { type: firewall, Applications: [facetime, { BundleID: 'com.example.a', Allowed: true }] },
    ]);
    expect(effective.settings(firewall, 'Applications').map(({ value }) => toJson(value))).toEqual([
      [facetime, { BundleID: 'com.example.a', Allowed: true }],
    ]);
  });

  it.each<[string, PictureSpec, On, string]>([
    ['for users', mac, { scope: 'User' }, 'wrong-channel'],
    ['on the user channel', mac, { channel: 'ana' }, 'wrong-channel'],
    ['on an iPhone', iPhone, {}, 'platform'],
    ['in User Enrollment', { ...mac, isSupervised: false, enrolment: 'user' }, {}, 'user-enrolment'],
  ])('does nothing %s', (_name, device, on, reason) => {
    const effective = resolved(
      device,
      [{ type: firewall, EnableFirewall: true, BlockAllIncoming: true }],
      on,
    );
    expect(effective.settings(firewall, 'BlockAllIncoming')).toEqual([]);
    expect(effective.payloads(firewall)).toEqual([]);
    expect(effective.ignored(firewall).map((ignored) => [ignored.key, ignored.reason])).toEqual([
      ['EnableFirewall', reason],
      ['BlockAllIncoming', reason],
    ]);
  });

  it('knows built-in software from macOS 12.3 on', () => {
    const payload = { type: firewall, EnableFirewall: true, AllowSigned: false };
    expect(
      resolved({ ...mac, osVersion: '12.2' }, [payload])
        .ignored(firewall)
        .map(({ key }) => key),
    ).toEqual(['AllowSigned']);
    expect(resolved({ ...mac, osVersion: '12.3' }, [payload]).settings(firewall, 'AllowSigned')).toHaveLength(
      1,
    );
  });
});

describe('the time server of a Mac', () => {
  const mcx = 'com.apple.MCX';
  const at = (timeServer: string, identifier: string, installedAt?: string) => ({
    identifier,
    payloads: [{ type: mcx, timeServer }],
    ...(installedAt === undefined ? {} : { installedAt }),
  });
  const server = (...profiles: NonNullable<PictureSpec['profiles']>) =>
    resolve(pictureOf({ ...mac, profiles }), { isPast: () => false })
      .settings(mcx, 'timeServer')
      .map(({ value, confidence }) => [toJson(value), confidence]);

  it('is that of the profile installed last', () => {
    expect(server(at('old', 'Z', '2026-01-01T00:00:00Z'), at('new', 'A', '2026-02-01T00:00:00Z'))).toEqual([
      ['new', 'certain'],
    ]);
  });

  it('is uncertain where the times are not known', () => {
    expect(server(at('a', 'A'), at('b', 'B', '2026-02-01T00:00:00Z'))).toEqual([['b', 'lower']]);
    expect(server(at('a', 'A', '2026-02-01T00:00:00Z'), at('b', 'B', '2026-02-01T00:00:00Z'))).toEqual([
      ['b', 'lower'],
    ]);
    expect(server(at('a', 'A'))).toEqual([['a', 'certain']]);
  });
});

describe('application restrictions of a Mac', () => {
  const access = 'com.apple.applicationaccess.new';

  it('unite folders under both names', () => {
    const effective = resolved({ ...mac, osVersion: '14.0' }, [
      { type: access, familyControlsEnabled: true, pathDenyList: ['/System/Applications'] },
      { type: access, familyControlsEnabled: false, pathBlackList: ['/Applications/Games'] },
    ]);
    expect(effective.settings(access, 'familyControlsEnabled').map(({ value }) => toJson(value))).toEqual([
      true,
    ]);
    expect(effective.settings(access, 'pathDenyList').map(({ value }) => toJson(value))).toEqual([
      ['/System/Applications', '/Applications/Games'],
    ]);
  });
});

describe('declarations of app settings', () => {
  const settings = 'com.apple.configuration.app.settings';
  const denied = { type: settings, Allowed: { DeniedApps: ['com.apple.facetime'] } };
  const binaries = (team: string) => ({ type: settings, Allowed: { AllowedBinaries: [{ TeamID: team }] } });

  it('deny apps from iOS 27 on, and never on Macs', () => {
    const on = (device: PictureSpec) =>
      resolved(device, [denied]).settings(settings, 'Allowed.DeniedApps').length;
    expect([
      on({ ...iPhone, osVersion: '27.0' }),
      on({ ...iPhone, osVersion: '26.2' }),
      on({ ...mac, osVersion: '27.0' }),
      on({ ...unsupervised, osVersion: '27.0' }),
    ]).toEqual([1, 0, 0, 0]);
  });

  it('shrink the allowed binaries of a Mac to what all allow', () => {
    const effective = resolved({ ...mac, osVersion: '27.0' }, [binaries('*APPLE*'), binaries('ACME')]);
    expect(effective.settings(settings, 'Allowed.AllowedBinaries').map(({ value }) => toJson(value))).toEqual(
      [[]],
    );
  });
});
