import { toJson, type ProfileRestrictions } from '@ringcheck/model';
import {
  pictureOf,
  type InstalledSpec,
  type PictureSpec,
  type Plain,
  type RestrictionsSpec,
} from '@ringcheck/testkit';
import { resolve, type Effective } from './index.js';

const type = 'com.apple.applicationaccess';
const facetime = 'allowVideoConferencing';
const iPhone: PictureSpec = { platform: 'iOS', osVersion: '26.1', isSupervised: true, enrolment: 'device' };
const iPad: PictureSpec = { ...iPhone, platform: 'iPadOS', facts: { isSharedIpad: true } };

const restricting = (
  settings: Readonly<Record<string, Plain>>,
  more: Partial<InstalledSpec> = {},
): InstalledSpec => ({ identifier: 'r', payloads: [{ type, ...settings }], ...more });

function resolved(
  restrictions: RestrictionsSpec,
  profiles: readonly InstalledSpec[],
  device: PictureSpec = iPhone,
  assume?: 'assigned-installed',
): Effective {
  return resolve(pictureOf({ ...device, restrictions, profiles }), {
    isPast: (instant) => instant < '2026-11-21',
    ...(assume === undefined ? {} : { assume }),
  });
}

/** Value, who decides and who contributes. */
function told(effective: Effective, key: string): unknown[] {
  return effective
    .settings(type, key)
    .map(({ value, decidedBy, contributors }) => [
      toJson(value),
      decidedBy.map(({ profile }) => profile.identifier),
      contributors.map(({ profile }) => profile.identifier),
    ]);
}
const noted = (effective: Effective): unknown[] =>
  effective.notes.map(({ message, data }) => [message, data['key']]);
const off = { booleans: { [facetime]: false } };
const blocking = { [facetime]: false };

describe("the device's own word on keys no catalogue knows", () => {
  it.each<[string, RestrictionsSpec, Plain]>([
    ['a switch', { booleans: { allowNovelty: false } }, false],
    ['a number', { numbers: { allowNovelty: 3 } }, 3],
    ['a list all share', { intersections: { allowNovelty: ['a'] } }, ['a']],
    ['a list of any', { unions: { allowNovelty: ['b'] } }, ['b']],
  ])('is in force as it was said: %s', (_name, reply, value) => {
    const effective = resolved(reply, []);
    expect(told(effective, 'allowNovelty')).toEqual([[value, [], []]]);
    expect(effective.notes).toEqual([]);
  });

  it('is nothing for a key it leaves out', () => {
    expect(told(resolved(off, []), 'allowNovelty')).toEqual([]);
  });
});

describe("the device's own word beside assignments", () => {
  const assigned: PictureSpec = { ...iPhone, installed: { knowledge: 'assigned', basis: 'assigned' } };

  it('decides where nobody asks what would be, and its key is set by no profile', () => {
    expect(noted(resolved(off, [restricting(blocking)], assigned))).toEqual([
      ['device-answer-alone', facetime],
    ]);
  });

  it('is one more voice where assignments are taken as installed, without a note', () => {
    const effective = resolved(off, [restricting({ [facetime]: true })], assigned, 'assigned-installed');
    expect(told(effective, facetime)).toEqual([[false, [], ['r']]]);
    expect(effective.settings(type, facetime)[0]?.answer?.document).toBe('Restrictions.plist');
    expect(effective.notes).toEqual([]);
  });

  it('is not named where a profile says the same', () => {
    const effective = resolved(off, [restricting(blocking)], assigned, 'assigned-installed');
    expect(told(effective, facetime)).toEqual([[false, ['r'], ['r']]]);
    expect(effective.settings(type, facetime)[0]).toMatchObject({ decided: 'profiles' });
    expect(effective.settings(type, facetime)[0]?.answer).toBeUndefined();
  });

  it('decides beside a list of what is installed, whatever is assumed', () => {
    const effective = resolved({ booleans: {} }, [restricting(blocking)], iPhone, 'assigned-installed');
    expect(told(effective, facetime)).toEqual([]);
    expect(noted(effective)).toEqual([['device-answer-differs', facetime]]);
  });
});

describe('a profile that agrees with the device although we thought it does not act', () => {
  it.each<[string, string, Plain, PictureSpec, Partial<InstalledSpec>]>([
    ['os-too-old', 'allowVideoConferencingRemoteControl', false, { ...iPhone, osVersion: '17.0' }, {}],
    ['os-removed', 'forceDelayedSoftwareUpdates', true, { ...iPhone, osVersion: '27.0' }, {}],
    ['manual-install', 'ratingAppsExemptedBundleIDs', ['com.example.a'], iPhone, { isManaged: false }],
    ['shared-ipad', 'allowEnablingRestrictions', false, iPad, {}],
    ['platform', facetime, false, { ...iPhone, platform: 'tvOS' }, {}],
    ['user-enrolment', 'ratingApps', 200, { ...iPhone, isSupervised: false, enrolment: 'user' }, {}],
  ])('is named: %s', (reason, key, value, device, more) => {
    const profile = restricting({ [key]: value }, more);
    const alone = resolve(pictureOf({ ...device, profiles: [profile] }), { isPast: () => false });
    expect(alone.ignored(type, key).map((one) => one.reason)).toEqual([reason]);
    const reply: RestrictionsSpec =
      typeof value === 'boolean'
        ? { booleans: { [key]: value } }
        : typeof value === 'number'
          ? { numbers: { [key]: value } }
          : { intersections: { [key]: ['com.example.a'] } };
    expect(told(resolved(reply, [profile], device), key)).toEqual([[value, ['r'], ['r']]]);
  });

  it('is not named where it has gone by its date', () => {
    const gone = restricting(blocking, { removalDate: '2026-11-20T12:00:00Z' });
    const effective = resolved({ ...off, observedAt: '2026-11-20T18:00:00Z' }, [gone]);
    expect(told(effective, facetime)).toEqual([[false, [], []]]);
    expect(noted(effective)).toEqual([['device-answer-alone', facetime]]);
  });

  it('is not named where it is a user’s, acting, ignored or open', () => {
    const users = { channel: 'ana' } as const;
    for (const isSupervised of [true, false])
      expect(
        told(resolved(off, [restricting(blocking, users)], { ...iPad, isSupervised }), facetime)[0],
      ).toEqual([false, [], []]);
    const { isSupervised: _, ...unsaid } = iPad;
    expect(told(resolved(off, [restricting(blocking, users)], unsaid), facetime)).toEqual([[false, [], []]]);
  });

  it('stays ignored where another agrees and it does not', () => {
    const profiles = [
      restricting({ [facetime]: true }, { identifier: 'A' }),
      restricting(blocking, { identifier: 'B' }),
    ];
    const effective = resolved(off, profiles, { ...iPhone, isSupervised: false });
    expect(effective.ignored(type, facetime).map(({ profile }) => profile.identifier)).toEqual(['A']);
    expect(told(effective, facetime)).toEqual([[false, ['B'], ['A', 'B']]]);
  });

  it('is named for a list of any by one entry in common, for a list all share by all of them', () => {
    const union = { unions: { blockedAppBundleIDs: ['com.example.a', 'com.example.b'] } };
    const by = (reply: RestrictionsSpec, key: string, apps: readonly string[]) =>
      told(resolved(reply, [restricting({ [key]: apps })]), key).map((one) => (one as unknown[])[1]);
    expect(by(union, 'blockedAppBundleIDs', ['com.example.B'])).toEqual([['r']]);
    expect(by(union, 'blockedAppBundleIDs', ['com.example.c'])).toEqual([[]]);
    const shared = { intersections: { allowListedAppBundleIDs: ['com.example.a', 'com.example.b'] } };
    expect(by(shared, 'allowListedAppBundleIDs', ['com.example.a'])).toEqual([[]]);
    expect(by(shared, 'allowListedAppBundleIDs', ['com.example.b', 'com.example.a'])).toEqual([['r']]);
  });
});

describe('where device and profiles differ', () => {
  it('is no note about the profile of one user', () => {
    expect(noted(resolved({}, [restricting(blocking, { channel: 'ana' })], iPad))).toEqual([]);
  });

  it('shows a number with its fraction', () => {
    const [note] = resolved({ numbers: { ratingApps: 200.5 } }, [restricting({ ratingApps: 300 })]).notes;
    expect(note?.data).toMatchObject({ answer: 200.5, resolved: 300 });
  });
});

describe("the device's word on one profile", () => {
  const at = { offset: 9, line: 7 };
  const path = 'ProfileRestrictions.r';
  const stated = (more: Partial<ProfileRestrictions>): ProfileRestrictions => ({
    identifier: 'r',
    booleans: [],
    numbers: [],
    intersections: [],
    unions: [],
    ...more,
  });
  function notes(profiles: readonly InstalledSpec[], answer: ProfileRestrictions): unknown[] {
    const picture = pictureOf({ ...iPhone, profiles, restrictions: off });
    const { restrictions } = picture;
    if (restrictions === undefined) throw new Error('the picture has a reply');
    const reply = { ...restrictions.reply, profiles: [answer] };
    return resolve({ ...picture, restrictions: { ...restrictions, reply } }, { isPast: () => false })
      .notes.filter(({ message }) => message.startsWith('profile-answer'))
      .map(({ message, data, evidence }) => [
        message,
        data['key'],
        data['answer'],
        data['uploaded'],
        evidence.map(({ document, line }) => [document, line]),
      ]);
  }
  const missing: InstalledSpec = { identifier: 'r', content: 'missing' };
  const reply = ['Restrictions.plist', 7];

  it('names an unread profile only where it restricts', () => {
    const says = (value: boolean) => stated({ booleans: [{ key: facetime, value, at, path }] });
    expect(notes([missing], says(true))).toEqual([]);
    expect(notes([missing], says(false))).toEqual([
      ['profile-answer-names', facetime, false, undefined, [reply]],
    ]);
  });

  it('names an unread profile with a list only where something stands in it', () => {
    const says = (value: string[]) => stated({ unions: [{ key: 'blockedAppBundleIDs', value, at, path }] });
    expect(notes([missing], says([]))).toEqual([]);
    expect(notes([missing], says(['com.example.a']))).toEqual([
      ['profile-answer-names', 'blockedAppBundleIDs', ['com.example.a'], undefined, [reply]],
    ]);
  });

  it('needs no note on keys without bearing or unknown to the catalogue', () => {
    const says = stated({
      booleans: ['allowChat', 'allowNovelty'].map((key) => ({ key, value: false, at, path })),
    });
    expect(notes([missing], says)).toEqual([]);
    expect(notes([restricting({ allowChat: true })], says)).toEqual([]);
  });

  it('needs no note where it says the default and the upload nothing, or the other way round', () => {
    const allowed = stated({ booleans: [{ key: facetime, value: true, at, path }] });
    expect(notes([restricting({ allowChat: true })], allowed)).toEqual([]);
    expect(notes([restricting({ [facetime]: true })], stated({}))).toEqual([]);
  });

  it('is a note with the evidence of whoever spoke', () => {
    const silent = notes([restricting(blocking)], stated({}));
    expect(silent).toEqual([
      ['profile-answer-differs', facetime, 'not set', false, [['r.mobileconfig', expect.any(Number)]]],
    ]);
    const says = stated({ booleans: [{ key: facetime, value: false, at, path }] });
    expect(notes([restricting({ allowChat: true })], says)).toEqual([
      ['profile-answer-differs', facetime, false, 'not set', [reply]],
    ]);
  });

  it('is compared with that profile and its restrictions only', () => {
    const allowed = stated({ booleans: [{ key: facetime, value: true, at, path }] });
    const profiles = [
      restricting({ [facetime]: true }),
      restricting(blocking, { identifier: 'other' }),
      restricting(blocking, { channel: 'ana' }),
    ];
    expect(notes(profiles, allowed)).toEqual([]);
  });

  it('is not compared where the upload sets the key twice', () => {
    const twice = {
      identifier: 'r',
      payloads: [
        { type, ...blocking },
        { type, ...blocking },
      ],
    };
    expect(notes([twice], stated({ booleans: [{ key: facetime, value: true, at, path }] }))).toEqual([]);
  });
});
