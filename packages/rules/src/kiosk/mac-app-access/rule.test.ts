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

const mac27 = { ...mac, osVersion: '27.0' } as const;
type Binary = string | Readonly<Record<string, string>>;
const declared = (
  key: string,
  entries: readonly Binary[],
  identifier = 'com.example.binaries',
): InstalledSpec => ({
  identifier,
  payloads: [{ type: 'com.apple.configuration.app.settings', Allowed: { [key]: entries } }],
});

ruleTester.run(macAppAccess, {
  blocked: [
    {
      name: 'blocks when a declaration denies FaceTime by its signing identifier',
      picture: { ...mac27, profiles: [declared('DeniedBinaries', [{ SigningID: 'com.apple.FaceTime' }])] },
      expect: {
        message: 'binary-denied',
        severity: 'critical',
        cause: 'profile:com.example.binaries/com.apple.configuration.app.settings/Allowed.DeniedBinaries',
      },
    },
    {
      name: 'blocks when a declaration denies everything of Apple',
      picture: { ...mac27, profiles: [declared('DeniedBinaries', [{ TeamID: '*APPLE*' }])] },
      expect: { message: 'binary-denied' },
    },
    {
      name: 'blocks when FaceTime is one of several that a declaration denies',
      picture: {
        ...mac27,
        profiles: [
          declared('DeniedBinaries', [
            { SigningID: 'com.apple.Music' },
            { SigningID: 'com.apple.FaceTime' },
            { TeamID: 'ACME123456' },
          ]),
        ],
      },
      expect: { message: 'binary-denied' },
    },
    {
      name: 'blocks when a declaration allows another team only',
      picture: { ...mac27, profiles: [declared('AllowedBinaries', [{ TeamID: 'ACME123456' }])] },
      expect: { message: 'binary-unlisted' },
    },
    {
      name: 'blocks when two allow lists have nothing in common, and names the one without Apple',
      picture: {
        ...mac27,
        profiles: [
          declared('AllowedBinaries', [{ TeamID: '*APPLE*' }], 'com.example.apple'),
          declared('AllowedBinaries', [{ TeamID: 'ACME123456' }], 'com.example.acme'),
        ],
      },
      expect: {
        count: 1,
        cause: 'profile:com.example.acme/com.apple.configuration.app.settings/Allowed.AllowedBinaries',
      },
    },
  ],
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
      name: 'is clear when a declaration allows everything of Apple',
      picture: { ...mac27, profiles: [declared('AllowedBinaries', [{ TeamID: '*APPLE*' }])] },
    },
    {
      name: 'is clear when a declaration denies another app of Apple',
      picture: {
        ...mac27,
        profiles: [declared('DeniedBinaries', [{ TeamID: '*APPLE*', SigningID: 'com.apple.Music' }])],
      },
    },
    {
      name: 'is clear when a declaration denies another folder or one build',
      picture: {
        ...mac27,
        profiles: [
          declared('DeniedBinaries', [
            { TeamID: '*APPLE*', PathPrefix: '/Applications/' },
            { CDHash: 'ab12', SigningID: 'com.apple.FaceTime' },
          ]),
        ],
      },
    },
    {
      name: 'is clear on a Mac when a declaration denies FaceTime as an app, which is for iPhones',
      picture: { ...mac27, profiles: [declared('DeniedApps', ['com.apple.facetime'])] },
    },
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
