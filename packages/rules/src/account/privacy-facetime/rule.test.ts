import { ruleTester, type InstalledSpec } from '@ringcheck/testkit';
import { privacyFaceTime } from './rule.js';

const type = 'com.apple.TCC.configuration-profile-policy';
const mac = {
  platform: 'macOS',
  osVersion: '15.1',
  facts: { isUserApproved: true, enrolment: 'device' },
} as const;
type Entry = Readonly<Record<string, string | boolean>>;
const policy = (
  services: Readonly<Record<string, readonly Entry[]>>,
  identifier = 'com.example.tcc',
): InstalledSpec => ({
  identifier,
  payloads: [{ type, Services: services }],
});
const entry = (more: Entry): Entry => ({
  Identifier: 'com.apple.FaceTime',
  IdentifierType: 'bundleID',
  ...more,
});

ruleTester.run(privacyFaceTime, {
  atRisk: [
    {
      name: 'endangers video when the camera is denied',
      picture: { ...mac, profiles: [policy({ Camera: [entry({ Allowed: false })] })] },
      expect: {
        scope: 'video',
        severity: 'low',
        cause: 'profile:com.example.tcc/com.apple.TCC.configuration-profile-policy/Services.Camera',
      },
    },
    {
      name: 'endangers sound when the microphone is denied in the newer way',
      picture: {
        ...mac,
        profiles: [policy({ Microphone: [entry({ Authorization: 'Deny', Allowed: true })] })],
      },
      expect: { scope: 'audio' },
    },
    {
      name: 'lets the denial of one profile win over the permission of another',
      picture: {
        ...mac,
        profiles: [
          policy({ Camera: [entry({ Allowed: true })] }),
          policy({ Camera: [entry({ Allowed: false })] }, 'com.example.deny'),
        ],
      },
      expect: {
        count: 1,
        cause: 'profile:com.example.deny/com.apple.TCC.configuration-profile-policy/Services.Camera',
      },
    },
  ],
  clear: [
    {
      name: 'is clear with a note when the camera is allowed, which a profile cannot do',
      picture: { ...mac, profiles: [policy({ Camera: [entry({ Allowed: true })] })] },
      expect: { notes: ['allow-does-nothing'] },
    },
    {
      name: 'is clear when another app is denied',
      picture: {
        ...mac,
        profiles: [policy({ Camera: [entry({ Identifier: 'com.acme.a', Allowed: false })] })],
      },
    },
    {
      name: 'is clear with a note when the profile was installed by hand',
      picture: {
        ...mac,
        profiles: [{ ...policy({ Camera: [entry({ Allowed: false })] }), isManaged: false }],
      },
      expect: { notes: ['ignored-manual-install'] },
    },
  ],
  unknown: [
    {
      name: 'is unknown when nobody listed the profiles',
      picture: { ...mac, installed: { knowledge: 'none' } },
    },
  ],
  notApplicable: [{ name: 'asks nothing of an iPhone', picture: { platform: 'iOS' } }],
});
