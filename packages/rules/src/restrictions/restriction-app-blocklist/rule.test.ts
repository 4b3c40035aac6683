import { ruleTester, type InstalledSpec } from '@ringcheck/testkit';
import { restrictionAppBlocklist } from './rule.js';

const type = 'com.apple.applicationaccess';
const phone = { platform: 'iOS', osVersion: '16.7', isSupervised: true } as const;
const blocking = (
  key: string,
  apps: readonly string[],
  identifier = 'com.example.blocked',
): InstalledSpec => ({
  identifier,
  displayName: 'Blocked apps',
  payloads: [{ type, [key]: apps }],
});
const declared: InstalledSpec = {
  identifier: 'com.example.declared',
  payloads: [
    { type: 'com.apple.configuration.app.settings', Allowed: { DeniedApps: ['com.apple.facetime'] } },
  ],
};

ruleTester.run(restrictionAppBlocklist, {
  blocked: [
    {
      name: 'blocks when the list names FaceTime',
      picture: {
        ...phone,
        profiles: [blocking('blockedAppBundleIDs', ['com.acme.a', 'com.apple.facetime'])],
      },
      expect: {
        count: 1,
        message: 'listed',
        severity: 'critical',
        control: 'managed',
        cause: 'profile:com.example.blocked/com.apple.applicationaccess/blockedAppBundleIDs',
        notes: [],
      },
    },
    {
      name: 'blocks in the spelling of the Mac, with a note',
      picture: { ...phone, profiles: [blocking('blockedAppBundleIDs', ['com.apple.FaceTime'])] },
      expect: { notes: ['other-case'] },
    },
    {
      name: 'blocks by the old name of the list, and names it so',
      picture: { ...phone, profiles: [blocking('blacklistedAppBundleIDs', ['com.apple.facetime'])] },
      expect: {
        count: 1,
        cause: 'profile:com.example.blocked/com.apple.applicationaccess/blacklistedAppBundleIDs',
        data: { key: 'blacklistedAppBundleIDs' },
      },
    },
    {
      name: 'unites the old list of one profile with the new list of another',
      picture: {
        ...phone,
        profiles: [
          blocking('blacklistedAppBundleIDs', ['com.apple.facetime'], 'com.example.old'),
          blocking('blockedAppBundleIDs', ['com.acme.a'], 'com.example.new'),
        ],
      },
      expect: {
        count: 1,
        cause: 'profile:com.example.old/com.apple.applicationaccess/blacklistedAppBundleIDs',
      },
    },
    {
      name: 'blocks by the old list on iOS 14',
      picture: {
        ...phone,
        osVersion: '14.8',
        profiles: [blocking('blacklistedAppBundleIDs', ['com.apple.facetime'])],
      },
    },
    {
      name: 'goes on blocking on iOS 27, with a note that the list is deprecated',
      picture: {
        ...phone,
        osVersion: '27.0',
        profiles: [blocking('blockedAppBundleIDs', ['com.apple.facetime'])],
      },
      expect: { notes: ['deprecated'] },
    },
    {
      name: 'blocks by declaration on a supervised iPhone with iOS 27',
      picture: { ...phone, osVersion: '27.0', profiles: [declared] },
      expect: {
        cause: 'profile:com.example.declared/com.apple.configuration.app.settings/Allowed.DeniedApps',
      },
    },
    {
      name: 'believes the device that says FaceTime is on its united list',
      picture: { ...phone, restrictions: { unions: { blockedAppBundleIDs: ['com.apple.facetime'] } } },
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
        profiles: [{ ...blocking('blockedAppBundleIDs', ['com.apple.facetime']), channel: 'ana' }],
      },
      expect: { scope: 'user:ana' },
    },
  ],
  clear: [
    {
      name: 'is clear when the list names other apps',
      picture: { ...phone, profiles: [blocking('blockedAppBundleIDs', ['com.acme.a'])] },
      expect: { notes: [] },
    },
    {
      name: 'is clear with a hint when the list nearly names FaceTime',
      picture: { ...phone, profiles: [blocking('blockedAppBundleIDs', ['com.apple.facetim'])] },
      expect: { notes: ['near-miss'] },
    },
    {
      name: 'is clear with a note on iOS 14, which does not know the new name',
      picture: {
        ...phone,
        osVersion: '14.8',
        profiles: [blocking('blockedAppBundleIDs', ['com.apple.facetime'])],
      },
      expect: { notes: ['ignored-os-too-old'] },
    },
    {
      name: 'is clear with a note on an unsupervised iPhone',
      picture: {
        ...phone,
        isSupervised: false,
        enrolment: 'device',
        profiles: [blocking('blockedAppBundleIDs', ['com.apple.facetime'])],
      },
      expect: { notes: ['ignored-not-supervised'] },
    },
    {
      name: 'says nothing of a list of other apps that does not act',
      picture: {
        ...phone,
        isSupervised: false,
        enrolment: 'device',
        profiles: [blocking('blockedAppBundleIDs', ['com.acme.a'])],
      },
      expect: { notes: [] },
    },
    {
      name: 'is clear on iOS 26, which does not know the declaration',
      picture: { ...phone, osVersion: '26.0', profiles: [declared] },
    },
  ],
  unknown: [
    {
      name: 'is unknown when nobody knows whether the iPhone is supervised',
      picture: {
        platform: 'iOS',
        osVersion: '16.7',
        profiles: [blocking('blockedAppBundleIDs', ['com.apple.facetime'])],
      },
      expect: { message: 'undetermined-supervision-unknown', undecided: true },
    },
    {
      name: 'is unknown when a profile with Restrictions was not uploaded',
      picture: {
        ...phone,
        profiles: [{ identifier: 'com.example.lost', content: 'missing', payloadTypes: [type] }],
      },
      expect: { message: 'undetermined-content-missing', gap: 'profile:com.example.lost' },
    },
  ],
  notApplicable: [
    {
      name: 'asks nothing of a Mac, and notes the list',
      picture: {
        platform: 'macOS',
        osVersion: '15.1',
        profiles: [blocking('blockedAppBundleIDs', ['com.apple.facetime'])],
      },
      expect: { notes: ['ignored-platform'] },
    },
  ],
});
