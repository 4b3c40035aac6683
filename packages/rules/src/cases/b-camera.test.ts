import { defaultThresholds } from '@ringcheck/policy';
import { pictureOf, testNow, type InstalledSpec, type PictureSpec, type Plain } from '@ringcheck/testkit';
import { evaluateDevice } from '../index.js';
import { anyMac, anyTv, sorted, supervisedPad, supervisedPhone, told, type Expected } from './testing.js';

const type = 'com.apple.applicationaccess';
const restricting = (
  keys: Readonly<Record<string, Plain>>,
  identifier = 'com.example.a',
  more: Partial<InstalledSpec> = {},
): InstalledSpec => ({ identifier, payloads: [{ type, ...keys }], ...more });

const phone = (osVersion: string): PictureSpec => ({ facts: { ...supervisedPhone, osVersion } });
const unsupervised = { ...supervisedPhone, osVersion: '18.4', isSupervised: false };
const ban = { allowCamera: false };
const except = (...apps: string[]) => ({ allowedCameraRestrictionBundleIDs: apps });
const faceTimeExempt = { ...ban, ...except('com.apple.facetime') };
const managedOn: PictureSpec['accounts'] = {
  managed: { faceTime: 'on', at: { offset: 60, line: 4, column: 3 } },
};

const cases: readonly { name: string; picture: PictureSpec; expected: Expected }[] = [
  {
    name: '23: an unsupervised iPhone with iOS 18.4 loses its camera, with a note that this may end',
    picture: { facts: unsupervised, profiles: [restricting(ban)] },
    expected: {
      verdict: 'limited',
      rules: { 'restriction-camera': ['limited video by com.example.a (high)'] },
      notes: ['restriction-camera: unsupervised-deprecated'],
    },
  },
  {
    name: '24: an iPhone in User Enrollment ignores the camera ban',
    picture: { facts: { ...unsupervised, enrolment: 'user' }, profiles: [restricting(ban)] },
    expected: {
      verdict: 'clear',
      rules: { 'restriction-camera': ['clear'] },
      notes: ['restriction-camera: ignored-user-enrolment'],
    },
  },
  {
    name: '25: an exception for FaceTime lifts the camera ban on iOS 26',
    picture: { ...phone('26.0'), profiles: [restricting(faceTimeExempt)] },
    expected: {
      verdict: 'clear',
      rules: { 'restriction-camera': ['clear'] },
      notes: ['restriction-camera: exempt'],
    },
  },
  {
    name: '26: iOS 18 does not know the exception',
    picture: { ...phone('18.6'), profiles: [restricting(faceTimeExempt)] },
    expected: {
      verdict: 'limited',
      rules: { 'restriction-camera': ['limited video by com.example.a'] },
      notes: ['restriction-camera: ignored-os-too-old'],
    },
  },
  {
    name: '27: two lists of exceptions with nothing in common exempt nobody',
    picture: {
      ...phone('26.0'),
      profiles: [
        restricting(faceTimeExempt),
        restricting({ ...ban, ...except('com.acme.scan') }, 'com.example.b'),
      ],
    },
    expected: {
      verdict: 'limited',
      rules: { 'restriction-camera': ['limited video by com.example.a', 'limited video by com.example.b'] },
      notes: ['resolve: key-set-twice', 'resolve: key-set-twice'],
    },
  },
  {
    name: '28: an exception installed by hand does not act',
    picture: {
      ...phone('26.0'),
      profiles: [restricting(faceTimeExempt, 'com.example.a', { isManaged: false })],
    },
    expected: {
      verdict: 'limited',
      rules: { 'restriction-camera': ['limited video by com.example.a'] },
      notes: ['restriction-camera: ignored-manual-install'],
    },
  },
  {
    name: '29: an exception without a ban does nothing',
    picture: { ...phone('26.0'), profiles: [restricting(except('com.apple.facetime'))] },
    expected: { verdict: 'clear', rules: { 'restriction-camera': ['clear'] } },
  },
  {
    name: '30: a Shared iPad does not know the exception',
    picture: {
      facts: { ...supervisedPad, osVersion: '26.0', isSharedIpad: true },
      accounts: managedOn,
      profiles: [restricting(faceTimeExempt)],
    },
    expected: {
      verdict: 'limited',
      rules: { 'restriction-camera': ['limited video by com.example.a'] },
      notes: ['restriction-camera: ignored-shared-ipad'],
    },
  },
  {
    name: '31: a ban on the channel of one user of a Mac takes the camera from that user only',
    picture: { facts: anyMac, profiles: [restricting(ban, 'com.example.a', { channel: 'anna' })] },
    expected: {
      verdict: 'limited',
      rules: { 'restriction-camera': ['limited user:anna by com.example.a'] },
    },
  },
  {
    name: '32: an Apple TV with tvOS 17 loses Continuity Camera',
    picture: { facts: { ...anyTv, osVersion: '17.0' }, profiles: [restricting(ban)] },
    expected: {
      verdict: 'limited',
      rules: { 'restriction-camera': ['limited video by com.example.a'] },
    },
  },
  {
    name: '33: black video without any camera ban is not the work of management',
    picture: { facts: supervisedPad, profiles: [restricting({ allowCamera: true })] },
    expected: { verdict: 'clear', rules: { 'restriction-camera': ['clear'] } },
  },
];

describe('B. camera', () => {
  it.each(cases)('$name', ({ picture, expected }) => {
    const evaluation = evaluateDevice(pictureOf(picture), { now: testNow, thresholds: defaultThresholds });
    expect(told(evaluation, expected)).toEqual(sorted(expected));
  });
});
