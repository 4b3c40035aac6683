import fc from 'fast-check';
import type { PayloadSpec, PictureSpec, InstalledSpec } from '@ringcheck/testkit';

const restrictions = 'com.apple.applicationaccess';

/** Restrictions in force on every supervised device of the day, each stopping FaceTime or a part of it. */
export const stopping: readonly PayloadSpec[] = [
  { type: restrictions, allowVideoConferencing: false },
  { type: restrictions, allowCamera: false },
  { type: restrictions, blockedAppBundleIDs: ['com.apple.facetime'] },
  { type: restrictions, allowListedAppBundleIDs: ['com.example.only'] },
  { type: restrictions, ratingApps: 0 },
  { type: 'com.apple.app.lock', App: { Identifier: 'com.example.pos' } },
  { type: 'com.apple.security.firewall', EnableFirewall: true, BlockAllIncoming: true },
  {
    type: 'com.apple.vpn.managed',
    VPNType: 'IKEv2',
    IKEv2: { RemoteAddress: 'vpn.example.org', IncludeAllNetworks: 1 },
  },
];

const harmless: readonly PayloadSpec[] = [
  { type: restrictions, allowVideoConferencing: true, allowCamera: true },
  { type: restrictions, allowVideoConferencing: 'false' },
  { type: restrictions, allowListedAppBundleIDs: ['com.apple.facetime', 'com.apple.mobilephone'] },
  { type: 'com.apple.webClip.managed', URL: 'https://example.org' },
  { type: 'com.apple.security.firewall', EnableFirewall: false },
];

const profile: fc.Arbitrary<InstalledSpec> = fc
  .record({
    identifier: fc.constantFrom('org.example.a', 'org.example.b', 'org.example.c', 'org.example.d'),
    payloads: fc.array(fc.constantFrom(...stopping, ...harmless), { minLength: 1, maxLength: 2 }),
    channel: fc.constantFrom('device', 'device', 'ana'),
    content: fc.constantFrom('known' as const, 'known' as const, 'known' as const, 'missing' as const),
  })
  .map((spec) => ({ ...spec, document: `${spec.identifier}-${JSON.stringify(spec.payloads)}` }));

/** Devices of any kind with any profiles, some with the device's own word. */
export const madeDevice: fc.Arbitrary<PictureSpec> = fc
  .record(
    {
      platform: fc.constantFrom('iOS' as const, 'iPadOS' as const, 'macOS' as const, 'tvOS' as const),
      osVersion: fc.constantFrom('12.5', '16.6', '18.1', '26.1'),
      isSupervised: fc.boolean(),
      enrolment: fc.constantFrom('user' as const, 'device' as const, 'automated' as const),
      profiles: fc.array(profile, { maxLength: 4 }),
      facts: fc.record(
        {
          hasCellular: fc.boolean(),
          storageFreeGB: fc.constantFrom(0.4, 1.5, 40),
          isSharedIpad: fc.boolean(),
          lostMode: fc.boolean(),
          partNumber: fc.constantFrom('MK1A3LL/A', 'MK1A3CH/A'),
          isUserApproved: fc.boolean(),
        },
        { requiredKeys: [] },
      ),
      restrictions: fc.constantFrom(
        { booleans: { allowCamera: false } },
        { booleans: { allowVideoConferencing: true, allowCamera: true } },
        { empty: true },
      ),
    },
    { requiredKeys: ['profiles'] },
  )
  // No device is both supervised and in User Enrollment, and only a Shared iPad has users with profiles of their own.
  .filter(
    (spec) =>
      (spec.isSupervised !== true || spec.enrolment !== 'user') &&
      (spec.facts?.isSharedIpad !== false ||
        spec.profiles?.every(({ channel }) => channel === 'device') === true),
  );
