import fc from 'fast-check';
import { toJson } from '@ringcheck/model';
import type { Picture } from '@ringcheck/assemble';
import { pictureOf, type InstalledSpec, type PayloadSpec, type PictureSpec } from '@ringcheck/testkit';
import { resolve, type Effective } from './index.js';

const restrictions = 'com.apple.applicationaccess';
const keys = [
  'allowVideoConferencing',
  'allowCamera',
  'ratingApps',
  'blockedAppBundleIDs',
  'allowListedAppBundleIDs',
  'forceWiFiToAllowedNetworksOnly',
] as const;
const types = [restrictions, 'com.apple.app.lock', 'com.apple.vpn.managed', 'com.apple.security.firewall'];

const flag = fc.constantFrom<boolean | string>(true, false, 'false');
const apps = fc.subarray(['com.apple.facetime', 'com.apple.FaceTime', 'com.example.a', 'com.example.b']);
const restrictionsPayload: fc.Arbitrary<PayloadSpec> = fc
  .record(
    {
      allowVideoConferencing: flag,
      AllowCamera: flag,
      allowCamera: flag,
      ratingApps: fc.constantFrom(100, 600, 1000),
      blockedAppBundleIDs: apps,
      blacklistedAppBundleIDs: apps,
      allowListedAppBundleIDs: apps,
      forceWiFiWhitelisting: flag,
    },
    { requiredKeys: [] },
  )
  .map((settings) => ({ type: restrictions, ...settings }) as PayloadSpec);
const otherPayload: fc.Arbitrary<PayloadSpec> = fc.constantFrom<PayloadSpec>(
  { type: 'com.apple.app.lock', App: { Identifier: 'com.example.pos' } },
  { type: 'com.apple.vpn.managed', IKEv2: { IncludeAllNetworks: 1, ExcludeAPNs: 0 } },
  { type: 'com.apple.security.firewall', EnableFirewall: true, BlockAllIncoming: true },
);
const profile: fc.Arbitrary<InstalledSpec> = fc
  .record({
    identifier: fc.constantFrom('A', 'B', 'C', 'D'),
    payloads: fc.array(fc.oneof(restrictionsPayload, otherPayload), { maxLength: 3 }),
    channel: fc.constantFrom('device', 'ana'),
    content: fc.constantFrom('known' as const, 'known' as const, 'missing' as const, 'encrypted' as const),
    expirationDate: fc.constantFrom('2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'),
  })
  .map((spec) => ({ ...spec, document: `${spec.identifier}-${JSON.stringify(spec.payloads)}` }));
const device: fc.Arbitrary<PictureSpec> = fc
  .record(
    {
      platform: fc.constantFrom('iOS', 'iPadOS', 'macOS', 'tvOS'),
      osVersion: fc.constantFrom('12.5', '14.8', '17.0', '26.0', '27.0'),
      isSupervised: fc.boolean(),
      enrolment: fc.constantFrom('user', 'device'),
      restrictions: fc.constantFrom(
        { booleans: { allowCamera: false } },
        {
          booleans: { allowVideoConferencing: true },
          unions: { blockedAppBundleIDs: ['com.apple.facetime'] },
        },
        { empty: true },
      ),
    },
    { requiredKeys: [] },
  )
  // No device is both supervised and in User Enrollment.
  .filter((spec) => spec.isSupervised !== true || spec.enrolment !== 'user');

/** Everything rules can ask of it, as text. */
function all(picture: Picture): string {
  const effective = resolve(picture, { isPast: (instant) => instant < '2026-11-21' });
  const answers = {
    settings: keys.map((key) => effective.settings(restrictions, key)),
    open: keys.map((key) => effective.undetermined(restrictions, key)),
    payloads: types.map((type) => [
      effective.payloads(type),
      effective.undetermined(type),
      effective.ignored(type),
    ]),
    notes: effective.notes,
  };
  return JSON.stringify(answers);
}

const picture = (spec: PictureSpec, profiles: readonly InstalledSpec[]): Picture =>
  pictureOf({ ...spec, profiles });
const isBlocking = (effective: Effective, key: string): boolean =>
  effective.settings(restrictions, key).some(({ value }) => value.type === 'boolean' && !value.value);

describe('what is in force', () => {
  it('does not depend on the order of profiles', () => {
    fc.assert(
      fc.property(
        device,
        fc.array(profile, { maxLength: 5 }),
        fc.infiniteStream(fc.nat()),
        (spec, profiles, random) => {
          const shuffled = [...profiles].map((one) => [random.next().value as number, one] as const);
          shuffled.sort(([a], [b]) => a - b);
          expect(
            all(
              picture(
                spec,
                shuffled.map(([, one]) => one),
              ),
            ),
          ).toBe(all(picture(spec, profiles)));
        },
      ),
    );
  });

  it('does not depend on a profile listed twice', () => {
    fc.assert(
      fc.property(device, fc.array(profile, { minLength: 1, maxLength: 4 }), (spec, profiles) => {
        expect(all(picture(spec, [...profiles, ...profiles]))).toBe(all(picture(spec, profiles)));
      }),
    );
  });

  it('does not depend on payloads and facts that have no bearing', () => {
    const irrelevant: InstalledSpec = {
      identifier: 'Z',
      payloads: [
        { type: 'com.apple.security.root', PayloadContent: 'x' },
        { type: 'com.apple.dock', autohide: true },
        { type: 'com.example.agent', allowCamera: false },
      ],
    };
    fc.assert(
      fc.property(device, fc.array(profile, { maxLength: 4 }), (spec, profiles) => {
        const more = { ...spec, facts: { site: 'north', tags: ['x'] } };
        expect(all(picture(more, [...profiles, irrelevant]))).toBe(all(picture(spec, profiles)));
      }),
    );
  });

  it('keeps a false when more profiles come', () => {
    fc.assert(
      fc.property(device, fc.array(profile, { maxLength: 4 }), profile, (spec, profiles, added) => {
        const { restrictions: _, ...silent } = spec;
        const before = resolve(picture(silent, profiles), { isPast: () => false });
        const after = resolve(picture(silent, [...profiles, added]), { isPast: () => false });
        for (const key of ['allowVideoConferencing', 'allowCamera'])
          expect(!isBlocking(before, key) || isBlocking(after, key)).toBe(true);
      }),
    );
  });

  it('never frees a device because a fact is missing', () => {
    const facts = ['platform', 'osVersion', 'isSupervised', 'enrolment'] as const;
    fc.assert(
      fc.property(
        device,
        fc.array(profile, { maxLength: 4 }),
        fc.constantFrom(...facts),
        (spec, profiles, fact) => {
          const { restrictions: _, ...silent } = spec;
          const { [fact]: __, ...poorer } = silent;
          const full = resolve(picture(silent, profiles), { isPast: () => false });
          const less = resolve(picture(poorer, profiles), { isPast: () => false });
          for (const key of keys) {
            const known = full.settings(restrictions, key).map(({ value }) => toJson(value));
            const kept = less.settings(restrictions, key).map(({ value }) => toJson(value));
            const isOpen = less.undetermined(restrictions, key).length > 0;
            expect(isOpen || JSON.stringify(kept) === JSON.stringify(known)).toBe(true);
          }
        },
      ),
    );
  });
});
