import { defaultThresholds } from '@ringcheck/policy';
import { pictureOf, testNow, type InstalledSpec, type PictureSpec } from '@ringcheck/testkit';
import { evaluateDevice } from '../index.js';
import { anyMac, sorted, supervisedPhone, told, type Expected } from './testing.js';

const phone = (facts: PictureSpec['facts']): PictureSpec => ({ facts: { ...supervisedPhone, ...facts } });
const noFaceTime: InstalledSpec = {
  identifier: 'com.example.a',
  payloads: [{ type: 'com.apple.applicationaccess', allowVideoConferencing: false }],
};

const cases: readonly { name: string; picture: PictureSpec; expected: Expected }[] = [
  {
    name: '143: a seed build is a beta',
    picture: phone({ osVersion: '26.2', build: '23C5027f', betaEnrollment: 'iOS 26 Developer Beta' }),
    expected: { verdict: 'at-risk', rules: { 'device-beta-os': ['at-risk quality (medium)'] } },
  },
  {
    name: '144: a supplemental build with a letter at its end is a rapid response, no beta',
    picture: phone({ build: '20A123', supplementalBuild: '20A123a' }),
    expected: { verdict: 'clear', rules: { 'device-beta-os': ['clear'] } },
  },
  {
    name: '145: a release candidate looks like the release and is not called a beta',
    picture: phone({ osVersion: '26.2', build: '23C54' }),
    expected: { verdict: 'clear', rules: { 'device-beta-os': ['clear'] } },
  },
  {
    name: '147: iOS 9.3.5 is older than 13, so the ban acts without supervision',
    picture: { ...phone({ osVersion: '9.3.5', isSupervised: false }), profiles: [noFaceTime] },
    expected: { verdict: 'blocked', rules: { 'restriction-facetime': ['blocked by com.example.a'] } },
  },
  {
    name: '147: iOS 26.0 is newer than 18.6, so the exception from the camera ban acts',
    picture: {
      ...phone({ osVersion: '26.0' }),
      profiles: [
        {
          identifier: 'com.example.a',
          payloads: [
            {
              type: 'com.apple.applicationaccess',
              allowCamera: false,
              allowedCameraRestrictionBundleIDs: ['com.apple.facetime'],
            },
          ],
        },
      ],
    },
    expected: {
      verdict: 'clear',
      rules: { 'restriction-camera': ['clear'], 'device-os-certificate': ['clear'] },
      notes: ['restriction-camera: exempt'],
    },
  },
  {
    name: '147: iOS 10.0 is newer than 7.0, so its certificate is good',
    picture: phone({ osVersion: '10.0' }),
    expected: { verdict: 'clear', rules: { 'device-os-certificate': ['clear'] } },
  },
  {
    name: '148: an iPhone 4 on iOS 6.1.3 lost FaceTime with its certificate',
    picture: phone({ osVersion: '6.1.3', build: '10B329', productName: 'iPhone3,1', isSupervised: false }),
    expected: { verdict: 'blocked', rules: { 'device-os-certificate': ['blocked (critical)'] } },
  },
  {
    name: '150: a Mac that reports no time zone is not wrong about it',
    picture: { facts: anyMac },
    expected: { verdict: 'clear', rules: {} },
  },
];

describe('I. region, clock, OS', () => {
  it.each(cases)('$name', ({ picture, expected }) => {
    const evaluation = evaluateDevice(pictureOf(picture), { now: testNow, thresholds: defaultThresholds });
    expect(told(evaluation, expected)).toEqual(sorted(expected));
  });

  it('146: a seed build outside the programme is a beta left over', () => {
    const picture = pictureOf(phone({ osVersion: '26.2', build: '23C5027f', betaEnrollment: '' }));
    const { verdict, findings } = evaluateDevice(picture, { now: testNow, thresholds: defaultThresholds });
    expect([verdict, findings.map(({ ruleId, message, scope }) => [ruleId, message, scope])]).toEqual([
      'at-risk',
      [['device-beta-os', 'left-over', 'quality']],
    ]);
  });
});
