import type { RestrictionsReply } from '@ringcheck/model';
import {
  pictureOf,
  valueOf,
  type InstalledSpec,
  type PictureSpec,
  type Plain,
  type RestrictionsSpec,
} from '@ringcheck/testkit';
import { combineValues, sameValue } from './combine.js';
import { resolve, type Effective } from './index.js';
import { channelKey, inOrder, profileName } from './order.js';

const type = 'com.apple.applicationaccess';
const iPhone: PictureSpec = { platform: 'iOS', osVersion: '17.0', isSupervised: true, enrolment: 'device' };
const mac: PictureSpec = { platform: 'macOS', osVersion: '15.0', enrolment: 'device' };

const setting = (
  settings: Readonly<Record<string, Plain>>,
  more: Partial<InstalledSpec> = {},
): InstalledSpec => ({
  identifier: 'r',
  payloads: [{ type, ...settings }],
  ...more,
});

function resolved(
  profiles: readonly InstalledSpec[],
  device = iPhone,
  restrictions?: RestrictionsSpec,
): Effective {
  const picture = pictureOf({ ...device, profiles, ...(restrictions === undefined ? {} : { restrictions }) });
  return resolve(picture, { isPast: () => false });
}

describe("the device's own word, value by value", () => {
  const told = (restrictions: RestrictionsSpec, key: string) =>
    resolved([], iPhone, restrictions).settings(type, key)[0];

  it('keeps the kind of a number', () => {
    expect(told({ numbers: { ratingApps: 200 } }, 'ratingApps')?.value).toMatchObject({
      type: 'integer',
      value: 200,
    });
    expect(told({ numbers: { ratingApps: 200.5 } }, 'ratingApps')?.value).toMatchObject({
      type: 'real',
      value: 200.5,
    });
  });

  it.each<[string, RestrictionsSpec, unknown]>([
    ['ratingApps', { numbers: { ratingApps: 200 } }, 200],
    ['allowCamera', { booleans: { allowCamera: false } }, false],
    ['blockedAppBundleIDs', { unions: { blockedAppBundleIDs: ['a', 'b'] } }, ['a', 'b']],
    ['allowListedAppBundleIDs', { intersections: { allowListedAppBundleIDs: [] } }, []],
  ])('is shown as it was said: %s', (key, restrictions, value) => {
    expect(told(restrictions, key)?.answer?.value).toEqual(value);
  });

  it('is evidence with the path of the reply where it has one, and without where not', () => {
    const picture = pictureOf({
      ...iPhone,
      restrictions: { booleans: { allowCamera: true } },
      profiles: [setting({ allowCamera: false })],
    });
    const { restrictions } = picture;
    if (restrictions === undefined) throw new Error('the picture has a reply');
    const reply: RestrictionsReply = { ...restrictions.reply, booleans: [] };
    const noteOf = (path: string | undefined) =>
      resolve(
        {
          ...picture,
          restrictions: {
            ...restrictions,
            reply,
            source: { ...restrictions.source, ...(path === undefined ? {} : { path }) },
          },
        },
        { isPast: () => false },
      ).notes.find(({ message }) => message === 'device-answer-differs');
    expect(noteOf('GlobalRestrictions')?.evidence[0]).toMatchObject({ path: 'GlobalRestrictions' });
    expect(Object.keys(noteOf(undefined)?.evidence[0] ?? { path: '' })).not.toContain('path');
  });

  it.each<[PictureSpec, InstalledSpec]>([
    [{ ...iPhone, isSupervised: false }, setting({ allowCamera: false, allowVideoConferencing: false })],
    [{ ...iPhone, isSupervised: false, enrolment: 'user' }, setting({ allowVideoConferencing: false })],
    [{ ...iPhone, platform: 'tvOS' }, setting({ allowVideoConferencing: false })],
  ])('names the profile that accounts for it although we thought it does not act', (device, profile) => {
    const effective = resolved([profile], device, { booleans: { allowVideoConferencing: false } });
    const [one] = effective.settings(type, 'allowVideoConferencing');
    expect(one?.decided).toBe('device-answer');
    expect(one?.decidedBy.map((by) => by.profile.identifier)).toEqual(['r']);
    expect(effective.ignored(type, 'allowVideoConferencing')).toEqual([]);
  });

  it('leaves a profile ignored whose value is the default, or is said otherwise', () => {
    const of = (profile: boolean, answer: boolean) =>
      resolved(
        [setting({ allowVideoConferencing: profile })],
        { ...iPhone, isSupervised: false },
        { booleans: { allowVideoConferencing: answer } },
      )
        .ignored(type, 'allowVideoConferencing')
        .map(({ reason }) => reason);
    expect(of(true, true)).toEqual(['not-supervised']);
    expect(of(true, false)).toEqual(['not-supervised']);
    expect(of(false, true)).toEqual(['not-supervised']);
    expect(of(false, false)).toEqual([]);
  });

  it('does not speak of a user of a Shared iPad', () => {
    const shared: PictureSpec = {
      platform: 'iPadOS',
      osVersion: '26.0',
      isSupervised: true,
      enrolment: 'device',
      facts: { isSharedIpad: true },
    };
    const effective = resolved([setting({ allowCamera: false }, { channel: 'ana' })], shared, {
      booleans: { allowCamera: true },
    });
    const device = effective.settings(type, 'allowCamera').find(({ channel }) => channel.kind === 'device');
    expect(device?.contributors ?? []).toEqual([]);
  });
});

describe('a key that looks like one of ours', () => {
  it('stays a note whatever the device says of the right one', () => {
    const effective = resolved([setting({ allowvideoconferencing: false })], iPhone, {
      booleans: { allowVideoConferencing: false },
    });
    expect(effective.ignored(type, 'allowVideoConferencing').map(({ reason }) => reason)).toEqual([
      'misspelt',
    ]);
    expect(effective.notes.find(({ message }) => message === 'key-misspelt')?.data).toEqual({
      written: 'allowvideoconferencing',
      key: 'allowVideoConferencing',
      payloadType: type,
      profile: 'r',
    });
  });
});

describe('confidence', () => {
  it('is certain for a payload of its own and lower for a preference domain', () => {
    const wall = { EnableFirewall: true, BlockAllIncoming: true };
    const plain = resolved(
      [{ identifier: 'w', payloads: [{ type: 'com.apple.vpn.managed', VPNType: 'IKEv2' }] }],
      mac,
    );
    expect(plain.settings('com.apple.vpn.managed', 'VPNType').map(({ confidence }) => confidence)).toEqual([
      'certain',
    ]);
    const firewall = resolved(
      [{ identifier: 'w', payloads: [{ type: 'com.apple.security.firewall', ...wall }] }],
      mac,
    );
    expect(
      firewall
        .settings('com.apple.security.firewall', 'BlockAllIncoming')
        .map(({ confidence }) => confidence),
    ).toEqual(['certain']);
  });
});

describe('versions that need no proof', () => {
  it.each<[NonNullable<PictureSpec['platform']>, string, string, string[]]>([
    ['iOS', type, 'allowCamera', []],
    ['macOS', 'com.apple.security.firewall', 'EnableFirewall', ['os-unknown']],
  ])('on %s of no known version: %s', (platform, payload, key, reasons) => {
    const picture = pictureOf({
      platform,
      isSupervised: true,
      enrolment: 'device',
      profiles: [{ identifier: 'r', payloads: [{ type: payload, [key]: payload !== type }] }],
    });
    const open = resolve(picture, { isPast: () => false })
      .undetermined(payload, key)
      .map(({ reason }) => reason);
    expect(open).toEqual(reasons);
  });

  it('is no version that is no number', () => {
    const of = (osVersion: string) =>
      resolved([setting({ allowVideoConferencing: false })], { ...iPhone, osVersion })
        .undetermined(type, 'allowVideoConferencing')
        .map(({ reason }) => reason);
    expect(of('beta')).toEqual(of(''));
  });
});

describe('the order of profiles', () => {
  const profilesOf = (...specs: InstalledSpec[]) => pictureOf({ profiles: specs }).installed.profiles;

  it('is that of names, then of places, whichever came first', () => {
    const [a, b, c] = profilesOf(
      { identifier: 'b' },
      { identifier: 'a' },
      { identifier: 'a', displayName: 'z' },
    );
    if (a === undefined || b === undefined || c === undefined) throw new Error('there are three');
    const sorted = inOrder([a, b, c]);
    expect(sorted.map(({ identifier, displayName }) => [identifier, displayName])).toEqual([
      ['a', undefined],
      ['a', 'z'],
      ['b', undefined],
    ]);
    expect(inOrder([c, b, a])).toEqual(sorted);
  });

  it('keeps of two entries that say the same the one listed first by place', () => {
    const [one] = profilesOf({ identifier: 'a' });
    if (one === undefined) throw new Error('there is one');
    const at = (path: string, offset: number) => ({
      ...one,
      listing: { ...one.listing, document: { path, sha256: path }, at: { offset } },
    });
    const kept = (entries: readonly (typeof one)[]) =>
      inOrder(entries).map(({ listing }) => [listing.document.path, listing.at.offset]);
    expect(kept([at('y', 1), at('x', 2)])).toEqual([['x', 2]]);
    expect(kept([at('x', 2), at('y', 1)])).toEqual([['x', 2]]);
    expect(kept([at('x', 5), at('x', 3)])).toEqual([['x', 3]]);
  });

  it('names what is known of a profile', () => {
    const [one] = profilesOf({ identifier: 'a', displayName: 'A' });
    if (one === undefined) throw new Error('there is one');
    const { identifier: _, profile: __, ...unnamed } = one;
    expect(profileName(one)).toBe('a');
    expect(profileName(unnamed)).toBe('A');
    expect(profileName({ ...unnamed, uuid: 'U' })).toBe('A');
    const { displayName: ___, ...bare } = unnamed;
    expect([profileName({ ...bare, uuid: 'U' }), profileName(bare)]).toEqual(['U', '']);
    expect([channelKey({ kind: 'device' }), channelKey({ kind: 'user', user: 'ana' })]).toEqual([
      'device',
      'user:ana',
    ]);
  });
});

describe('values side by side', () => {
  const of = (plain: Plain) => ({ value: valueOf(plain) });

  it.each<[Parameters<typeof combineValues>[0], Plain[], number[] | undefined]>([
    ['or', [true, false, true], [0, 2]],
    ['max', [1.5, 1], [0]],
    ['min', [1.5, 1], [1]],
    ['max', [1.5, 2.5], [1]],
  ])('by %s of %j are decided by %j', (combine, values, winners) => {
    expect(combineValues(combine, values.map(of))?.winners).toEqual(winners);
  });

  it.each<[Plain, Plain, boolean]>([
    [true, false, false],
    [false, false, true],
    [true, 1, false],
    [false, 'x', false],
    ['x', true, false],
    ['x', 'x', true],
    ['x', 'y', false],
    [['a'], 'a', false],
    [[], [], true],
    [{ a: [1] }, { a: [2] }, false],
  ])('%j and %j mean the same: %s', (a, b, same) => {
    expect(sameValue(valueOf(a), valueOf(b))).toBe(same);
    expect(sameValue(valueOf(b), valueOf(a))).toBe(same);
  });
});

describe('a profile that removes itself', () => {
  const now = Date.parse('2026-11-21T00:00:00Z');
  const fate = (more: Partial<InstalledSpec>, observedAt: string) => {
    const picture = pictureOf({
      ...iPhone,
      profiles: [setting({ allowVideoConferencing: false }, more)],
      installed: { observedAt },
    });
    const effective = resolve(picture, { isPast: (instant) => Date.parse(instant) <= now });
    return [
      effective.settings(type, 'allowVideoConferencing').length,
      effective.notes.map(({ message }) => message),
    ];
  };

  it('is gone in a list made at the very moment, and overdue in one made later', () => {
    const removalDate = '2026-11-20T00:00:00Z';
    expect(fate({ removalDate }, '2026-11-20T00:00:00Z')).toEqual([0, []]);
    expect(fate({ removalDate }, '2026-11-20T00:00:01Z')).toEqual([1, ['removal-overdue']]);
  });

  it('needs the time of installation to know how long it lasts', () => {
    expect(fate({ durationUntilRemoval: 60 }, '2026-11-20T00:00:00Z')[0]).toBe(1);
    expect(fate({ installedAt: '2026-11-01T00:00:00Z' }, '2026-11-20T00:00:00Z')[0]).toBe(1);
    expect(
      fate({ installedAt: '2026-11-01T00:00:00Z', durationUntilRemoval: 60 }, '2026-11-01T00:00:30Z')[0],
    ).toBe(0);
  });
});
