import { ruleTester, templated, type InstalledSpec } from '@ringcheck/testkit';
import { restrictionFaceTime } from './rule.js';

const type = 'com.apple.applicationaccess';
const phone = { platform: 'iOS', osVersion: '18.6', isSupervised: true } as const;
const off: InstalledSpec = {
  identifier: 'com.example.students',
  displayName: 'Students',
  payloads: [{ type, allowVideoConferencing: false }],
};
const on: InstalledSpec = {
  identifier: 'com.example.base',
  displayName: 'Base',
  payloads: [{ type, allowVideoConferencing: true }],
};

ruleTester.run(restrictionFaceTime, {
  blocked: [
    {
      name: 'blocks when the restriction is set on a supervised iPhone',
      picture: { ...phone, profiles: [off] },
      expect: {
        count: 1,
        message: 'forbidden',
        severity: 'critical',
        control: 'managed',
        cause: 'profile:com.example.students/com.apple.applicationaccess/allowVideoConferencing',
        evidence: {
          document: 'com.example.students.mobileconfig',
          path: 'PayloadContent[0].allowVideoConferencing',
          value: false,
        },
        data: { profile: 'Students', identifier: 'com.example.students', value: 'false', wanted: 'true' },
        notes: [],
      },
    },
    {
      name: 'blocks an unsupervised iPhone before iOS 13, when supervision was not demanded',
      picture: { ...phone, osVersion: '12.5', isSupervised: false, enrolment: 'device', profiles: [off] },
      expect: { count: 1 },
    },
    {
      name: 'blocks a Vision Pro from visionOS 2.0 on',
      picture: { ...phone, platform: 'visionOS', osVersion: '2.0', profiles: [off] },
    },
    {
      name: 'names the profile that forbids when another one allows',
      picture: { ...phone, profiles: [on, off] },
      expect: {
        count: 1,
        cause: 'profile:com.example.students/com.apple.applicationaccess/allowVideoConferencing',
        notes: ['key-set-twice'],
      },
    },
    {
      name: 'gives each of two forbidding profiles its own finding',
      picture: { ...phone, profiles: [off, { ...off, identifier: 'com.example.exam', displayName: 'Exam' }] },
      expect: { count: 2, notes: ['key-set-twice'] },
    },
    {
      name: 'makes two payloads of one profile one finding with both places',
      picture: {
        ...phone,
        profiles: [
          {
            ...off,
            payloads: [
              { type, allowVideoConferencing: false },
              { type, allowVideoConferencing: false, allowChat: false },
            ],
          },
        ],
      },
      expect: { count: 1, evidence: { path: 'PayloadContent[1].allowVideoConferencing' } },
    },
    {
      name: 'keeps blocking after the expiration date, which removes nothing',
      picture: { ...phone, profiles: [{ ...off, expirationDate: '2026-01-01T00:00:00Z' }] },
      expect: { notes: ['profile-expired'] },
    },
    {
      name: 'calls a profile with a removal date temporary and asks again then',
      picture: { ...phone, profiles: [{ ...off, removalDate: '2026-12-24T12:00:00Z' }] },
      expect: { control: 'temporary', reviewAt: '2026-12-24T12:00:00.000Z' },
    },
    {
      name: 'says no control where the profile was installed by hand and may be removed',
      picture: { ...phone, profiles: [{ ...off, isManaged: false }] },
      expect: { control: undefined },
    },
    {
      name: 'believes the device where theory says the key cannot act',
      picture: {
        ...phone,
        osVersion: '17.5',
        isSupervised: false,
        profiles: [off],
        restrictions: { booleans: { allowVideoConferencing: false } },
      },
      expect: { count: 1, message: 'carried-over' },
    },
    {
      name: 'believes the device where no profile sets the key',
      picture: {
        ...phone,
        profiles: [on],
        restrictions: { booleans: { allowVideoConferencing: false } },
      },
      expect: {
        count: 1,
        message: 'answered',
        cause: 'device-answer/com.apple.applicationaccess/allowVideoConferencing',
        evidence: { document: 'Restrictions.plist' },
      },
    },
    {
      name: 'believes the device where nobody listed its profiles',
      picture: {
        ...phone,
        installed: { knowledge: 'none' },
        restrictions: { booleans: { allowVideoConferencing: false } },
      },
    },
  ],
  limited: [
    {
      name: 'limits one user of a Shared iPad when only that user’s profile forbids',
      picture: {
        ...phone,
        platform: 'iPadOS',
        facts: { isSharedIpad: true },
        profiles: [{ ...off, channel: 'ana' }],
      },
      expect: { scope: 'user:ana', count: 1 },
    },
  ],
  clear: [
    { name: 'is clear when no profile is installed', picture: { ...phone }, expect: { notes: [] } },
    { name: 'is clear when the key is explicitly true', picture: { ...phone, profiles: [on] } },
    {
      name: 'is clear with a note on an unsupervised iPhone from iOS 13 on',
      picture: { ...phone, osVersion: '17.5', isSupervised: false, profiles: [off] },
      expect: { notes: ['ignored-not-supervised'] },
    },
    {
      name: 'is clear without a note when an ineffective key would only allow',
      picture: { ...phone, osVersion: '17.4', isSupervised: false, profiles: [on] },
      expect: { notes: [] },
    },
    {
      name: 'is clear with a note in User Enrollment',
      picture: { ...phone, isSupervised: false, enrolment: 'user', profiles: [off] },
      expect: { notes: ['ignored-user-enrolment'] },
    },
    {
      name: 'is clear with a note on visionOS 1.3',
      picture: { ...phone, platform: 'visionOS', osVersion: '1.3', profiles: [off] },
      expect: { notes: ['ignored-os-too-old'] },
    },
    {
      name: 'is clear with a note when the key stands in another payload',
      picture: {
        ...phone,
        profiles: [
          {
            identifier: 'com.example.passcode',
            payloads: [{ type: 'com.apple.mobiledevice.passwordpolicy', allowVideoConferencing: false }],
          },
        ],
      },
      expect: { notes: ['key-wrong-payload'] },
    },
    {
      name: 'is clear with a note when the key is misspelt',
      picture: {
        ...phone,
        profiles: [{ identifier: 'com.example.typo', payloads: [{ type, AllowVideoConferencing: false }] }],
      },
      expect: { notes: ['key-misspelt'] },
    },
    {
      name: 'is not misled by keys on iMessage, recording and remote control',
      picture: {
        ...phone,
        profiles: [
          {
            identifier: 'com.example.other',
            payloads: [
              {
                type,
                allowChat: false,
                allowCallRecording: false,
                allowVideoConferencingRemoteControl: false,
              },
            ],
          },
        ],
      },
    },
    {
      name: 'believes the device that says nothing forbids FaceTime',
      picture: { ...phone, profiles: [off], restrictions: { booleans: { allowCamera: true } } },
      expect: { notes: ['device-answer-differs'] },
    },
    {
      name: 'lets calls through where only remote control in a call is refused, and notes it',
      picture: {
        ...phone,
        profiles: [{ ...on, payloads: [{ type, allowVideoConferencingRemoteControl: false }] }],
      },
      expect: { notes: ['remote-control-only'] },
    },
    {
      name: 'has no note where refusing remote control does not even act',
      picture: {
        ...phone,
        isSupervised: false,
        profiles: [{ ...on, payloads: [{ type, allowVideoConferencingRemoteControl: false }] }],
      },
      expect: { notes: [] },
    },
    {
      name: 'is clear by the reply alone where nobody listed the profiles',
      picture: { ...phone, installed: { knowledge: 'none' }, restrictions: { booleans: {} } },
    },
  ],
  unknown: [
    {
      name: 'is unknown when the value is the text "false"',
      picture: {
        ...phone,
        profiles: [{ ...off, payloads: [{ type, allowVideoConferencing: 'false' }] }],
      },
      expect: {
        message: 'undetermined-wrong-type',
        undecided: true,
        gap: 'profile:com.example.students',
        notes: ['key-wrong-type'],
      },
    },
    {
      name: 'is unknown when the value is a variable of the server',
      picture: {
        ...phone,
        profiles: [{ ...off, payloads: [{ type, allowVideoConferencing: templated('{{ft}}') }] }],
      },
      expect: { message: 'undetermined-templated' },
    },
    {
      name: 'is unknown when an encrypted profile may hold the key',
      picture: { ...phone, profiles: [{ identifier: 'com.example.sealed', content: 'encrypted' }] },
      expect: {
        message: 'undetermined-content-encrypted',
        undecided: true,
        gap: 'profile:com.example.sealed',
      },
    },
    {
      name: 'is unknown when nobody uploaded an installed profile that holds Restrictions',
      picture: {
        ...phone,
        profiles: [{ identifier: 'com.example.lost', content: 'missing', payloadTypes: [type] }],
      },
      expect: {
        message: 'undetermined-content-missing',
        evidence: { document: 'ProfileList.plist' },
        gap: 'profile:com.example.lost',
      },
    },
    {
      name: 'is unknown when nobody knows whether the iPhone is supervised',
      picture: { platform: 'iOS', osVersion: '18.6', profiles: [off] },
      expect: { message: 'undetermined-supervision-unknown', gap: 'fact:isSupervised', undecided: true },
    },
    {
      name: 'is unknown when the OS version decides and is not known',
      picture: { platform: 'iOS', isSupervised: false, enrolment: 'device', profiles: [off] },
      expect: { message: 'undetermined-os-unknown', gap: 'fact:osVersion' },
    },
    {
      name: 'is unknown when nobody listed the profiles',
      picture: { ...phone, installed: { knowledge: 'none' } },
      expect: { message: 'listing-missing', undecided: true, gap: 'listing' },
    },
    {
      name: 'is unknown when the profiles are known by assignment only',
      picture: { ...phone, installed: { knowledge: 'assigned' }, profiles: [off] },
      expect: { message: 'listing-assigned', undecided: true, gap: 'listing' },
    },
    {
      name: 'is unknown when the kind of device is not known',
      picture: { osVersion: '18.6', isSupervised: true, profiles: [off] },
      expect: { message: 'platform-unknown', gap: 'fact:platform' },
    },
  ],
  notApplicable: [
    {
      name: 'asks nothing of a Mac, where the key never existed, and notes it',
      picture: { platform: 'macOS', osVersion: '15.1', profiles: [off] },
      expect: { notes: ['ignored-platform'] },
    },
    {
      name: 'asks nothing of an Apple TV',
      picture: { platform: 'tvOS', osVersion: '18.0', isSupervised: true, profiles: [off] },
      expect: { notes: ['ignored-platform'] },
    },
  ],
});
