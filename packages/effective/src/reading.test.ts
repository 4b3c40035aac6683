import {
  valueOf,
  pictureOf,
  Ready,
  secret,
  type PayloadSpec,
  type PictureSpec,
  type Plain,
} from '@ringcheck/testkit';
import { toJson } from '@ringcheck/model';
import { combineValues, sameValue } from './combine.js';
import { resolve, type Effective } from './index.js';

const type = 'com.apple.applicationaccess';
const preferences = 'com.apple.ManagedClient.preferences';
const app = 'com.apple.configuration.app.settings';
const iPhone: PictureSpec = { platform: 'iOS', osVersion: '27.0', isSupervised: true, enrolment: 'device' };
const mac: PictureSpec = { ...iPhone, platform: 'macOS' };

const resolved = (device: PictureSpec, ...payloads: readonly PayloadSpec[]): Effective =>
  resolve(pictureOf({ ...device, profiles: [{ identifier: 'P', payloads }] }), { isPast: () => false });
const open = (effective: Effective, payload: string, key?: string): unknown[] =>
  effective.undetermined(payload, key).map(({ reason }) => reason);

describe('managed preferences', () => {
  const forced = (...Forced: Plain[]): PayloadSpec => ({
    type: preferences,
    PayloadContent: { 'com.google.santa': { Forced } },
  });
  const modes = (effective: Effective): unknown[] =>
    effective.settings('com.google.santa', 'ClientMode').map(({ value }) => toJson(value));

  it('without content carry nothing', () => {
    for (const payload of [{ type: preferences }, { type: preferences, PayloadContent: 'x' }]) {
      const effective = resolved(mac, payload);
      expect(effective.payloads(preferences)).toHaveLength(1);
      expect(effective.notes).toEqual([]);
    }
  });

  it('carry each forced part that has settings', () => {
    const part = (ClientMode: number): Plain => ({ mcx_preference_settings: { ClientMode } });
    expect(modes(resolved(mac, forced(part(1), {}, 'x', part(2))))).toEqual([1, 2]);
    expect(resolved(mac, forced({}, 'x')).payloads('com.google.santa')).toEqual([]);
  });

  it('are what they are by their type only', () => {
    const alike = { ...forced({ mcx_preference_settings: { ClientMode: 2 } }), type: 'com.example.agent' };
    expect(modes(resolved(mac, alike))).toEqual([]);
  });
});

describe('what a payload hides', () => {
  it('is not open where it is a password, whatever stands for it', () => {
    const wifi = 'com.apple.wifi.managed';
    const effective = resolved(iPhone, { type: wifi, SSID_STR: 'Campus', Password: secret() });
    expect([open(effective, wifi), open(effective, wifi, 'Password'), effective.notes]).toEqual([[], [], []]);
  });

  it('is no setting where it is a password, also where it stands in the clear', () => {
    const effective = resolved(
      iPhone,
      { type: 'com.apple.wifi.managed', SSID_STR: 'Campus', Password: 'x' },
      { type: 'com.apple.vpn.managed', IKEv2: { SharedSecret: 'x', RemoteAddress: 'y' } },
    );
    expect(effective.settings('com.apple.wifi.managed', 'Password')).toEqual([]);
    expect(effective.settings('com.apple.vpn.managed', 'IKEv2.SharedSecret')).toEqual([]);
    expect(effective.settings('com.apple.vpn.managed', 'IKEv2.RemoteAddress')).toHaveLength(1);
  });

  it('is what could stand in the dictionary, and nothing beside it', () => {
    const effective = resolved(mac, { type: app, Allowed: 'x' });
    expect(open(effective, app, 'Allowed.AllowedBinaries')).toEqual(['wrong-type']);
    const beside = resolved(mac, { type: 'com.apple.vpn.managed', IKEv2: 'x' });
    expect(open(beside, 'com.apple.vpn.managed', 'IKEv2.IncludeAllNetworks')).toEqual(['wrong-type']);
    expect(open(beside, 'com.apple.vpn.managed', 'VPNType')).toEqual([]);
    expect(open(beside, 'com.apple.vpn.managed', 'IPSec.IncludeAllNetworks')).toEqual([]);
    expect(open(beside, 'com.apple.vpn.managed', 'IKEv2.AuthPassword')).toEqual([]);
  });
});

describe('a payload of a type nobody knows', () => {
  it('is set aside as a whole where it is only assigned', () => {
    const picture = pictureOf({
      ...iPhone,
      profiles: [{ identifier: 'P', payloads: [{ type: 'com.example.agent', x: 1 }] }],
      installed: { knowledge: 'assigned' },
    });
    const effective = resolve(picture, { isPast: () => false });
    expect(effective.ignored().map(({ key, reason }) => [key, reason])).toEqual([['*', 'assigned-only']]);
    expect(effective.payloads('com.example.agent')).toEqual([]);
  });

  it('may stand in a profile nobody can read', () => {
    const picture = pictureOf({ ...iPhone, profiles: [{ identifier: 'P', content: 'missing' }] });
    expect(open(resolve(picture, { isPast: () => false }), 'com.example.agent')).toEqual(['content-missing']);
  });

  it('may be a Mac’s preferences where the platform is not known', () => {
    const profiles = [{ identifier: 'P', content: 'missing', payloadTypes: [preferences] }] as const;
    const of = (spec: PictureSpec) =>
      open(resolve(pictureOf({ ...spec, profiles }), { isPast: () => false }), type, 'allowCamera');
    expect([of({}), of({ platform: 'macOS' }), of({ platform: 'iOS' })]).toEqual([
      ['content-missing'],
      ['content-missing'],
      [],
    ]);
  });
});

describe('where an unread profile is told', () => {
  it('names it, and the path where the list has one', () => {
    const picture = pictureOf({ ...iPhone, profiles: [{ identifier: 'P', content: 'missing' }] });
    const [listed] = picture.installed.profiles;
    if (listed === undefined) throw new Error('there is one');
    const { identifier: _, listing, ...nameless } = listed;
    const { path: __, ...pathless } = listing;
    const placeOf = (one: typeof listed) => {
      const effective = resolve(
        { ...picture, installed: { ...picture.installed, profiles: [one] } },
        { isPast: () => false },
      );
      return Object.keys(effective.undetermined(type, 'allowCamera')[0]?.evidence ?? {});
    };
    expect(placeOf(listed)).toEqual(expect.arrayContaining(['profile', 'path']));
    expect(placeOf({ ...nameless, listing })).not.toContain('profile');
    expect(placeOf({ ...listed, listing: pathless })).not.toContain('path');
  });
});

describe('what is not known of a device', () => {
  const lock = { type: 'com.apple.app.lock', App: { Identifier: 'com.example.pos' } };

  it.each<[string, PictureSpec, PayloadSpec, string, string[]]>([
    ['is told once, the first of two', { platform: 'tvOS' }, lock, 'App', ['os-unknown']],
    [
      'is told of the payload before its key',
      { platform: 'iOS' },
      { type: app, Allowed: {} },
      'Allowed',
      ['os-unknown'],
    ],
  ])('%s', (_name, device, payload, key, reasons) => {
    expect(open(resolved(device, payload), payload.type, key)).toEqual(reasons);
  });

  it.each<[NonNullable<PictureSpec['platform']>, string, string, boolean]>([
    ['macOS', 'com.apple.vpn.managed.appmapping', 'in 10.9', true],
    ['macOS', 'com.apple.asam', 'in 10.13.4', false],
    ['tvOS', 'com.apple.wifi.managed', 'in 9.0', true],
    ['tvOS', 'com.apple.vpn.managed', 'in 17.0', false],
    ['visionOS', 'com.apple.wifi.managed', 'in 1.0', true],
    ['visionOS', 'com.apple.dnsProxy.managed', 'in 1.1', false],
    ['watchOS', 'com.apple.wifi.managed', 'in 3.2', true],
    ['watchOS', 'com.apple.vpn.managed.applayer', 'in 10.0', true],
  ])('is no version of %s where %s came %s', (platform, payload, _since, acts) => {
    const device = { platform, isSupervised: true, enrolment: 'device' } as const;
    const effective = resolved(device, { type: payload });
    expect([effective.payloads(payload).length, open(effective, payload)]).toEqual(
      acts ? [1, []] : [0, ['os-unknown']],
    );
  });

  it('is the version where it is no version', () => {
    const device: PictureSpec = { ...iPhone, osVersion: 'beta' };
    expect(open(resolved(device, { type: 'com.apple.relay.managed' }), 'com.apple.relay.managed')).toEqual([
      'os-unknown',
    ]);
  });

  it('is whether an iPad is shared, also where its system is called iOS', () => {
    const exempt: PayloadSpec = { type, allowedCameraRestrictionBundleIDs: [] };
    const on = (productName: string) =>
      open(
        resolved({ ...iPhone, facts: { productName } }, exempt),
        type,
        'allowedCameraRestrictionBundleIDs',
      );
    expect([on('iPad13,1'), on('iPhone15,2')]).toEqual([['shared-ipad-unknown'], []]);
  });
});

describe('a declaration', () => {
  const denies = (reasons: readonly { code: string; description?: string }[], valid: 'invalid' | 'unknown') =>
    resolve(
      pictureOf({
        ...iPhone,
        profiles: [
          {
            identifier: 'P',
            declaration: { active: true, valid, reasons },
            payloads: [{ type: app, Allowed: { DeniedApps: ['com.apple.facetime'] } }],
          },
        ],
      }),
      { isPast: () => false },
    );

  it('is refused for all the reasons the device gives, or for none given', () => {
    const detail = (reasons: Parameters<typeof denies>[0]) =>
      denies(reasons, 'invalid')
        .ignored(app)
        .map((one) => one.detail);
    expect(detail([{ code: 'A', description: 'Too new' }, { code: 'B' }])).toEqual(['Too new; B']);
    expect(detail([])).toEqual(['no reason given']);
  });

  it('that is not checked leaves open the keys that could act here, at their own place', () => {
    const places = (platform: 'iOS' | 'macOS') =>
      resolve(
        pictureOf({
          ...iPhone,
          platform,
          profiles: [
            {
              identifier: 'P',
              declaration: { reasons: [] },
              payloads: [{ type: app, Allowed: { DeniedApps: ['com.apple.facetime'] } }],
            },
          ],
        }),
        { isPast: () => false },
      )
        .undetermined(app, 'Allowed.DeniedApps')
        .map(({ evidence }) => evidence.path);
    expect(places('iOS')).toEqual(['PayloadContent[0].Allowed.DeniedApps', 'PayloadContent[0]']);
    expect(places('macOS')).toEqual(['PayloadContent[0]']);
  });
});

describe('a profile delivered by a declaration', () => {
  const relay = { type: 'com.apple.relay.managed', Relays: [{ HTTP3RelayURL: 'https://relay.example.org' }] };
  const fate = (platform: NonNullable<PictureSpec['platform']>, other: string) => {
    const effective = resolve(
      pictureOf({
        platform,
        osVersion: platform === 'macOS' ? '13.0' : '26.1',
        enrolment: 'user',
        profiles: [{ identifier: 'P', viaDeclaration: true, payloads: [{ type: other }, relay] }],
      }),
      { isPast: () => false },
    );
    return [effective.payloads(relay.type).length, effective.ignored(relay.type).map(({ reason }) => reason)];
  };

  it('is refused whole in User Enrollment, on an Apple TV too', () => {
    expect(fate('iOS', 'com.apple.vpn.managed')).toEqual([0, ['user-enrolment']]);
    expect(fate('tvOS', 'com.apple.vpn.managed')).toEqual([0, ['user-enrolment']]);
  });

  it('is not refused for a payload that does nothing here for another reason', () => {
    expect(fate('iOS', 'com.apple.SystemConfiguration')).toEqual([1, []]);
  });

  it('is never refused whole elsewhere', () => {
    expect(fate('visionOS', 'com.apple.proxy.http.global')).toEqual([1, []]);
  });
});

describe('two values', () => {
  const hidden = (digest: string): Plain => new Ready((at) => ({ type: 'secret', digest, at }));

  it.each<[Plain, Plain, boolean]>([
    [{ key: hidden('a') }, { key: hidden('a') }, true],
    [{ key: hidden('a') }, { key: hidden('b') }, false],
    [{ key: secret() }, { key: secret() }, true],
    [{ key: secret() }, { key: hidden('a') }, false],
    [{ key: [hidden('a')] }, { key: [hidden('b')] }, false],
    [{ in: { key: hidden('a') } }, { in: { key: hidden('b') } }, false],
    [hidden('a'), hidden('b'), false],
  ])('that hold secrets are the same by their digests: %#', (a, b, same) => {
    expect(sameValue(valueOf(a), valueOf(b))).toBe(same);
  });

  it('make one list of those that are lists', () => {
    const combined = combineValues(
      'union',
      ['x', ['a'], ['b']].map((plain) => ({ value: valueOf(plain) })),
    );
    expect(combined && [toJson(combined.value), combined.confidence]).toEqual([['a', 'b'], 'certain']);
    const alone = combineValues(
      'union',
      ['x', ['a']].map((plain) => ({ value: valueOf(plain) })),
    );
    expect(alone && [toJson(alone.value), alone.winners, alone.confidence]).toEqual([
      ['a'],
      [0, 1],
      'certain',
    ]);
  });

  it.each<[string[], string, string]>([
    [['2026-01-01', '2026-02-01', '2026-03-01'], 'c', 'certain'],
    [['2026-03-01', '2026-01-01', '2026-02-01'], 'a', 'certain'],
    [['2026-01-01', '2026-03-01', '2026-03-01'], 'c', 'lower'],
  ])('installed on %j: the last counts, %s, %s', (days, value, confidence) => {
    const items = days.map((installedAt, index) => ({ value: valueOf('abc'.charAt(index)), installedAt }));
    const combined = combineValues('last', items);
    expect(combined && [toJson(combined.value), combined.confidence]).toEqual([value, confidence]);
  });
});

describe('a list that two declarations set', () => {
  const twice = (device: PictureSpec, key: string, a: Plain, b: Plain): unknown[] =>
    resolve(
      pictureOf({
        ...device,
        profiles: [a, b].map((list, index) => ({
          identifier: `P${index}`,
          payloads: [{ type: app, Allowed: { [key]: list } }],
        })),
      }),
      { isPast: () => false },
    ).notes.map(({ data }) => data['key']);

  it.each<[PictureSpec, string, Plain, Plain, boolean]>([
    [iPhone, 'DeniedApps', ['com.apple.facetime'], ['com.example.a'], true],
    [iPhone, 'DeniedApps', ['com.example.b'], ['com.example.a'], false],
    [iPhone, 'AllowedApps', ['com.apple.facetime'], ['com.example.a'], true],
    [iPhone, 'AllowedApps', ['com.apple.facetime'], ['com.apple.facetime'], false],
    [mac, 'DeniedBinaries', [{ SigningID: 'com.apple.FaceTime' }, { TeamID: 'X' }], [{ TeamID: 'Y' }], true],
  ])('is a note where it bears on FaceTime: %#', (device, key, a, b, isNote) => {
    expect(twice(device, key, a, b)).toEqual(isNote ? [`Allowed.${key}`] : []);
  });

  it('is a note for the apps exempt from the age rating where they differ', () => {
    const exempt = (apps: string[], identifier: string) => ({
      identifier,
      payloads: [{ type, ratingAppsExemptedBundleIDs: apps }],
    });
    const of = (a: string[], b: string[]) =>
      resolve(pictureOf({ ...iPhone, profiles: [exempt(a, 'A'), exempt(b, 'B')] }), { isPast: () => false })
        .notes.length;
    expect([of(['a'], ['b']), of(['a'], ['a'])]).toEqual([1, 0]);
  });
});
