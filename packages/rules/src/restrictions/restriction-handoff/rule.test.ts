import { ruleTester, type InstalledSpec } from '@ringcheck/testkit';
import { restrictionHandoff } from './rule.js';

const type = 'com.apple.applicationaccess';
const phone = { platform: 'iOS', osVersion: '18.6', isSupervised: false } as const;
const handoff = (allowActivityContinuation: boolean | string): InstalledSpec => ({
  identifier: 'com.example.handoff',
  payloads: [{ type, allowActivityContinuation }],
});

ruleTester.run(restrictionHandoff, {
  atRisk: [
    {
      name: 'says that a running call stays on its device when Handoff is off',
      picture: { ...phone, profiles: [handoff(false)] },
      expect: {
        scope: 'quality',
        severity: 'info',
        message: 'off',
        cause: `profile:com.example.handoff/${type}/allowActivityContinuation`,
      },
    },
    {
      name: 'believes the device that says so',
      picture: { ...phone, restrictions: { booleans: { allowActivityContinuation: false } } },
      expect: { message: 'answered' },
    },
  ],
  clear: [{ name: 'is clear when Handoff is allowed', picture: { ...phone, profiles: [handoff(true)] } }],
  unknown: [
    {
      name: 'is unknown when the value is of the wrong type',
      picture: { ...phone, profiles: [handoff('false')] },
      expect: { message: 'undetermined-wrong-type' },
    },
  ],
  notApplicable: [
    {
      name: 'is no question for an Apple TV',
      picture: { platform: 'tvOS', osVersion: '18.1', profiles: [handoff(false)] },
    },
  ],
});
