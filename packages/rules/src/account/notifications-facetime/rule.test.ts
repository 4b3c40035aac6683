import { ruleTester, type InstalledSpec } from '@ringcheck/testkit';
import { notificationsFaceTime } from './rule.js';

const type = 'com.apple.notificationsettings';
const mac = { platform: 'macOS', osVersion: '15.1' } as const;
const entry = (BundleIdentifier: string, NotificationsEnabled: boolean): InstalledSpec => ({
  identifier: 'com.example.alerts',
  payloads: [{ type, NotificationSettings: [{ BundleIdentifier, NotificationsEnabled }] }],
});

ruleTester.run(notificationsFaceTime, {
  atRisk: [
    {
      name: 'endangers incoming calls when notifications of FaceTime are off on a Mac',
      picture: { ...mac, profiles: [entry('com.apple.FaceTime', false)] },
      expect: {
        scope: 'incoming',
        severity: 'medium',
        cause: 'profile:com.example.alerts/com.apple.notificationsettings/NotificationSettings',
      },
    },
    {
      name: 'narrows the answer to the user of the profile',
      picture: { ...mac, profiles: [{ ...entry('com.apple.FaceTime', false), channel: 'ana' }] },
      expect: { scope: 'user:ana' },
    },
  ],
  clear: [
    {
      name: 'is clear when notifications of FaceTime are on',
      picture: { ...mac, profiles: [entry('com.apple.FaceTime', true)] },
    },
    {
      name: 'is clear when those of another app are off',
      picture: { ...mac, profiles: [entry('com.acme.a', false)] },
    },
    {
      name: 'is clear with a note on an unsupervised iPhone',
      picture: {
        platform: 'iOS',
        osVersion: '18.6',
        isSupervised: false,
        enrolment: 'device',
        profiles: [entry('com.apple.facetime', false)],
      },
      expect: { notes: ['ignored-not-supervised'] },
    },
    {
      name: 'says nothing of another app whose settings do not act',
      picture: {
        platform: 'iOS',
        osVersion: '18.6',
        isSupervised: false,
        enrolment: 'device',
        profiles: [entry('com.acme.a', false)],
      },
      expect: { notes: [] },
    },
  ],
  unknown: [
    {
      name: 'is unknown when nobody listed the profiles',
      picture: { ...mac, installed: { knowledge: 'none' } },
    },
  ],
  notApplicable: [{ name: 'asks nothing of an Apple TV', picture: { platform: 'tvOS' } }],
});
