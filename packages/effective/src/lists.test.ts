import { toJson } from '@ringcheck/model';
import { pictureOf, type PictureSpec, type Plain } from '@ringcheck/testkit';
import { resolve, type Effective } from './index.js';

const type = 'com.apple.applicationaccess';
const facetime = 'allowVideoConferencing';
const iPhone: PictureSpec = {
  platform: 'iOS',
  osVersion: '17.0',
  isSupervised: true,
  enrolment: 'device',
  facts: { productName: 'iPhone15,2' },
};
const mac: PictureSpec = { platform: 'macOS', osVersion: '15.0', isSupervised: true, enrolment: 'device' };

function resolved(device: PictureSpec, ...profiles: NonNullable<PictureSpec['profiles']>): Effective {
  return resolve(pictureOf({ ...device, profiles }), { isPast: () => false });
}

function restricting(settings: Readonly<Record<string, Plain>>, identifier = 'com.example.r') {
  return { identifier, payloads: [{ type, ...settings }] };
}

/** `key=value` with who decides, for every channel in force. */
function inForce(effective: Effective, key: string, payloadType = type): unknown[] {
  return effective
    .settings(payloadType, key)
    .map(({ value, decidedBy, channel }) => [
      channel.kind === 'device' ? 'device' : channel.user,
      toJson(value),
      decidedBy.map(({ profile }) => profile.identifier),
    ]);
}

function setAside(effective: Effective, key: string, payloadType = type): unknown[] {
  return effective.ignored(payloadType, key).map(({ reason, detail }) => [reason, detail]);
}

describe('lists of apps', () => {
  const blocked = (apps: Plain, identifier = 'com.example.r', key = 'blockedAppBundleIDs') =>
    restricting({ [key]: apps }, identifier);

  it('of old and new name make one list', () => {
    const effective = resolved(
      { ...iPhone, osVersion: '16.0' },
      blocked(['com.apple.facetime', 'a'], 'A', 'blacklistedAppBundleIDs'),
      blocked(['com.apple.FaceTime', 'b'], 'B'),
    );
    expect(inForce(effective, 'blockedAppBundleIDs')).toEqual([
      ['device', ['com.apple.facetime', 'a', 'b'], ['A', 'B']],
    ]);
    expect(effective.settings(type, 'blacklistedAppBundleIDs')).toBe(
      effective.settings(type, 'blockedAppBundleIDs'),
    );
  });

  it('under the new name do not act before iOS 15, those under the old name go on acting after', () => {
    expect(
      setAside(resolved({ ...iPhone, osVersion: '14.8' }, blocked(['x'])), 'blockedAppBundleIDs'),
    ).toEqual([['os-too-old', '15.0']]);
    const old = blocked(['x'], 'A', 'blacklistedAppBundleIDs');
    expect(inForce(resolved({ ...iPhone, osVersion: '16.0' }, old), 'blockedAppBundleIDs')).toHaveLength(1);
    expect(inForce(resolved({ ...iPhone, osVersion: '27.0' }, old), 'blockedAppBundleIDs')).toHaveLength(1);
  });

  it('need supervision and do not exist on Macs', () => {
    const list = blocked(['com.apple.facetime']);
    expect(setAside(resolved({ ...iPhone, isSupervised: false }, list), 'blockedAppBundleIDs')).toEqual([
      ['not-supervised', '15.0'],
    ]);
    expect(setAside(resolved(mac, list), 'blockedAppBundleIDs')).toEqual([['platform', 'macOS']]);
  });

  it('that allow shrink to what all profiles list', () => {
    const key = 'allowListedAppBundleIDs';
    const effective = resolved(
      iPhone,
      restricting({ [key]: ['com.apple.facetime', 'com.example.a'] }, 'A'),
      restricting({ whitelistedAppBundleIDs: ['com.example.A'] }, 'B'),
    );
    expect(inForce(effective, key)).toEqual([['device', ['com.example.a'], ['A', 'B']]]);
  });

  it('that are empty stay empty', () => {
    expect(
      inForce(resolved(iPhone, restricting({ allowListedAppBundleIDs: [] })), 'allowListedAppBundleIDs'),
    ).toEqual([['device', [], ['com.example.r']]]);
  });
});

describe('other restrictions', () => {
  it('combine by the lowest number', () => {
    const effective = resolved(
      iPhone,
      restricting({ ratingApps: 600 }, 'A'),
      restricting({ ratingApps: 200 }, 'B'),
    );
    expect(inForce(effective, 'ratingApps')).toEqual([['device', 200, ['B']]]);
  });

  it('combine by the longest delay', () => {
    const device = { ...iPhone, osVersion: '18.0' };
    const delay = (days: number, name: string) => restricting({ enforcedSoftwareUpdateDelay: days }, name);
    expect(inForce(resolved(device, delay(30, 'A'), delay(90, 'B')), 'enforcedSoftwareUpdateDelay')).toEqual([
      ['device', 90, ['B']],
    ]);
    expect(
      setAside(resolved({ ...device, osVersion: '27.0' }, delay(30, 'A')), 'enforcedSoftwareUpdateDelay'),
    ).toEqual([['os-removed', '27.0']]);
  });

  it('force when one profile forces, under the old name too', () => {
    const effective = resolved(
      iPhone,
      restricting({ forceWiFiToAllowedNetworksOnly: false }, 'A'),
      restricting({ forceWiFiWhitelisting: true }, 'B'),
    );
    expect(inForce(effective, 'forceWiFiToAllowedNetworksOnly')).toEqual([['device', true, ['B']]]);
    expect(effective.settings(type, 'forceWiFiToAllowedNetworksOnly')[0]?.key).toBe(
      'forceWiFiToAllowedNetworksOnly',
    );
  });

  it('that no catalogue knows give nothing', () => {
    const effective = resolved(iPhone, restricting({ allowWallpaperModification: false }));
    expect(effective.settings(type, 'allowWallpaperModification')).toEqual([]);
    expect(effective.settings('com.example.unknown', 'x')).toEqual([]);
  });

  it('of a Shared iPad act on the user they are installed for', () => {
    const iPad = { ...iPhone, platform: 'iPadOS', facts: { isSharedIpad: true } } as const;
    const effective = resolved(iPad, { ...restricting({ [facetime]: false }), channel: 'ana' });
    expect(inForce(effective, facetime)).toEqual([['ana', false, ['com.example.r']]]);
  });
});
