import { ruleTester, type InstalledSpec } from '@ringcheck/testkit';
import { macAppAccess } from './rule.js';

const type = 'com.apple.applicationaccess.new';
const mac = { platform: 'macOS', osVersion: '14.5', enrolment: 'device' } as const;
type Settings = Omit<NonNullable<InstalledSpec['payloads']>[number], 'type'>;
const access = (settings: Settings): InstalledSpec => ({
  identifier: 'com.example.access',
  displayName: 'App access',
  payloads: [{ familyControlsEnabled: true, ...settings, type }],
});
const byName = [{ bundleID: 'com.apple.FaceTime' }];

ruleTester.run(macAppAccess, {
  atRisk: [
    {
      name: 'is likely stopped when the folder of system apps is denied',
      picture: {
        ...mac,
        profiles: [access({ pathDenyList: ['/System/Applications/'], pathAllowList: ['/'] })],
      },
      expect: {
        message: 'denied',
        severity: 'high',
        data: { folder: '/System/Applications/' },
        cause: 'profile:com.example.access/com.apple.applicationaccess.new',
      },
    },
    {
      name: 'is likely stopped by a denied folder under the old name of the list',
      picture: { ...mac, profiles: [access({ pathBlackList: ['/System/Applications/FaceTime.app'] })] },
      expect: { message: 'denied' },
    },
    {
      name: 'is likely stopped when no list of allowed apps covers FaceTime',
      picture: { ...mac, profiles: [access({ pathAllowList: ['/Applications'] })] },
      expect: { message: 'unlisted' },
    },
    {
      name: 'looks for FaceTime in both places when the version of macOS is not known',
      picture: {
        platform: 'macOS',
        enrolment: 'device',
        profiles: [access({ pathBlackList: ['/Applications'] })],
      },
    },
    {
      name: 'takes an entry that is disabled for none',
      picture: {
        ...mac,
        profiles: [access({ allowList: [{ bundleID: 'com.apple.FaceTime', disabled: true }] })],
      },
      expect: { message: 'unlisted' },
    },
    {
      name: 'narrows the answer to the user of the profile',
      picture: { ...mac, profiles: [{ ...access({ pathDenyList: ['/System'] }), channel: 'ana' }] },
      expect: { scope: 'user:ana' },
    },
  ],
  clear: [
    { name: 'is clear without application restrictions', picture: { ...mac } },
    {
      name: 'is clear when FaceTime is allowed by name, which is asked before the folders',
      picture: { ...mac, profiles: [access({ allowList: byName, pathDenyList: ['/System/Applications'] })] },
    },
    {
      name: 'is clear when the folder of system apps is allowed',
      picture: { ...mac, profiles: [access({ pathAllowList: ['/System/Applications'] })] },
    },
    {
      name: 'does not take a folder for another whose name it begins with',
      picture: { ...mac, profiles: [access({ pathDenyList: ['/System/App'], pathAllowList: ['/System'] })] },
    },
    {
      name: 'is clear with a note when the restrictions are switched off',
      picture: {
        ...mac,
        profiles: [access({ familyControlsEnabled: false, pathDenyList: ['/System/Applications'] })],
      },
      expect: { notes: ['switched-off'] },
    },
  ],
  unknown: [
    {
      name: 'is unknown when a profile with such a payload was not uploaded',
      picture: {
        ...mac,
        profiles: [{ identifier: 'com.example.lost', content: 'missing', payloadTypes: [type] }],
      },
      expect: { undecided: true, gap: 'profile:com.example.lost' },
    },
  ],
  notApplicable: [{ name: 'asks nothing of an iPhone', picture: { platform: 'iOS', osVersion: '18.6' } }],
});
