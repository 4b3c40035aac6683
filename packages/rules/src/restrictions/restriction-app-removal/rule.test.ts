import { ruleTester, type InstalledSpec } from '@ringcheck/testkit';
import { restrictionAppRemoval } from './rule.js';

const type = 'com.apple.applicationaccess';
const phone = { platform: 'iOS', osVersion: '18.6', isSupervised: true } as const;
const set = (keys: Readonly<Record<string, boolean>>): InstalledSpec => ({
  identifier: 'com.example.apps',
  payloads: [{ type, ...keys }],
});

ruleTester.run(restrictionAppRemoval, {
  atRisk: [
    {
      name: 'leaves no way back when FaceTime may be deleted and the App Store is off',
      picture: { ...phone, profiles: [set({ allowUIAppInstallation: false })] },
      expect: {
        message: 'no-way-back',
        severity: 'low',
        cause: 'profile:com.example.apps/com.apple.applicationaccess/allowUIAppInstallation',
      },
    },
    {
      name: 'names each key that keeps apps from being installed',
      picture: { ...phone, profiles: [set({ allowUIAppInstallation: false, allowAppInstallation: false })] },
      expect: { count: 2 },
    },
    {
      name: 'believes the device that says no apps can be installed',
      picture: { ...phone, restrictions: { booleans: { allowAppInstallation: false } } },
      expect: { message: 'answered' },
    },
  ],
  clear: [
    {
      name: 'is clear when system apps cannot be deleted',
      picture: { ...phone, profiles: [set({ allowUIAppInstallation: false, allowSystemAppRemoval: false })] },
      expect: { message: 'not-removable' },
    },
    {
      name: 'is clear when a deleted app can be installed again',
      picture: { ...phone, profiles: [set({ allowSystemAppRemoval: true })] },
    },
    {
      name: 'draws nothing from a list of apps that lacks FaceTime',
      picture: { ...phone, facts: { apps: [{ bundleId: 'com.acme.a' }] } },
    },
  ],
  unknown: [
    {
      name: 'is unknown when nobody listed the profiles',
      picture: { ...phone, installed: { knowledge: 'none' } },
    },
  ],
  notApplicable: [{ name: 'asks nothing of a Mac', picture: { ...phone, platform: 'macOS' } }],
});
