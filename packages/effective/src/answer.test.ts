import { toJson } from '@ringcheck/model';
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
const iPhone: PictureSpec = { platform: 'iOS', osVersion: '17.0', isSupervised: true, enrolment: 'device' };
const unsupervised: PictureSpec = { ...iPhone, isSupervised: false };

const restricting = (settings: Readonly<Record<string, Plain>>, identifier = 'r'): InstalledSpec => ({
  identifier,
  payloads: [{ type, ...settings }],
});

function resolved(
  restrictions: RestrictionsSpec,
  profiles: readonly InstalledSpec[],
  device: PictureSpec = iPhone,
  assume = false,
): Effective {
  return resolve(pictureOf({ ...device, restrictions, profiles }), {
    isPast: () => false,
    ...(assume ? { assume: 'assigned-installed' as const } : {}),
  });
}

function inForce(effective: Effective, key: string): unknown[] {
  return effective
    .settings(type, key)
    .map(({ value, decided, decidedBy, channel }) => [
      channel.kind === 'device' ? 'device' : channel.user,
      toJson(value),
      decided,
      decidedBy.map(({ profile }) => profile.identifier),
    ]);
}

const notes = (effective: Effective): unknown[] =>
  effective.notes.map(({ message, data }) => [message, data]);
const off = { booleans: { [facetime]: false } };

describe("the device's own word on restrictions", () => {
  it('confirms what the profiles say, without a note', () => {
    const effective = resolved(off, [restricting({ [facetime]: false })]);
    expect(inForce(effective, facetime)).toEqual([['device', false, 'device-answer', ['r']]]);
    expect(effective.settings(type, facetime)[0]?.answer).toMatchObject({
      document: 'Restrictions.plist',
      path: 'GlobalRestrictions.restrictedBool.allowVideoConferencing',
      value: false,
    });
    expect(effective.notes).toEqual([]);
  });

  it('names the profile carried over from before iOS 13, which no longer counts as ignored', () => {
    const effective = resolved(off, [restricting({ [facetime]: false })], unsupervised);
    expect(inForce(effective, facetime)).toEqual([['device', false, 'device-answer', ['r']]]);
    expect(effective.ignored(type, facetime)).toEqual([]);
    expect(effective.ignored()).toEqual([]);
    expect(notes(effective)).toEqual([
      [
        'device-answer-differs',
        { key: facetime, payloadType: type, answer: false, resolved: 'not set', profiles: ['r'] },
      ],
    ]);
  });

  it('leaves an ignored profile ignored when the device says nothing of the key', () => {
    const effective = resolved(
      { booleans: { allowCamera: true } },
      [restricting({ [facetime]: false })],
      unsupervised,
    );
    expect(effective.ignored(type, facetime).map(({ reason }) => reason)).toEqual(['not-supervised']);
    expect(effective.notes).toEqual([]);
  });

  it('blocks although no profile known does', () => {
    const effective = resolved(off, []);
    expect(inForce(effective, facetime)).toEqual([['device', false, 'device-answer', []]]);
    expect(notes(effective)).toEqual([
      ['device-answer-alone', { key: facetime, payloadType: type, answer: false }],
    ]);
  });

  it('frees although a profile blocks, and names both', () => {
    const effective = resolved({ booleans: { [facetime]: true } }, [restricting({ [facetime]: false })]);
    expect(inForce(effective, facetime)).toEqual([['device', true, 'device-answer', []]]);
    expect(effective.notes[0]?.evidence.map(({ document }) => document)).toEqual([
      'Restrictions.plist',
      'r.mobileconfig',
    ]);
    expect(effective.notes[0]?.data).toMatchObject({ answer: true, resolved: false, profiles: ['r'] });
  });

  it('frees by leaving the key out', () => {
    const effective = resolved({}, [restricting({ [facetime]: false })]);
    expect(inForce(effective, facetime)).toEqual([]);
    expect(notes(effective)).toEqual([
      [
        'device-answer-differs',
        { key: facetime, payloadType: type, answer: 'not set', resolved: false, profiles: ['r'] },
      ],
    ]);
  });

  it('needs no note where one side says the default and the other nothing', () => {
    expect(resolved({ booleans: { [facetime]: true } }, []).notes).toEqual([]);
    expect(resolved({}, [restricting({ [facetime]: true, ratingApps: 1000 })]).notes).toEqual([]);
    expect(resolved({}, [restricting({ blockedAppBundleIDs: [] })]).notes).toEqual([]);
  });

  it('settles a value of the wrong type', () => {
    const effective = resolved(off, [restricting({ [facetime]: 'false' })]);
    expect(effective.undetermined(type, facetime)).toEqual([]);
    expect(inForce(effective, facetime)).toEqual([['device', false, 'device-answer', []]]);
  });

  it('settles profiles nobody can read, for restrictions only', () => {
    const effective = resolved(off, [{ identifier: 'm', content: 'missing' }]);
    expect(effective.undetermined(type, 'allowCamera')).toEqual([]);
    expect(effective.undetermined(type)).toEqual([]);
    expect(effective.undetermined('com.apple.app.lock')).toHaveLength(1);
  });

  it('settles unknown supervision', () => {
    const { isSupervised: _, ...unknown } = iPhone;
    const effective = resolved(off, [restricting({ [facetime]: false })], unknown);
    expect(effective.undetermined(type, facetime)).toEqual([]);
    expect(inForce(effective, facetime)).toEqual([['device', false, 'device-answer', ['r']]]);
  });

  it('says nothing when it is empty, as on Macs', () => {
    const mac: PictureSpec = { platform: 'macOS', osVersion: '15.0', enrolment: 'device' };
    const effective = resolved({ empty: true }, [restricting({ allowCamera: false })], mac);
    expect(inForce(effective, 'allowCamera')).toEqual([['device', false, 'profiles', ['r']]]);
    expect(effective.notes).toEqual([]);
  });

  it.each([
    ['older than the list of profiles', '2026-11-20T07:59:59Z', 'profiles'],
    ['as old as the list of profiles', '2026-11-20T08:00:00Z', 'device-answer'],
    ['newer than the list of profiles', '2026-11-20T08:00:01Z', 'device-answer'],
  ])('%s leaves the decision to: %s, %s', (_name, observedAt, decided) => {
    const effective = resolved({ ...off, observedAt }, [restricting({ [facetime]: false })]);
    expect(effective.settings(type, facetime)[0]?.decided).toBe(decided);
  });

  it('decides where no profiles are known', () => {
    const effective = resolved(off, [], { ...iPhone, installed: { knowledge: 'none' } });
    expect(inForce(effective, facetime)).toEqual([['device', false, 'device-answer', []]]);
  });

  it('compares numbers and lists', () => {
    const reply = {
      numbers: { ratingApps: 200 },
      unions: { blockedAppBundleIDs: ['com.apple.facetime', 'com.example.a'] },
      intersections: { allowListedAppBundleIDs: ['com.example.b'] },
    };
    const same = restricting({
      ratingApps: 200,
      blacklistedAppBundleIDs: ['com.example.A', 'com.apple.FaceTime'],
      allowListedAppBundleIDs: ['com.example.b'],
    });
    expect(resolved(reply, [same]).notes).toEqual([]);
    const other = restricting({
      ratingApps: 300,
      blockedAppBundleIDs: ['com.example.a'],
      allowListedAppBundleIDs: ['com.example.b', 'com.example.c'],
    });
    const effective = resolved(reply, [other]);
    expect(effective.notes.map(({ data }) => [data['key'], data['answer'], data['resolved']])).toEqual([
      ['allowListedAppBundleIDs', ['com.example.b'], ['com.example.b', 'com.example.c']],
      ['blockedAppBundleIDs', ['com.apple.facetime', 'com.example.a'], ['com.example.a']],
      ['ratingApps', 200, 300],
    ]);
    expect(inForce(effective, 'blockedAppBundleIDs')).toEqual([
      ['device', ['com.apple.facetime', 'com.example.a'], 'device-answer', ['r']],
    ]);
    expect(inForce(effective, 'allowListedAppBundleIDs')).toEqual([
      ['device', ['com.example.b'], 'device-answer', ['r']],
    ]);
    expect(inForce(effective, 'ratingApps')).toEqual([['device', 200, 'device-answer', []]]);
  });

  it('is read under old and new name of a list', () => {
    const reply = { unions: { blacklistedAppBundleIDs: ['a'], blockedAppBundleIDs: ['b'] } };
    expect(inForce(resolved(reply, []), 'blockedAppBundleIDs')).toEqual([
      ['device', ['a', 'b'], 'device-answer', []],
    ]);
  });

  it('is read for keys no catalogue knows', () => {
    const effective = resolved({ booleans: { allowWallpaperModification: false } }, []);
    expect(inForce(effective, 'allowWallpaperModification')).toEqual([
      ['device', false, 'device-answer', []],
    ]);
    expect(effective.notes).toEqual([]);
  });

  it("is the device's, beside which a user's profiles act", () => {
    const iPad: PictureSpec = { ...iPhone, platform: 'iPadOS', facts: { isSharedIpad: true } };
    const effective = resolved(
      { booleans: { [facetime]: true } },
      [{ ...restricting({ [facetime]: false }), channel: 'ana' }],
      iPad,
    );
    expect(inForce(effective, facetime)).toEqual([
      ['device', true, 'device-answer', []],
      ['ana', false, 'profiles', ['r']],
    ]);
    const both = resolved(off, [{ ...restricting({ [facetime]: true }), channel: 'ana' }], iPad);
    expect(inForce(both, facetime)).toEqual([['device', false, 'device-answer', []]]);
  });

  it('leaves a question about a user open', () => {
    const iPad: PictureSpec = { ...iPhone, platform: 'iPadOS', facts: { isSharedIpad: true } };
    const effective = resolved(off, [{ ...restricting({ [facetime]: 'no' }), channel: 'ana' }], iPad);
    expect(effective.undetermined(type, facetime).map(({ reason }) => reason)).toEqual(['wrong-type']);
  });

  it('counts beside profiles that are only assumed to be installed', () => {
    const assigned: PictureSpec = { ...iPhone, installed: { knowledge: 'assigned' } };
    const profiles = [restricting({ [facetime]: false, allowCamera: true })];
    const free = { booleans: { [facetime]: true, allowCamera: false } };
    const now = resolved(free, profiles, assigned);
    expect(inForce(now, facetime)).toEqual([['device', true, 'device-answer', []]]);
    const expected = resolved(free, profiles, assigned, true);
    expect(inForce(expected, facetime)).toEqual([['device', false, 'profiles', ['r']]]);
    expect(inForce(expected, 'allowCamera')).toEqual([['device', false, 'device-answer', []]]);
    expect(expected.notes).toEqual([]);
  });

  it('makes no excuse for a misspelt key', () => {
    const effective = resolved(off, [restricting({ AllowVideoConferencing: false })]);
    expect(effective.ignored(type, facetime).map(({ reason }) => reason)).toEqual(['misspelt']);
  });
});
