import {
  anInstalledProfile,
  pictureOf,
  type InstalledSpec,
  type PictureSpec,
  type Plain,
} from '@ringcheck/testkit';
import type { InstalledProfile } from '@ringcheck/assemble';
import { resolve, resolveMessages, type Effective } from './index.js';
import { inOrder } from './order.js';

const type = 'com.apple.applicationaccess';
const facetime = 'allowVideoConferencing';
const iPhone: PictureSpec = { platform: 'iOS', osVersion: '26.1', isSupervised: true, enrolment: 'device' };
const mac: PictureSpec = { platform: 'macOS', osVersion: '15.1', isSupervised: true, enrolment: 'device' };
const restricting = (settings: Readonly<Record<string, Plain>>): InstalledSpec => ({
  identifier: 'r',
  payloads: [{ type, ...settings }],
});

const resolved = (device: PictureSpec, ...profiles: readonly InstalledSpec[]): Effective =>
  resolve(pictureOf({ ...device, profiles }), { isPast: (instant) => instant < '2026-11-21' });

/** Message, and of each place the document with the profile or path named there. */
const noted = (effective: Effective): unknown[] =>
  effective.notes.map(({ message, evidence }) => [
    message,
    evidence.map((item) => [item.document, item.profile, item.path]),
  ]);

describe('the place a note points at', () => {
  it.each<[string, Plain, string]>([
    ['key-wrong-type', { [facetime]: 'false' }, facetime],
    ['key-misspelt', { allowvideoconferencing: false }, 'allowvideoconferencing'],
  ])('is the key, for %s', (message, settings, key) => {
    const profile = restricting(settings as Readonly<Record<string, Plain>>);
    expect(noted(resolved(iPhone, profile))).toEqual([
      [message, [['r.mobileconfig', 'r', `PayloadContent[0].${key}`]]],
    ]);
  });

  it('is the key that stands in another payload', () => {
    const profile = { identifier: 'r', payloads: [{ type: 'com.apple.wifi.managed', [facetime]: false }] };
    expect(noted(resolved(iPhone, profile))).toEqual([
      ['key-wrong-payload', [['r.mobileconfig', 'r', `PayloadContent[0].${facetime}`]]],
    ]);
  });

  it('is the profile that has expired', () => {
    const expired = { ...restricting({ [facetime]: false }), expirationDate: '2026-11-01T00:00:00Z' };
    expect(noted(resolved(iPhone, expired))).toEqual([
      ['profile-expired', [['r.mobileconfig', 'r', undefined]]],
    ]);
  });

  it('is the profile that should have gone, and the list that still shows it', () => {
    const overdue = { ...restricting({ [facetime]: false }), removalDate: '2026-11-01T00:00:00Z' };
    expect(noted(resolved(iPhone, overdue))).toEqual([
      [
        'removal-overdue',
        [
          ['r.mobileconfig', 'r', undefined],
          ['ProfileList.plist', 'r', 'ProfileList[0]'],
        ],
      ],
    ]);
  });

  it('tells the same mistake in two payloads of a profile apart', () => {
    const mistake = { type, allowvideoconferencing: false };
    const found = resolved(iPhone, { identifier: 'r', payloads: [mistake, mistake] });
    expect(noted(found)).toEqual(
      [0, 1].map((index) => [
        'key-misspelt',
        [['r.mobileconfig', 'r', `PayloadContent[${index}].allowvideoconferencing`]],
      ]),
    );
  });

  it('is the same for two notes in any order of profiles', () => {
    const a: InstalledSpec = { ...restricting({ [facetime]: 'no' }), identifier: 'a' };
    const b: InstalledSpec = { ...restricting({ allowCamera: 'no' }), identifier: 'b' };
    const keys = (...profiles: InstalledSpec[]) =>
      resolved(iPhone, ...profiles).notes.map(({ data }) => data['key']);
    expect(keys(a, b)).toEqual(['allowCamera', facetime]);
    expect(keys(b, a)).toEqual(['allowCamera', facetime]);
  });
});

describe('what needs no note', () => {
  const expired = { expirationDate: '2026-11-01T00:00:00Z' };

  it.each<[string, string, PictureSpec]>([
    ['of a type nobody knows', 'com.example.agent', iPhone],
    ['of a type without bearing', 'com.apple.networkusagerules', iPhone],
    ['that does not act', 'com.apple.app.lock', mac],
  ])('is the expiry of a profile %s', (_name, payload, device) => {
    expect(resolved(device, { identifier: 'r', payloads: [{ type: payload }], ...expired }).notes).toEqual(
      [],
    );
  });

  it('is a value of the wrong type of a key without bearing, and it leaves nothing open', () => {
    const effective = resolved(iPhone, restricting({ allowChat: 'no' }));
    expect(effective.notes).toEqual([]);
    expect(effective.undetermined(type, 'allowChat')).toEqual([]);
    expect(effective.settings(type, 'allowChat')).toEqual([]);
  });

  it('is noted where every key of the payload bears on FaceTime', () => {
    const lock = { identifier: 'r', payloads: [{ type: 'com.apple.app.lock' }], ...expired };
    expect(resolved(iPhone, lock).notes.map(({ message }) => message)).toEqual(['profile-expired']);
  });
});

describe('the messages', () => {
  it('are those the README lists', () => {
    expect(Object.keys(resolveMessages).sort()).toEqual([
      'device-answer-alone',
      'device-answer-differs',
      'key-misspelt',
      'key-set-twice',
      'key-wrong-payload',
      'key-wrong-type',
      'profile-answer-differs',
      'profile-answer-names',
      'profile-expired',
      'removal-overdue',
      'single-payload-twice',
    ]);
  });
});

describe('what is told of a setting', () => {
  it('has a detail only where the reason speaks of something', () => {
    const details = (effective: Effective) =>
      effective.ignored().map((one) => ('detail' in one ? one.detail : 'none'));
    const byHand = { ...restricting({ ratingAppsExemptedBundleIDs: [] }), isManaged: false };
    expect(details(resolved(iPhone, byHand))).toEqual(['none']);
    const assigned: PictureSpec = { ...iPhone, installed: { knowledge: 'assigned' } };
    expect(details(resolved(assigned, restricting({ [facetime]: false })))).toEqual(['none']);
    expect(details(resolved({ ...iPhone, osVersion: '25.0' }, byHand))).toEqual(['26.1']);
  });

  it('names who decides where payloads act one by one', () => {
    const vpn = 'com.apple.vpn.managed';
    const [one] = resolved(iPhone, { identifier: 'v', payloads: [{ type: vpn, VPNType: 'IKEv2' }] }).settings(
      vpn,
      'VPNType',
    );
    expect(one).toMatchObject({ decided: 'profiles', confidence: 'certain' });
    expect(one?.decidedBy.map(({ profile }) => profile.identifier)).toEqual(['v']);
    expect(one?.contributors.map(({ profile }) => profile.identifier)).toEqual(['v']);
  });

  it('is certain for a payload of its own, and lower inside managed preferences', () => {
    const lists = 'com.northpolesec.santa';
    const own = { identifier: 'a', payloads: [{ type: lists, ClientMode: 2 }] };
    const wrapped = {
      identifier: 'b',
      payloads: [
        {
          type: 'com.apple.ManagedClient.preferences',
          PayloadContent: { [lists]: { Forced: [{ mcx_preference_settings: { ClientMode: 2 } }] } },
        },
      ],
    };
    const effective = resolved(mac, own, wrapped);
    expect(effective.payloads(lists).map(({ confidence }) => confidence)).toEqual(['certain', 'lower']);
    expect(effective.settings(lists, 'ClientMode').map(({ confidence }) => confidence)).toEqual([
      'certain',
      'lower',
    ]);
  });

  it('is listed by user, whatever their profiles are called', () => {
    const camera = (identifier: string, channel: string): InstalledSpec => ({
      ...restricting({ allowCamera: false }),
      identifier,
      channel,
    });
    const effective = resolved(mac, camera('A', 'ben'), camera('B', 'ana'));
    expect(
      effective.settings(type, 'allowCamera').map(({ channel }) => channel.kind === 'user' && channel.user),
    ).toEqual(['ana', 'ben']);
  });

  it('belongs to the user it is listed for, where the profile is meant for users', () => {
    const listed = { ...restricting({ allowCamera: false }), scope: 'User', channel: 'ana' } as const;
    expect(
      resolved(mac, listed)
        .settings(type, 'allowCamera')
        .map(({ channel }) => channel),
    ).toEqual([{ kind: 'user', user: 'ana' }]);
  });

  it('is at the key itself where the payload is the document', () => {
    const picture = pictureOf({ ...iPhone, profiles: [restricting({ allowCamera: false })] });
    const profiles = picture.installed.profiles.map((one) => ({
      ...one,
      ...(one.profile && {
        profile: {
          ...one.profile,
          payloads: one.profile.payloads.map((payload) => ({ ...payload, path: '' })),
        },
      }),
    }));
    const effective = resolve(
      { ...picture, installed: { ...picture.installed, profiles } },
      { isPast: () => false },
    );
    expect(effective.settings(type, 'allowCamera')[0]?.decidedBy[0]?.evidence.path).toBe('allowCamera');
  });
});

describe('two entries of one name', () => {
  const base: InstalledSpec = {
    identifier: 'a',
    uuid: 'U',
    displayName: 'A',
    isManaged: true,
    installedAt: '2026-01-01T00:00:00Z',
    payloadTypes: ['x', 'y'],
    payloads: [{ type }],
  };
  const one = anInstalledProfile(base);

  it.each<[string, Partial<InstalledSpec>]>([
    ['UUID', { uuid: 'V' }],
    ['channel', { channel: 'ana' }],
    ['shown name', { displayName: 'B' }],
    ['content', { content: 'missing' }],
    ['document', { document: 'other.mobileconfig' }],
    ['management', { isManaged: false }],
    ['time of installation', { installedAt: '2026-01-02T00:00:00Z' }],
    ['payload types', { payloadTypes: ['x'] }],
  ])('are two profiles where they differ in their %s', (_name, more) => {
    const other = anInstalledProfile({ ...base, ...more });
    expect(inOrder([one, other])).toHaveLength(2);
    expect(inOrder([other, one])).toEqual(inOrder([one, other]));
  });

  it('are two profiles where their contents have other UUIDs or stand at other places', () => {
    const { uuid: _, ...nameless } = one;
    const inside = (more: object): InstalledProfile => ({
      ...nameless,
      ...(one.profile && { profile: { ...one.profile, ...more } }),
    });
    expect(inOrder([inside({ uuid: 'U' }), inside({ uuid: 'V' })])).toHaveLength(2);
    expect(inOrder([inside({}), inside({ at: { offset: 999 } })])).toHaveLength(2);
    expect(inOrder([inside({}), inside({})])).toHaveLength(1);
  });
});
