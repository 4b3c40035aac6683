import { defaultPolicy, type Knowledge } from '@ringcheck/policy';
import { ruleTester } from '@ringcheck/testkit';
import { deviceOsOutdated } from './rule.js';
import { majorsBetween } from './versions.js';

const stating = (latestVersions: Knowledge['latestVersions']) => ({
  knowledge: { ...defaultPolicy.knowledge, latestVersions },
});

ruleTester.run(deviceOsOutdated, {
  atRisk: [
    {
      name: 'fears for a phone five versions behind what the policy states',
      picture: { platform: 'iOS', osVersion: '15.8.4', ...stating({ iOS: '27.1' }) },
      expect: {
        severity: 'low',
        cause: 'device/os/iOS-15',
        data: { behind: 5, newest: '27.1', version: '15.8.4', source: 'stated by the policy' },
        evidence: { value: '15.8.4' },
      },
    },
    {
      name: 'counts from what the policy states',
      picture: { platform: 'iOS', osVersion: '16.7', ...stating({ iOS: '28.0' }) },
      expect: { data: { behind: 5, newest: '28.0', source: 'stated by the policy' } },
    },
    {
      name: 'counts as far as the policy allows',
      picture: { platform: 'macOS', osVersion: '14.6', ...stating({ macOS: '27.0' }) },
      thresholds: { osMajorsBehindMax: 2 },
      expect: { data: { behind: 3 } },
    },
  ],
  clear: [
    {
      name: 'only notes what the dated table alone says',
      picture: { platform: 'iOS', osVersion: '15.8.4' },
      expect: { notes: ['long-outdated'] },
    },
    { name: 'is clear four versions behind', picture: { platform: 'iOS', osVersion: '16.7' } },
    { name: 'knows that 26 follows 15 on Macs', picture: { platform: 'macOS', osVersion: '13.0' } },
    { name: 'is clear on a version newer than the table', picture: { platform: 'iOS', osVersion: '28.1' } },
    {
      name: 'notes an update that waits where the policy states the newest version',
      picture: { platform: 'iOS', osVersion: '26.1', ...stating({ iOS: '26.10' }) },
      expect: { notes: ['update-waits'] },
    },
    {
      name: 'notes nothing on the stated version',
      picture: { platform: 'iOS', osVersion: '26.10', ...stating({ iOS: '26.10', macOS: '27.1' }) },
      expect: { notes: [] },
    },
  ],
  notApplicable: [
    { name: 'has nothing to judge by without a version', picture: { platform: 'iOS' } },
    {
      name: 'has nothing to judge by with what is no version',
      picture: { platform: 'iOS', osVersion: 'newest' },
    },
  ],
});

it.each([
  ['iOS', '18.6', '26.0', 1],
  ['macOS', '15.1', '26.0', 1],
  ['visionOS', '2.6', '27', 2],
  ['watchOS', '11.0', '26', 1],
  ['iOS', '9.3.5', '10.0', 1],
] as const)('between %s %s and %s lie %d major versions', (platform, from, to, expected) => {
  expect(majorsBetween(platform, from, to)).toBe(expected);
});
