import { ruleTester, type InstalledSpec } from '@ringcheck/testkit';
import { kioskAppLock } from './rule.js';

const type = 'com.apple.app.lock';
const pad = {
  platform: 'iPadOS',
  osVersion: '18.6',
  isSupervised: true,
  facts: { isSharedIpad: false },
} as const;
const lock = (
  app: Readonly<Record<string, string | Readonly<Record<string, boolean>>>>,
  identifier = 'com.example.kiosk',
): InstalledSpec => ({
  identifier,
  displayName: 'Kiosk',
  payloads: [{ type, App: app }],
});

ruleTester.run(kioskAppLock, {
  blocked: [
    {
      name: 'blocks when the iPad is locked to another app',
      picture: { ...pad, profiles: [lock({ Identifier: 'com.acme.pos' })] },
      expect: {
        count: 1,
        message: 'other-app',
        severity: 'critical',
        control: 'managed',
        cause: 'profile:com.example.kiosk/com.apple.app.lock/App',
        data: { app: 'com.acme.pos' },
      },
    },
    {
      name: 'names both of two locks, of which a device takes one',
      picture: {
        ...pad,
        profiles: [
          lock({ Identifier: 'com.acme.pos' }),
          lock({ Identifier: 'com.acme.menu' }, 'com.example.menu'),
        ],
      },
      expect: { count: 2, notes: ['single-payload-twice'] },
    },
    {
      name: 'blocks whatever a sealed profile beside the lock may hold',
      picture: {
        ...pad,
        profiles: [
          lock({ Identifier: 'com.acme.pos' }),
          { identifier: 'com.example.sealed', content: 'encrypted' },
        ],
      },
      expect: { count: 1 },
    },
  ],
  limited: [
    {
      name: 'cannot answer when locked to FaceTime with the touch screen off',
      picture: {
        ...pad,
        profiles: [lock({ Identifier: 'com.apple.facetime', Options: { DisableTouch: true } })],
      },
      expect: { scope: 'incoming', message: 'cannot-answer' },
    },
  ],
  clear: [
    { name: 'is clear without a lock', picture: { ...pad } },
    {
      name: 'is clear with a note when locked to FaceTime itself',
      picture: {
        ...pad,
        profiles: [lock({ Identifier: 'com.apple.facetime', Options: { DisableTouch: false } })],
      },
      expect: { notes: ['locked-to-facetime'] },
    },
    ...['DisableRingerSwitch', 'DisableVolumeButtons'].map((key) => ({
      name: `is clear with a note of its own when locked to FaceTime with ${key}`,
      picture: {
        ...pad,
        profiles: [lock({ Identifier: 'com.apple.facetime', Options: { [key]: true } })],
      },
      expect: { notes: ['locked-to-facetime', 'may-stay-silent'] },
    })),
    {
      name: 'is not misled by a home screen without FaceTime',
      picture: {
        ...pad,
        profiles: [
          {
            identifier: 'com.example.home',
            payloads: [{ type: 'com.apple.homescreenlayout', Dock: [], Pages: [] }],
          },
        ],
      },
    },
  ],
  unknown: [
    {
      name: 'is unknown when the lock does not say its app',
      picture: { ...pad, profiles: [lock({})] },
      expect: { message: 'no-app', undecided: true, gap: 'profile:com.example.kiosk' },
    },
    {
      name: 'is unknown when a profile with a lock was not uploaded',
      picture: {
        ...pad,
        profiles: [{ identifier: 'com.example.lost', content: 'missing', payloadTypes: [type] }],
      },
      expect: { undecided: true, gap: 'profile:com.example.lost' },
    },
    {
      name: 'is unknown when nobody knows whether the iPad is supervised',
      picture: {
        platform: 'iPadOS',
        facts: { isSharedIpad: false },
        profiles: [lock({ Identifier: 'com.acme.pos' })],
      },
      expect: { message: 'undetermined-supervision-unknown' },
    },
    {
      name: 'is unknown by a Restrictions reply alone, which does not speak of locks, but decides no verdict',
      picture: { ...pad, installed: { knowledge: 'none' }, restrictions: { booleans: {} } },
      expect: { message: 'listing-missing', undecided: false },
    },
    {
      name: 'leaves a device open that lists a lock nobody uploaded, whatever it says of restrictions',
      picture: {
        ...pad,
        profiles: [{ identifier: 'com.example.lost', content: 'missing', payloadTypes: [type] }],
        restrictions: { booleans: { allowCamera: true } },
      },
      expect: { undecided: true, gap: 'profile:com.example.lost' },
    },
    {
      name: 'leaves a device open whose lock acts if it is supervised, whatever it says of restrictions',
      picture: {
        platform: 'iPadOS',
        osVersion: '18.6',
        facts: { isSharedIpad: false },
        profiles: [lock({ Identifier: 'com.acme.pos' })],
        restrictions: { booleans: { allowCamera: true } },
      },
      expect: { message: 'undetermined-supervision-unknown', undecided: true },
    },
    {
      name: 'leaves no device open for a profile without a list of payloads that says what it restricts',
      picture: {
        ...pad,
        profiles: [{ identifier: 'com.example.lost', content: 'missing' }],
        restrictions: { booleans: { allowCamera: true } },
      },
      expect: { undecided: false },
    },
  ],
  notApplicable: [
    {
      name: 'cannot act on an unsupervised iPad, and notes it',
      picture: {
        ...pad,
        isSupervised: false,
        enrolment: 'device',
        profiles: [lock({ Identifier: 'com.acme.pos' })],
      },
      expect: { message: 'not-supervised', notes: ['ignored-not-supervised'] },
    },
    {
      name: 'asks nothing of a Mac, and notes the lock',
      picture: { ...pad, platform: 'macOS', profiles: [lock({ Identifier: 'com.acme.pos' })] },
      expect: { notes: ['ignored-platform'] },
    },
  ],
});
