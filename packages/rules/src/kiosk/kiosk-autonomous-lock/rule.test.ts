import { ruleTester } from '@ringcheck/testkit';
import { kioskAutonomousLock } from './rule.js';

const type = 'com.apple.applicationaccess';
const pad = { platform: 'iPadOS', osVersion: '18.6', isSupervised: true } as const;
const mac = { platform: 'macOS', osVersion: '15.1', facts: { isUserApproved: true } } as const;

ruleTester.run(kioskAutonomousLock, {
  clear: [
    {
      name: 'is clear without a note when no app may lock the device',
      picture: { ...pad },
      expect: { notes: [] },
    },
    {
      name: 'is clear with a note when apps may lock the iPad for a while',
      picture: {
        ...pad,
        profiles: [
          {
            identifier: 'com.example.exam',
            payloads: [
              { type, autonomousSingleAppModePermittedAppIDs: ['com.acme.exam', 'com.apple.facetime'] },
            ],
          },
        ],
      },
      expect: { notes: ['may-lock'] },
    },
    {
      name: 'is clear with a note when a teacher may lock the iPad',
      picture: {
        ...pad,
        profiles: [
          {
            identifier: 'com.example.class',
            payloads: [{ type, forceClassroomUnpromptedAppAndDeviceLock: true }],
          },
        ],
      },
      expect: { notes: ['teacher-may-lock'] },
    },
    {
      name: 'is clear without a note when a teacher has to ask',
      picture: {
        ...pad,
        profiles: [
          {
            identifier: 'com.example.class',
            payloads: [{ type, forceClassroomUnpromptedAppAndDeviceLock: false }],
          },
        ],
      },
      expect: { notes: [] },
    },
    {
      name: 'is clear with a note when apps may lock the Mac for a while',
      picture: {
        ...mac,
        profiles: [
          {
            identifier: 'com.example.asam',
            payloads: [
              {
                type: 'com.apple.asam',
                AllowedApplications: [{ BundleIdentifier: 'com.acme.exam', TeamIdentifier: 'ACME123456' }],
              },
            ],
          },
        ],
      },
      expect: { notes: ['may-lock-mac'] },
    },
  ],
  unknown: [
    {
      name: 'is unknown, and decides no verdict, when a profile of this type was not uploaded',
      picture: {
        ...mac,
        profiles: [{ identifier: 'com.example.lost', content: 'missing', payloadTypes: ['com.apple.asam'] }],
      },
      expect: { undecided: false, gap: 'profile:com.example.lost' },
    },
  ],
  notApplicable: [{ name: 'asks nothing of an Apple TV', picture: { ...pad, platform: 'tvOS' } }],
});
