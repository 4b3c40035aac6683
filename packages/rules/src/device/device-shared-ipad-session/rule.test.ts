import { ruleTester } from '@ringcheck/testkit';
import { deviceSharedIpadSession } from './rule.js';

const pad = { platform: 'iPadOS', osVersion: '18.6', isSupervised: true } as const;

ruleTester.run(deviceSharedIpadSession, {
  blocked: [
    {
      name: 'blocks on a Shared iPad with temporary sessions only, where nobody signs in',
      picture: { ...pad, facts: { isSharedIpad: true, temporarySessionOnly: true } },
      expect: { severity: 'high', control: 'circumstance' },
    },
    {
      name: 'takes the word of an iPad that does not say it is shared',
      picture: { ...pad, facts: { temporarySessionOnly: true } },
    },
  ],
  clear: [
    {
      name: 'is clear on a Shared iPad where people sign in',
      picture: { ...pad, facts: { isSharedIpad: true, temporarySessionOnly: false } },
    },
  ],
  notApplicable: [
    {
      name: 'is a question to the user when nobody knows whether the iPad is shared',
      picture: pad,
    },
    {
      name: 'is a question to the user when a Shared iPad does not state its sessions',
      picture: { ...pad, facts: { isSharedIpad: true } },
    },
    {
      name: 'does not matter on an iPad that is not shared',
      picture: { ...pad, facts: { isSharedIpad: false, temporarySessionOnly: true } },
      expect: { message: 'not-shared' },
    },
  ],
});
