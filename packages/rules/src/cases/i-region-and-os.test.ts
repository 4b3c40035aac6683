import { defaultThresholds } from '@ringcheck/policy';
import { pictureOf, testNow, type InstalledSpec, type PictureSpec } from '@ringcheck/testkit';
import { evaluateDevice } from '../index.js';
import { anyMac, germanLine, sorted, supervisedPhone, told, type Expected } from './testing.js';

const phone = (facts: PictureSpec['facts']): PictureSpec => ({ facts: { ...supervisedPhone, ...facts } });
const noFaceTime: InstalledSpec = {
  identifier: 'com.example.a',
  payloads: [{ type: 'com.apple.applicationaccess', allowVideoConferencing: false }],
};

const lineIn = (mcc: string) => [{ ...germanLine, currentMcc: mcc, homeMcc: mcc }];
const { partNumber: _, ...macWithoutPartNumber } = anyMac;

const cases: readonly { name: string; picture: PictureSpec; expected: Expected }[] = [
  {
    name: '134: ZA is Singapore, not South Africa',
    picture: phone({ partNumber: 'MQ0A3ZA/A' }),
    expected: { verdict: 'clear', rules: { 'region-sold-in': ['clear'] } },
  },
  {
    name: '135: PK is not Pakistan',
    picture: phone({ partNumber: 'MQ0A3PK/A' }),
    expected: { verdict: 'clear', rules: { 'region-sold-in': ['clear'] } },
  },
  {
    name: '136: units of mainland China lack FaceTime Audio',
    picture: phone({ partNumber: 'MQ0A3CH/A' }),
    expected: { verdict: 'at-risk', rules: { 'region-sold-in': ['at-risk audio (high)'] } },
  },
  {
    name: '137: a unit of the Gulf may lack FaceTime in Germany too',
    picture: phone({ partNumber: 'MQ0A3AE/A' }),
    expected: { verdict: 'at-risk', rules: { 'region-sold-in': ['at-risk (medium)'] } },
  },
  {
    name: '138: a unit of the USA in the Emirates is held back by the network, not by the device',
    picture: phone({ partNumber: 'MQ0A3LL/A', subscriptions: lineIn('424') }),
    expected: {
      verdict: 'at-risk',
      rules: { 'region-sold-in': ['clear'], 'region-country': ['at-risk (medium)'] },
    },
  },
  {
    name: '139: a unit of the Gulf group in Saudi Arabia before iOS 11.3 likely lacks FaceTime',
    picture: phone({ osVersion: '11.2', partNumber: 'MQ0A3AB/A', subscriptions: lineIn('420') }),
    expected: {
      verdict: 'at-risk',
      rules: { 'region-sold-in': ['at-risk (high)'], 'region-country': ['at-risk'] },
    },
  },
  {
    name: '139: the same unit has it from iOS 11.3 on, as a note says; the country stays a risk',
    picture: phone({ osVersion: '11.3', partNumber: 'MQ0A3AB/A', subscriptions: lineIn('420') }),
    expected: {
      verdict: 'at-risk',
      rules: { 'region-sold-in': ['clear'], 'region-country': ['at-risk'] },
      notes: ['region-sold-in: saudi-lifted'],
    },
  },
  {
    name: '140: an Intel Mac reports no part number, which is no finding',
    picture: { facts: { ...macWithoutPartNumber, isAppleSilicon: false } },
    expected: { verdict: 'clear', rules: { 'region-sold-in': ['not-applicable'] } },
  },
  {
    name: '141: the first letter of a replacement unit is no part of the region',
    picture: phone({ partNumber: 'NK1A3LL/A' }),
    expected: { verdict: 'clear', rules: { 'region-sold-in': ['clear'] } },
  },
  {
    name: '142: a part number without a slash ends in its region',
    picture: phone({ partNumber: '993-31388LL' }),
    expected: { verdict: 'clear', rules: { 'region-sold-in': ['clear'] } },
  },
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

  it.each([
    ['134', 'MQ0A3ZA/A', 'ZA', 'high', 'Singapore'],
    ['135', 'MQ0A3PK/A', 'PK', 'low', 'Poland'],
    ['141', 'NK1A3LL/A', 'LL', 'high', 'United States'],
    ['142', '993-31388LL', 'LL', 'high', 'United States'],
  ])('%s: %s is read as %s (%s)', (_case, partNumber, suffix, confidence, region) => {
    const picture = pictureOf(phone({ partNumber }));
    const { results } = evaluateDevice(picture, { now: testNow, thresholds: defaultThresholds });
    const data = results.find(({ ruleId }) => ruleId === 'region-sold-in')?.data;
    expect(data).toMatchObject({ suffix, confidence });
    expect(data?.['regions']).toContainEqual(expect.stringContaining(region));
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
