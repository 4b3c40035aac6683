import { pictureOf, templated, type PayloadSpec, type PictureSpec, type Plain } from '@ringcheck/testkit';
import { resolve, type Effective } from './index.js';

const settings = 'com.apple.configuration.app.settings';
const denied = 'Allowed.DeniedApps';
const allowed = 'Allowed.AllowedApps';
const vpn = 'com.apple.vpn.managed';
const iPhone: PictureSpec = { platform: 'iOS', osVersion: '27.0', isSupervised: true, enrolment: 'device' };
const { osVersion: _, ...anyVersion } = iPhone;
const mac: PictureSpec = { ...iPhone, platform: 'macOS' };

function resolved(device: PictureSpec, payload: PayloadSpec): Effective {
  const profiles = [{ identifier: 'P', payloads: [payload] }];
  return resolve(pictureOf({ ...device, profiles }), { isPast: () => false });
}

const declared = (Allowed: Plain): PayloadSpec => ({ type: settings, Allowed });
const facetimeDenied = declared({ DeniedApps: ['com.apple.facetime'] });

function ignored(effective: Effective, type: string, key?: string): unknown[] {
  return effective.ignored(type, key).map((one) => [one.key, one.reason]);
}

function open(effective: Effective, type: string, key?: string): unknown[] {
  return effective.undetermined(type, key).map(({ reason, evidence }) => [evidence.path, reason]);
}

describe('a key inside a dictionary', () => {
  const path = `PayloadContent[0].${denied}`;

  it('is ignored with its dictionary where the OS is too old', () => {
    const effective = resolved({ ...iPhone, osVersion: '26.2' }, facetimeDenied);
    expect(ignored(effective, settings, denied)).toEqual([[denied, 'os-too-old']]);
    expect(ignored(effective, settings, allowed)).toEqual([]);
  });

  it('is ignored by itself where its dictionary acts', () => {
    expect(ignored(resolved(mac, facetimeDenied), settings, denied)).toEqual([[denied, 'platform']]);
  });

  it('is ignored by itself where it is open whether its dictionary acts', () => {
    const { osVersion: __, ...anyMac } = mac;
    expect(ignored(resolved(anyMac, facetimeDenied), settings, denied)).toEqual([[denied, 'platform']]);
  });

  it('is open where the OS version that its dictionary needs is not known', () => {
    const effective = resolved(anyVersion, facetimeDenied);
    expect(effective.settings(settings, denied)).toEqual([]);
    expect(open(effective, settings, denied)).toEqual([[path, 'os-unknown']]);
    expect(open(effective, settings, allowed)).toEqual([]);
  });

  it('is told once to who asks for the whole payload: by the outermost dictionary', () => {
    expect(ignored(resolved({ ...iPhone, osVersion: '26.2' }, facetimeDenied), settings)).toEqual([
      ['Allowed', 'os-too-old'],
    ]);
    expect(open(resolved(anyVersion, facetimeDenied), settings)).toEqual([
      ['PayloadContent[0].Allowed', 'os-unknown'],
    ]);
  });

  it('acts nowhere where its dictionary does not', () => {
    const proxy = { type: vpn, TransparentProxy: { RemoteAddress: 'vpn.example.com' } };
    const effective = resolved({ ...mac, osVersion: '13.6' }, proxy);
    expect(effective.settings(vpn, 'TransparentProxy.RemoteAddress')).toEqual([]);
    expect(ignored(effective, vpn, 'TransparentProxy.RemoteAddress')).toEqual([
      ['TransparentProxy.RemoteAddress', 'os-too-old'],
    ]);
    expect(ignored(effective, vpn)).toEqual([['TransparentProxy', 'os-too-old']]);
  });

  it('is ignored with a profile that was removed', () => {
    const profile = { identifier: 'P', removalDate: '2026-01-01T00:00:00Z', payloads: [facetimeDenied] };
    const picture = pictureOf({
      ...iPhone,
      profiles: [profile],
      installed: { observedAt: '2025-12-01T00:00:00Z' },
    });
    const effective = resolve(picture, { isPast: () => true });
    expect(ignored(effective, settings, denied)).toEqual([[denied, 'removed-by-date']]);
    expect(ignored(effective, settings)).toEqual([['Allowed', 'removed-by-date']]);
  });
});

describe('a dictionary that cannot be read', () => {
  it.each<[string, Plain, string]>([
    ['a variable', templated('$ALLOWED', 'dict'), 'templated'],
    ['text', 'com.apple.facetime', 'wrong-type'],
    ['a list', ['com.apple.facetime'], 'wrong-type'],
  ])('leaves open what could stand in it when it is %s', (_name, value, reason) => {
    const effective = resolved(iPhone, declared(value));
    const found = [['PayloadContent[0].Allowed', reason]];
    expect(open(effective, settings, denied)).toEqual(found);
    expect(open(effective, settings, allowed)).toEqual(found);
    expect(open(effective, settings)).toEqual(found);
  });

  it('stays open as unreadable where the OS version is not known either', () => {
    expect(open(resolved(anyVersion, declared('x')), settings, denied)).toEqual([
      ['PayloadContent[0].Allowed', 'wrong-type'],
    ]);
  });

  it('leaves nothing open that could not act in it', () => {
    const effective = resolved(mac, declared('x'));
    expect(open(effective, settings, denied)).toEqual([]);
    expect(open(effective, settings, 'Allowed.DeniedBinaries')).toHaveLength(1);
    expect(open(resolved({ ...iPhone, osVersion: '26.2' }, declared('x')), settings, denied)).toEqual([]);
  });

  it('is noted once, not again for each key it could hold', () => {
    expect(resolved(iPhone, declared('x')).notes.map(({ message, data }) => [message, data['key']])).toEqual([
      ['key-wrong-type', 'Allowed'],
    ]);
  });
});

describe('a value that cannot be read', () => {
  const unsaid: PictureSpec = { platform: 'iOS', osVersion: '17.0', enrolment: 'device' };

  it.each<[Plain, string]>([
    [templated('$FACETIME', 'boolean'), 'templated'],
    ['false', 'wrong-type'],
  ])('stays open as unreadable where supervision is not known: %j', (value, reason) => {
    const type = 'com.apple.applicationaccess';
    const effective = resolved(unsaid, { type, allowVideoConferencing: value });
    expect(open(effective, type, 'allowVideoConferencing')).toEqual([
      ['PayloadContent[0].allowVideoConferencing', reason],
    ]);
  });
});
