import { ruleTester } from '@ringcheck/testkit';
import { deviceDoNotDisturb } from './rule.js';

const phone = { platform: 'iOS', osVersion: '18.6' } as const;

ruleTester.run(deviceDoNotDisturb, {
  atRisk: [
    {
      name: 'endangers incoming calls while Do Not Disturb is on',
      picture: { ...phone, facts: { doNotDisturb: true } },
      expect: { scope: 'incoming', severity: 'low' },
    },
  ],
  clear: [{ name: 'is clear when it is off', picture: { ...phone, facts: { doNotDisturb: false } } }],
  notApplicable: [
    { name: 'is a question to the user when the device did not say', picture: phone },
    { name: 'asks nothing of a Mac', picture: { platform: 'macOS', facts: { doNotDisturb: true } } },
  ],
});
