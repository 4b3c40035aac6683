import { ruleTester, type InstalledSpec } from '@ringcheck/testkit';
import { kioskConferenceRoom } from './rule.js';

const type = 'com.apple.conferenceroomdisplay';
const tv = { platform: 'tvOS', osVersion: '18.0', isSupervised: true } as const;
const display: InstalledSpec = {
  identifier: 'com.example.room',
  payloads: [{ type, Message: 'Room 4' }],
};

ruleTester.run(kioskConferenceRoom, {
  blocked: [
    {
      name: 'blocks an Apple TV in conference-room display',
      picture: { ...tv, profiles: [display] },
      expect: { cause: 'profile:com.example.room/com.apple.conferenceroomdisplay', severity: 'critical' },
    },
  ],
  clear: [
    { name: 'is clear on an Apple TV without it', picture: { ...tv } },
    {
      name: 'is clear with a note on an unsupervised Apple TV',
      picture: { ...tv, isSupervised: false, enrolment: 'device', profiles: [display] },
      expect: { notes: ['ignored-not-supervised'] },
    },
  ],
  unknown: [
    {
      name: 'is unknown when a sealed profile may hold it',
      picture: { ...tv, profiles: [{ identifier: 'com.example.sealed', content: 'encrypted' }] },
      expect: { undecided: true },
    },
  ],
  notApplicable: [{ name: 'asks nothing of an iPad', picture: { ...tv, platform: 'iPadOS' } }],
});
