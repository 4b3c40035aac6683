import {
  currentName,
  findKey,
  findPayload,
  payloads,
  payloadsWithKey,
  payloadTypes,
  rightPayload,
  standsOnce,
} from './index.js';

const { restrictions, vpn } = payloadTypes;

describe('the catalogue', () => {
  it('names every payload type once and every key of a payload once', () => {
    const types = payloads.map(({ type }) => type);
    expect(new Set(types).size).toBe(types.length);
    for (const { type, keys } of payloads) {
      const names = keys.map(({ key }) => `${type}#${key}`);
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    }
  });

  it('gives every version in dotted numbers and every payload a page', () => {
    for (const { platforms, page, keys } of payloads) {
      expect(page).toMatch(/^https:\/\/[a-z.]+\/[a-zA-Z0-9/-]+$/);
      for (const support of [platforms, ...keys.map((key) => key.platforms)].flatMap((all) =>
        Object.values(all),
      ))
        for (const version of [support.introduced, support.deprecated, support.removed])
          expect(version ?? '1.0').toMatch(/^\d+(\.\d+){1,2}$/);
    }
  });

  it('lets an old name feed a key of the same kind that exists', () => {
    for (const { type, keys } of payloads)
      for (const key of keys) {
        if (key.renamedTo === undefined) continue;
        const present = findKey(type, key.renamedTo);
        expect([type, key.key, present?.combine, present?.type]).toEqual([
          type,
          key.key,
          key.combine,
          key.type,
        ]);
      }
  });

  it('gives a default only to keys of its type', () => {
    for (const { keys } of payloads)
      for (const { key, type, defaultValue } of keys) {
        if (defaultValue === undefined) continue;
        const wanted = type === 'integer' ? 'number' : type;
        expect([key, typeof defaultValue]).toEqual([key, wanted]);
      }
  });

  it('lets a dictionary bear on FaceTime where a key in it does', () => {
    for (const { type, keys } of payloads)
      for (const { key, bearing } of keys) {
        const dictionary = findKey(type, key.split('.').slice(0, -1).join('.'));
        if (bearing === 'none' || dictionary?.type !== 'dict') continue;
        expect([type, dictionary.key, dictionary.bearing]).not.toEqual([type, dictionary.key, 'none']);
      }
  });

  it('demands supervision for FaceTime from iOS 13 and has no such key on Macs and Apple TVs', () => {
    const key = findKey(restrictions, 'allowVideoConferencing');
    expect(key?.platforms.iOS).toEqual({
      introduced: '4.0',
      userEnrolment: 'forbidden',
      supervised: { from: '13.0' },
    });
    expect(key?.platforms.visionOS?.introduced).toBe('2.0');
    expect(key?.platforms.macOS).toBeUndefined();
    expect(key?.platforms.tvOS).toBeUndefined();
  });

  it.each([
    ['allowCamera', 'and', true],
    ['allowVideoConferencing', 'and', true],
    ['forceWiFiToAllowedNetworksOnly', 'or', false],
    ['ratingApps', 'min', 1000],
    ['blockedAppBundleIDs', 'union', undefined],
    ['allowListedAppBundleIDs', 'intersection', undefined],
  ])('combines %s by %s, starting from %s', (key, combine, value) => {
    expect([findKey(restrictions, key)?.combine, findKey(restrictions, key)?.defaultValue]).toEqual([
      combine,
      value,
    ]);
  });

  it.each([
    [payloadTypes.restrictions, true],
    [payloadTypes.appLock, true],
    [payloadTypes.conferenceRoomDisplay, true],
    [payloadTypes.managedPreferences, true],
    [payloadTypes.vpn, false],
    [payloadTypes.wifi, false],
    [payloadTypes.networkUsageRules, false],
    ['com.apple.mdm', false],
    ['com.apple.security.scep', false],
  ])('says whether %s can hold a key that stops FaceTime: %s', (type, canBlock) => {
    expect(findPayload(type)?.canBlock).toBe(canBlock);
  });

  it('knows keys by their path and types by their case', () => {
    expect(findKey(vpn, 'IKEv2.IncludeAllNetworks')?.type).toBe('integer');
    expect(findKey(vpn, 'IncludeAllNetworks')).toBeUndefined();
    expect(findPayload('com.apple.Applicationaccess')).toBeUndefined();
    expect(findKey('com.example.unknown', 'allowCamera')).toBeUndefined();
  });

  it('finds the payloads a name is at home in', () => {
    expect(payloadsWithKey('allowCamera').map(({ type }) => type)).toEqual([restrictions]);
    expect(payloadsWithKey('familyControlsEnabled')).toHaveLength(2);
    expect(payloadsWithKey('noSuchKey')).toEqual([]);
  });

  it.each([
    ['com.apple.mobiledevice.passwordpolicy', 'allowVideoConferencing', restrictions],
    ['com.apple.systempreferences', 'BlockAllIncoming', payloadTypes.firewall],
    [restrictions, 'allowVideoConferencing', undefined],
    ['com.apple.applicationaccess.new', 'familyControlsEnabled', undefined],
    ['com.apple.mail.managed', 'Applications', undefined],
    ['com.apple.mail.managed', 'allowChat', undefined],
    ['com.example.browser', 'allowCamera', undefined],
  ])('in %s the key %s belongs to %s', (type, key, home) => {
    expect(rightPayload(type, key)?.type).toBe(home);
  });

  it('combines an old name of a list under the new one', () => {
    expect(currentName(restrictions, 'blacklistedAppBundleIDs')).toBe('blockedAppBundleIDs');
    expect(currentName(restrictions, 'allowCamera')).toBe('allowCamera');
    expect(currentName('com.example.unknown', 'x')).toBe('x');
  });

  it('says where a payload may stand once only', () => {
    const notifications = findPayload(payloadTypes.notifications);
    const lock = findPayload(payloadTypes.appLock);
    const many = findPayload(vpn);
    if (!notifications || !lock || !many) throw new Error('catalogue is incomplete');
    expect(standsOnce(notifications, 'iOS')).toBe(true);
    expect(standsOnce(notifications, 'macOS')).toBe(false);
    expect(standsOnce(lock, 'tvOS')).toBe(true);
    expect(standsOnce(many, 'iOS')).toBe(false);
  });
});
