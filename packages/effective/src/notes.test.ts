import { pictureOf, type InstalledSpec, type PictureSpec, type Plain } from '@ringcheck/testkit';
import { resolve, resolveMessages } from './index.js';

const type = 'com.apple.applicationaccess';
const iPhone: PictureSpec = { platform: 'iOS', osVersion: '26.0', isSupervised: true, enrolment: 'device' };
const mac: PictureSpec = { platform: 'macOS', osVersion: '15.0', enrolment: 'device' };

function twice(
  a: Readonly<Record<string, Plain>>,
  b: Readonly<Record<string, Plain>>,
  device = iPhone,
  more: Partial<InstalledSpec> = {},
): unknown[] {
  const profiles = [
    { identifier: 'A', payloads: [{ type, ...a }] },
    { identifier: 'B', payloads: [{ type, ...b }], ...more },
  ];
  return resolve(pictureOf({ ...device, profiles }), { isPast: () => false }).notes.map(
    ({ message, data }) => [message, data['key'], data['profiles']],
  );
}

const noted = (key: string) => [['key-set-twice', key, ['A', 'B']]];

describe('a key set by two profiles', () => {
  it.each<[string, Plain, Plain]>([
    ['allowVideoConferencing', true, false],
    ['allowVideoConferencing', false, false],
    ['allowCamera', false, true],
    ['allowAccountModification', true, false],
    ['ratingApps', 200, 200],
    ['ratingApps', 200, 1000],
    ['blockedAppBundleIDs', ['com.apple.FaceTime'], ['com.example.a']],
    ['blockedAppBundleIDs', ['com.apple.facetime'], ['com.apple.facetime']],
    ['allowListedAppBundleIDs', ['com.apple.facetime'], ['com.example.a']],
    ['allowListedAppBundleIDs', [], []],
    ['allowedCameraRestrictionBundleIDs', ['com.apple.facetime'], ['com.example.a']],
    ['deniedICCIDsForiMessageFaceTime', ['89000000000000000001'], ['89000000000000000001']],
  ])('is a note: %s, %j and %j', (key, a, b) => {
    expect(twice({ [key]: a }, { [key]: b })).toEqual(noted(key));
  });

  it.each<[string, Plain, Plain]>([
    ['allowVideoConferencing', true, true],
    ['allowAccountModification', false, false],
    ['allowChat', true, false],
    ['ratingApps', 1000, 1000],
    ['blockedAppBundleIDs', ['com.example.a'], ['com.example.b']],
    ['allowListedAppBundleIDs', ['com.apple.facetime', 'com.example.a'], ['com.apple.facetime']],
    ['allowedCameraRestrictionBundleIDs', ['com.apple.facetime'], ['com.apple.facetime']],
    ['deniedICCIDsForiMessageFaceTime', [], []],
    ['autonomousSingleAppModePermittedAppIDs', ['com.example.a'], ['com.example.b']],
  ])('is no note: %s, %j and %j', (key, a, b) => {
    expect(twice({ [key]: a }, { [key]: b })).toEqual([]);
  });

  it.each<[string, Plain, Plain, boolean]>([
    ['AllowedBinaries', [{ TeamID: '*APPLE*' }], [{ TeamID: 'ACME123456' }], true],
    ['AllowedBinaries', [{ TeamID: '*APPLE*' }], [{ TeamID: '*APPLE*' }], false],
    ['DeniedBinaries', [{ SigningID: 'com.apple.FaceTime' }], [{ SigningID: 'com.example.a' }], true],
    ['DeniedBinaries', [{ TeamID: '*APPLE*' }], [{ TeamID: '*APPLE*' }], true],
    ['DeniedBinaries', [{ SigningID: 'com.example.a' }], [{ SigningID: 'com.example.b' }], false],
  ])(
    'in two declarations of a Mac is a note where it bears on FaceTime: %s, %j and %j',
    (key, a, b, isNote) => {
      const profiles = [a, b].map((list, index) => ({
        identifier: index === 0 ? 'A' : 'B',
        payloads: [{ type: 'com.apple.configuration.app.settings', Allowed: { [key]: list } }],
      }));
      const picture = pictureOf({ ...mac, osVersion: '27.0', profiles });
      const found = resolve(picture, { isPast: () => false }).notes.map(({ data }) => data['key']);
      expect(found).toEqual(isNote ? [`Allowed.${key}`] : []);
    },
  );

  it('is a note under its old and new name', () => {
    expect(
      twice({ blacklistedAppBundleIDs: ['com.apple.facetime'] }, { blockedAppBundleIDs: ['x'] }),
    ).toEqual(noted('blockedAppBundleIDs'));
  });

  it('is no note where one of them is not in force', () => {
    expect(
      twice(
        { allowVideoConferencing: true },
        { allowVideoConferencing: false },
        { ...iPhone, isSupervised: false },
      ),
    ).toEqual([]);
  });

  it('is a note across device and user, and none between two users', () => {
    const camera = { allowCamera: false };
    expect(twice(camera, camera, mac, { channel: 'ana' })).toEqual(noted('allowCamera'));
    const users = ['ana', 'ben'].map((channel) => ({
      identifier: channel,
      channel,
      payloads: [{ type, ...camera }],
    }));
    expect(resolve(pictureOf({ ...mac, profiles: users }), { isPast: () => false }).notes).toEqual([]);
  });

  it('is no note inside one profile', () => {
    const profile = {
      identifier: 'A',
      payloads: [
        { type, allowCamera: false },
        { type, allowCamera: true },
      ],
    };
    expect(resolve(pictureOf({ ...mac, profiles: [profile] }), { isPast: () => false }).notes).toEqual([]);
  });

  it('rests on the evidence of both', () => {
    const profiles = ['A', 'B'].map((identifier) => ({
      identifier,
      payloads: [{ type, allowCamera: false }],
    }));
    const [note] = resolve(pictureOf({ ...mac, profiles }), { isPast: () => false }).notes;
    expect(note?.evidence.map(({ document }) => document)).toEqual(['A.mobileconfig', 'B.mobileconfig']);
    expect(note?.ruleId).toBe('resolve');
  });
});

describe('a payload that may stand once only', () => {
  const found = (
    payloadType: string,
    device: PictureSpec,
    channels: readonly string[] = ['device', 'device'],
  ) => {
    const profiles = channels.map((channel, index) => ({
      identifier: `P${index}`,
      channel,
      payloads: [{ type: payloadType }],
    }));
    const effective = resolve(pictureOf({ ...device, profiles }), { isPast: () => false });
    return [
      effective.payloads(payloadType).length,
      effective.notes.map(({ message, data }) => [message, data['profiles']]),
    ];
  };

  it('is a note when it stands twice, and both are shown', () => {
    expect(found('com.apple.app.lock', iPhone)).toEqual([2, [['single-payload-twice', ['P0', 'P1']]]]);
  });

  it('is judged by platform and channel', () => {
    expect(found('com.apple.notificationsettings', iPhone)[1]).toHaveLength(1);
    expect(found('com.apple.notificationsettings', mac)[1]).toEqual([]);
    expect(found('com.apple.familycontrols.timelimits.v2', mac, ['ana', 'ben'])[1]).toEqual([]);
    expect(found('com.apple.familycontrols.timelimits.v2', mac, ['ana', 'ana'])[1]).toHaveLength(1);
  });

  it('is no note for payloads that may stand often', () => {
    expect(found('com.apple.vpn.managed', iPhone)).toEqual([2, []]);
  });
});

describe('the messages of this step', () => {
  it('are one sentence each, filled from data', () => {
    for (const template of Object.values(resolveMessages)) {
      expect(template).toMatch(/^.*\{[a-zA-Z]+\}.*\.$/);
      expect(template.match(/\{[a-zA-Z]*[^a-zA-Z}]/)).toBeNull();
    }
  });
});
