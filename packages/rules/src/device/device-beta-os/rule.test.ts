import { ruleTester } from '@ringcheck/testkit';
import { deviceBetaOs } from './rule.js';

const phone = { platform: 'iOS', osVersion: '26.2' } as const;

ruleTester.run(deviceBetaOs, {
  atRisk: [
    {
      name: 'endangers quality on a build of beta form',
      picture: { ...phone, facts: { build: '23C5027f' } },
      expect: { scope: 'quality', message: 'beta', data: { build: '23C5027f' } },
    },
    {
      name: 'knows the device that is in the programme',
      picture: { ...phone, facts: { build: '23C5027f', betaEnrollment: 'iOS 26 Public Beta' } },
      expect: { message: 'beta' },
    },
    {
      name: 'knows the device that left the programme and kept the beta',
      picture: { ...phone, facts: { build: '23C5027f', betaEnrollment: '' } },
      expect: { message: 'left-over' },
    },
    {
      name: 'knows the beta builds of the days of iOS 8',
      picture: { platform: 'iOS', osVersion: '8.0', facts: { build: '12A4265u' } },
    },
  ],
  clear: [
    { name: 'is clear on a released build', picture: { ...phone, facts: { build: '22B83' } } },
    {
      name: 'does not take a rapid security response for a beta',
      picture: { ...phone, facts: { build: '20A123', supplementalBuild: '20A123a' } },
    },
    {
      name: 'does not take a short build with a letter for a beta',
      picture: { ...phone, facts: { build: '20A123a' } },
    },
    {
      name: 'is clear with a note on a release that waits for the next beta',
      picture: { ...phone, facts: { build: '22B83', betaEnrollment: 'iOS 26 Public Beta' } },
      expect: { notes: ['enrolled'] },
    },
  ],
  unknown: [{ name: 'is unknown without a build', picture: phone, expect: { gap: 'fact:build' } }],
});
