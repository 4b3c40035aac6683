import { ruleTester, type InstalledSpec } from '@ringcheck/testkit';
import { restrictionCamera } from './rule.js';

const type = 'com.apple.applicationaccess';
const phone = { platform: 'iOS', osVersion: '26.0', isSupervised: true } as const;
const unsupervised = { ...phone, osVersion: '18.4', isSupervised: false, enrolment: 'device' } as const;
const pad = { ...phone, platform: 'iPadOS', facts: { isSharedIpad: false } } as const;
const shared = { ...phone, platform: 'iPadOS', facts: { isSharedIpad: true } } as const;
const mac = { platform: 'macOS', osVersion: '15.1', isSupervised: true } as const;

const ban: InstalledSpec = {
  identifier: 'com.example.nocamera',
  displayName: 'No camera',
  payloads: [{ type, allowCamera: false }],
};
const exempting = (identifier: string, apps: readonly string[], allowCamera = false): InstalledSpec => ({
  identifier,
  payloads: [{ type, allowCamera, allowedCameraRestrictionBundleIDs: apps }],
});
const exempt = exempting('com.example.exempt', ['com.apple.facetime']);

ruleTester.run(restrictionCamera, {
  limited: [
    {
      name: 'loses video when the camera is forbidden on a supervised iPhone',
      picture: { ...phone, profiles: [ban] },
      expect: {
        scope: 'video',
        message: 'forbidden',
        severity: 'high',
        count: 1,
        cause: 'profile:com.example.nocamera/com.apple.applicationaccess/allowCamera',
        evidence: { path: 'PayloadContent[0].allowCamera', value: false },
        notes: [],
      },
    },
    {
      name: 'loses video on an unsupervised iPhone, with a note that this is deprecated',
      picture: { ...unsupervised, profiles: [ban] },
      expect: { scope: 'video', notes: ['unsupervised-deprecated'] },
    },
    {
      name: 'loses video where the OS does not know the list of exceptions yet',
      picture: { ...phone, osVersion: '18.6', profiles: [exempt] },
      expect: { scope: 'video', notes: ['ignored-os-too-old'] },
    },
    {
      name: 'loses video where two lists of exceptions have nothing in common',
      picture: { ...pad, profiles: [exempt, exempting('com.example.scan', ['com.acme.scan'])] },
      expect: { scope: 'video', count: 2 },
    },
    {
      name: 'loses video where the list of exceptions was installed by hand',
      picture: { ...pad, profiles: [{ ...exempt, isManaged: false }] },
      expect: { scope: 'video', notes: ['ignored-manual-install'] },
    },
    {
      name: 'loses video on a Shared iPad, where exceptions do not act',
      picture: { ...shared, profiles: [exempt] },
      expect: { scope: 'video', notes: ['ignored-shared-ipad'] },
    },
    {
      name: 'narrows the loss to the user of a Mac whose profile forbids the camera',
      picture: { ...mac, profiles: [{ ...ban, channel: 'ana' }] },
      expect: { scope: 'user:ana', count: 1 },
    },
    {
      name: 'loses video on an Apple TV from tvOS 17 on',
      picture: { ...phone, platform: 'tvOS', osVersion: '17.0', profiles: [ban] },
      expect: { scope: 'video' },
    },
    {
      name: 'loses video on a Mac through managed preferences, with a note on the lower confidence',
      picture: {
        ...mac,
        profiles: [
          {
            identifier: 'com.example.mcx',
            payloads: [
              {
                type: 'com.apple.ManagedClient.preferences',
                PayloadContent: { [type]: { Forced: [{ mcx_preference_settings: { allowCamera: false } }] } },
              },
            ],
          },
        ],
      },
      expect: { scope: 'video', notes: ['lower-confidence'] },
    },
    {
      name: 'believes the device that says the camera is forbidden',
      picture: { ...phone, profiles: [], restrictions: { booleans: { allowCamera: false } } },
      expect: { scope: 'video', message: 'answered' },
    },
  ],
  clear: [
    {
      name: 'is clear when nothing speaks of the camera',
      picture: { ...phone, profiles: [] },
      expect: { notes: [] },
    },
    {
      name: 'is clear when FaceTime is on the list of exceptions of iOS 26',
      picture: { ...pad, profiles: [exempt] },
      expect: { message: 'exempt' },
    },
    {
      name: 'is clear when both lists of exceptions name FaceTime',
      picture: {
        ...pad,
        profiles: [exempt, exempting('com.example.scan', ['com.acme.scan', 'com.apple.facetime'])],
      },
      expect: { message: 'exempt' },
    },
    {
      name: 'is clear when there are exceptions from a ban nobody set',
      picture: { ...pad, profiles: [exempting('com.example.exempt', ['com.acme.scan'], true)] },
      expect: { message: 'clear' },
    },
    {
      name: 'is clear with a note in User Enrollment',
      picture: { ...unsupervised, enrolment: 'user', profiles: [ban] },
      expect: { notes: ['ignored-user-enrolment'] },
    },
    {
      name: 'is clear with a note on tvOS 16',
      picture: { ...phone, platform: 'tvOS', osVersion: '16.4', profiles: [ban] },
      expect: { notes: ['ignored-os-too-old'] },
    },
  ],
  unknown: [
    {
      name: 'is unknown when nobody knows whether the exceptions act',
      picture: { platform: 'iOS', osVersion: '26.0', enrolment: 'device', profiles: [exempt] },
      expect: { message: 'undetermined-supervision-unknown', undecided: true },
    },
    {
      name: 'is unknown when the ban is a text',
      picture: {
        ...phone,
        profiles: [{ ...ban, payloads: [{ type, allowCamera: 'no' }] }],
      },
      expect: { message: 'undetermined-wrong-type' },
    },
    {
      name: 'leaves the other users of a Mac open when one of their profiles cannot be read',
      picture: {
        ...mac,
        profiles: [
          { ...ban, channel: 'ana' },
          { identifier: 'com.example.sealed', content: 'encrypted', payloadTypes: [type], channel: 'ben' },
        ],
      },
      expect: { scope: 'user:ben', message: 'undetermined-content-encrypted' },
    },
  ],
  notApplicable: [
    {
      name: 'asks nothing of an Apple Watch',
      picture: { platform: 'watchOS', osVersion: '26.0', profiles: [] },
    },
  ],
});
