import type { FactValues } from '@ringcheck/model';
import { defaultPolicy } from '@ringcheck/policy';
import { ruleTester } from '@ringcheck/testkit';
import { regionSoldIn } from './rule.js';

const phone = (partNumber: string, facts: Partial<FactValues> = {}, osVersion = '26.1') =>
  ({ platform: 'iOS', osVersion, facts: { partNumber, ...facts } }) as const;
const registered = (currentMcc: string, phoneNumber = '') => ({
  subscriptions: [{ isDataPreferred: true, currentMcc, phoneNumber }],
});
const mac = { platform: 'macOS', osVersion: '15.1' } as const;

const stating = (faceTime: 'full' | 'no-audio' | 'missing', suffix = 'AE') => ({
  policyDocument: { path: 'ringcheck.yaml', sha256: 'ab' },
  knowledge: {
    ...defaultPolicy.knowledge,
    suffixes: [
      {
        suffix: [suffix],
        faceTime,
        verified: '2026-10-01',
        source: 'our own units',
        at: { offset: 9, line: 2 },
      },
    ],
  },
});

ruleTester.run(regionSoldIn, {
  atRisk: [
    {
      name: 'believes the policy on units without FaceTime',
      picture: { ...phone('MK1A3LL/A'), ...stating('missing', 'LL') },
      expect: { count: 1, message: 'stated-missing', cause: 'region:LL', evidence: { line: 2 } },
    },
    {
      name: 'believes the policy on letters the table does not know',
      picture: { ...phone('MK1A3QQ/A'), ...stating('no-audio', 'QQ') },
      expect: { scope: 'audio', message: 'stated-no-audio', data: { regions: ['not stated'] } },
    },
    {
      name: 'fears for a unit of the Emirates group anywhere',
      picture: phone('MK1A3AE/A', registered('262')),
      expect: {
        count: 1,
        message: 'gulf',
        severity: 'medium',
        cause: 'region:AE',
        data: { partNumber: 'MK1A3AE/A', suffix: 'AE', confidence: 'medium' },
        evidence: {
          document: 'DeviceInformation.plist',
          path: 'QueryResponses.partNumber',
          value: 'MK1A3AE/A',
        },
      },
    },
    {
      name: 'fears more where unit and network agree',
      picture: phone('MK1A3AE/A', registered('424')),
      expect: { message: 'gulf-there', severity: 'high', evidence: { value: '424' } },
    },
    {
      name: 'takes a number of the Emirates for a sign where the network says nothing',
      picture: phone('MK1A3AH/A', registered('', '+971 50 555 0100')),
      expect: { message: 'gulf-there', cause: 'region:AH' },
    },
    {
      name: 'does not take that number for a sign while the phone is elsewhere',
      picture: phone('MK1A3AB/A', registered('262', '+971505550100')),
      expect: { message: 'gulf' },
    },
    {
      name: 'fears for a unit of the group whose lines are not known',
      picture: phone('MK1A3AB/A'),
      expect: { message: 'gulf' },
    },
    {
      name: 'fears for a unit in Saudi Arabia before 11.3',
      picture: phone('MK1A3AB/A', registered('420'), '11.2'),
      expect: { message: 'saudi-before', severity: 'high', evidence: { value: '11.2' } },
    },
    {
      name: 'does not believe in 11.3 where the version is not known',
      picture: { platform: 'iOS', facts: { partNumber: 'MK1A3AB/A', ...registered('420') } },
      expect: { message: 'saudi-before', severity: 'medium' },
    },
    {
      name: 'does not lift for a unit of Bahrain and Kuwait in Saudi Arabia',
      picture: phone('MK1A3AH/A', registered('420')),
      expect: { message: 'gulf' },
    },
    {
      name: 'fears for audio calls on a unit of mainland China',
      picture: phone('MK1A3CH/A', registered('460')),
      expect: { count: 1, scope: 'audio', severity: 'high', message: 'china', cause: 'region:CH' },
    },
    {
      name: 'fears for audio calls on a Mac of mainland China too',
      picture: { ...mac, facts: { partNumber: 'MK1A3CH/A', isAppleSilicon: true } },
      expect: { scope: 'audio' },
    },
  ],
  clear: [
    {
      name: 'believes the policy where it says that these units have FaceTime',
      picture: { ...phone('MK1A3AE/A', registered('424')), ...stating('full') },
      expect: { message: 'stated-full', evidence: { document: 'ringcheck.yaml' } },
    },
    {
      name: 'is clear for a unit sold elsewhere',
      picture: phone('MK1A3LL/A', registered('424')),
      expect: { message: 'sold-elsewhere', notes: [] },
    },
    { name: 'is clear for Singapore, which is not South Africa', picture: phone('MK1A3ZA/A') },
    { name: 'is clear for Poland, which is not Pakistan', picture: phone('MK1A3PK/A') },
    { name: 'is clear for Switzerland, which is not China', picture: phone('MK1A3FD/A') },
    {
      name: 'is clear with a note in Saudi Arabia from 11.3 on',
      picture: phone('MK1A3AB/A', registered('420'), '11.3'),
      expect: { notes: ['saudi-lifted'] },
    },
    {
      name: 'compares versions by number: 26.1 is later than 11.3',
      picture: phone('MK1A3AE/A', registered('420')),
      expect: { notes: ['saudi-lifted'] },
    },
  ],
  unknown: [
    {
      name: 'is unknown without a part number',
      picture: { platform: 'iOS', osVersion: '26.1' },
      expect: { message: 'fact-missing', gap: 'fact:partNumber', undecided: false },
    },
    {
      name: 'is unknown for letters nobody knows',
      picture: phone('MK1A3QQ/A'),
      expect: { message: 'suffix-unknown', gap: 'fact:partNumber', data: { suffix: 'QQ' } },
    },
    {
      name: 'is unknown for text that is no part number',
      picture: phone('iPhone15,3'),
      expect: { message: 'suffix-unknown', data: { suffix: 'none' } },
    },
    {
      name: 'is unknown for a Mac of a processor nobody reported',
      picture: mac,
      expect: { gap: 'fact:partNumber' },
    },
    {
      name: 'is unknown for a Mac with Apple silicon and without a part number',
      picture: { ...mac, facts: { isAppleSilicon: true } },
    },
  ],
  notApplicable: [
    {
      name: 'asks nothing of an Intel Mac, which reports no part number',
      picture: { ...mac, facts: { isAppleSilicon: false } },
      expect: { message: 'intel-mac' },
    },
    {
      name: 'asks nothing of an Apple TV',
      picture: { platform: 'tvOS', facts: { partNumber: 'MK1A3AE/A' } },
    },
  ],
});
