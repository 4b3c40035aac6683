import { ruleTester, type InstalledSpec } from '@ringcheck/testkit';
import { restrictionAccountChanges } from './rule.js';

const type = 'com.apple.applicationaccess';
const device = { osVersion: '18.6', isSupervised: true } as const;
const frozen: InstalledSpec = {
  identifier: 'com.example.frozen',
  payloads: [{ type, allowAccountModification: false }],
};

ruleTester.run(restrictionAccountChanges, {
  atRisk: [
    {
      name: 'endangers sign-in on an iPhone, whose number may serve instead',
      picture: { ...device, platform: 'iOS', facts: { hasCellular: true }, profiles: [frozen] },
      expect: { scope: 'activation', severity: 'medium', message: 'frozen', notes: [] },
    },
    {
      name: 'weighs more on a Wi-Fi iPad that shows no sign of an account',
      picture: { ...device, platform: 'iPadOS', facts: { hasCellular: false }, profiles: [frozen] },
      expect: { severity: 'high' },
    },
    {
      name: 'weighs less on a Wi-Fi iPad where somebody is signed in to the store',
      picture: {
        ...device,
        platform: 'iPadOS',
        facts: { hasCellular: false, storeAccountActive: true },
        profiles: [frozen],
      },
      expect: { severity: 'medium' },
    },
    {
      name: 'weighs more on a Mac, which has no number of its own',
      picture: { ...device, platform: 'macOS', osVersion: '14.5', profiles: [frozen] },
      expect: { severity: 'high' },
    },
    {
      name: 'believes the device that says accounts are frozen',
      picture: {
        ...device,
        platform: 'iOS',
        restrictions: { booleans: { allowAccountModification: false } },
      },
      expect: { message: 'answered' },
    },
  ],
  clear: [
    { name: 'is clear when accounts may be changed', picture: { ...device, platform: 'iOS' } },
    {
      name: 'is clear with a note on macOS 13, which does not know the key',
      picture: { ...device, platform: 'macOS', osVersion: '13.6', profiles: [frozen] },
      expect: { notes: ['ignored-os-too-old'] },
    },
  ],
  unknown: [
    {
      name: 'is unknown, and decides no verdict, when nobody listed the profiles',
      picture: { ...device, platform: 'iOS', installed: { knowledge: 'none' } },
      expect: { message: 'listing-missing', undecided: false },
    },
  ],
  notApplicable: [{ name: 'asks nothing of an Apple TV', picture: { ...device, platform: 'tvOS' } }],
});
