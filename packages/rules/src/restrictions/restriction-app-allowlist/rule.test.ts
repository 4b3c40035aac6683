import { ruleTester, type InstalledSpec } from '@ringcheck/testkit';
import { restrictionAppAllowlist } from './rule.js';

const type = 'com.apple.applicationaccess';
const phone = { platform: 'iOS', osVersion: '17.6', isSupervised: true } as const;
const allowing = (
  apps: readonly string[],
  identifier = 'com.example.allowed',
  key = 'allowListedAppBundleIDs',
): InstalledSpec => ({
  identifier,
  displayName: 'Allowed apps',
  payloads: [{ type, [key]: apps }],
});

ruleTester.run(restrictionAppAllowlist, {
  blocked: [
    {
      name: 'blocks when the list of allowed apps lacks FaceTime',
      picture: { ...phone, profiles: [allowing(['com.acme.a', 'com.acme.b'])] },
      expect: {
        count: 1,
        message: 'unlisted',
        severity: 'critical',
        cause: 'profile:com.example.allowed/com.apple.applicationaccess/allowListedAppBundleIDs',
        notes: [],
      },
    },
    {
      name: 'names the profile that lacks FaceTime when another one lists it',
      picture: {
        ...phone,
        profiles: [
          allowing(['com.apple.facetime', 'com.acme.a'], 'com.example.a'),
          allowing(['com.acme.a'], 'com.example.b'),
        ],
      },
      expect: {
        count: 1,
        cause: 'profile:com.example.b/com.apple.applicationaccess/allowListedAppBundleIDs',
      },
    },
    {
      name: 'takes an empty list as "no app is allowed", and says so',
      picture: { ...phone, profiles: [allowing([])] },
      expect: { notes: ['empty'] },
    },
    {
      name: 'blocks by the old name of the list',
      picture: {
        ...phone,
        profiles: [allowing(['com.acme.a'], 'com.example.old', 'whitelistedAppBundleIDs')],
      },
      expect: { data: { key: 'whitelistedAppBundleIDs' } },
    },
    {
      name: 'goes on blocking on iOS 27, with a note that the list is deprecated',
      picture: { ...phone, osVersion: '27.0', profiles: [allowing(['com.acme.a'])] },
      expect: { notes: ['deprecated'] },
    },
    {
      name: 'blocks by a declaration that lacks FaceTime',
      picture: {
        ...phone,
        osVersion: '27.0',
        profiles: [
          {
            identifier: 'com.example.declared',
            payloads: [
              { type: 'com.apple.configuration.app.settings', Allowed: { AllowedApps: ['com.acme.a'] } },
            ],
          },
        ],
      },
    },
    {
      name: 'does not blame the list of a user that names FaceTime for that of the device',
      picture: {
        ...phone,
        platform: 'iPadOS',
        facts: { isSharedIpad: true },
        profiles: [
          allowing(['com.acme.a']),
          { ...allowing(['com.apple.facetime'], 'com.example.user'), channel: 'ana' },
        ],
      },
      expect: {
        count: 1,
        cause: 'profile:com.example.allowed/com.apple.applicationaccess/allowListedAppBundleIDs',
      },
    },
    {
      name: 'believes the device that says its list lacks FaceTime',
      picture: { ...phone, restrictions: { intersections: { allowListedAppBundleIDs: ['com.acme.a'] } } },
      expect: { message: 'answered' },
    },
  ],
  limited: [
    {
      name: 'limits one user of a Shared iPad',
      picture: {
        ...phone,
        platform: 'iPadOS',
        facts: { isSharedIpad: true },
        profiles: [{ ...allowing(['com.acme.a']), channel: 'ana' }],
      },
      expect: { scope: 'user:ana', count: 1 },
    },
  ],
  clear: [
    { name: 'is clear without any list', picture: { ...phone } },
    {
      name: 'is clear when the list names FaceTime',
      picture: { ...phone, profiles: [allowing(['com.acme.a', 'com.apple.facetime'])] },
      expect: { notes: [] },
    },
    {
      name: 'is clear with a note when the list spells FaceTime as the Mac does',
      picture: { ...phone, profiles: [allowing(['com.apple.FaceTime'])] },
      expect: { notes: ['other-case'] },
    },
    {
      name: 'is clear with a note on an unsupervised iPhone',
      picture: { ...phone, isSupervised: false, enrolment: 'device', profiles: [allowing(['com.acme.a'])] },
      expect: { notes: ['ignored-not-supervised'] },
    },
  ],
  unknown: [
    {
      name: 'is unknown when an encrypted profile may hold a list',
      picture: { ...phone, profiles: [{ identifier: 'com.example.sealed', content: 'encrypted' }] },
      expect: { undecided: true },
    },
  ],
  notApplicable: [{ name: 'asks nothing of a Mac', picture: { platform: 'macOS', profiles: [] } }],
});
