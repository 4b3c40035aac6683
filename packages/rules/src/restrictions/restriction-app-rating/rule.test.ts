import { ruleTester, type InstalledSpec } from '@ringcheck/testkit';
import { restrictionAppRating } from './rule.js';

const type = 'com.apple.applicationaccess';
const phone = { platform: 'iOS', osVersion: '26.2', isSupervised: true } as const;
const rated = (more: Readonly<Record<string, number | readonly string[]>> = {}): InstalledSpec => ({
  identifier: 'com.example.rating',
  payloads: [{ type, ratingApps: 200, ...more }],
});

ruleTester.run(restrictionAppRating, {
  atRisk: [
    {
      name: 'may cover FaceTime from iOS 26.2 on',
      picture: { ...phone, profiles: [rated()] },
      expect: { message: 'limited', severity: 'medium', data: { value: '200' } },
    },
    {
      name: 'believes the device that says apps are limited',
      picture: { ...phone, restrictions: { numbers: { ratingApps: 300 } } },
      expect: { message: 'answered' },
    },
  ],
  clear: [
    {
      name: 'is clear when FaceTime is exempted',
      picture: { ...phone, profiles: [rated({ ratingAppsExemptedBundleIDs: ['com.apple.facetime'] })] },
      expect: { message: 'exempt' },
    },
    {
      name: 'notes a limit that does not act in User Enrollment',
      picture: { ...phone, isSupervised: false, enrolment: 'user', profiles: [rated()] },
      expect: { notes: ['ignored-user-enrolment'] },
    },
    {
      name: 'is clear when every app is allowed',
      picture: { ...phone, profiles: [rated({ ratingApps: 1000 })] },
    },
  ],
  unknown: [
    {
      name: 'is unknown when the rating is a text',
      picture: {
        ...phone,
        profiles: [{ identifier: 'com.example.rating', payloads: [{ type, ratingApps: '200' }] }],
      },
      expect: { message: 'undetermined-wrong-type', undecided: false },
    },
  ],
  notApplicable: [
    {
      name: 'never touched Apple’s own apps before iOS 26.2, and notes it',
      picture: { ...phone, osVersion: '18.6', profiles: [rated()] },
      expect: { notes: ['not-covered'] },
    },
    { name: 'asks nothing of a Mac', picture: { ...phone, platform: 'macOS' } },
  ],
});
