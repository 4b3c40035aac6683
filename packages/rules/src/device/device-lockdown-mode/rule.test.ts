import { ruleTester } from '@ringcheck/testkit';
import { deviceLockdownMode } from './rule.js';

const phone = { platform: 'iOS', osVersion: '27.0', isSupervised: true } as const;

ruleTester.run(deviceLockdownMode, {
  limited: [
    {
      name: 'loses calls from people not called before while Lockdown Mode is on',
      picture: { ...phone, facts: { lockdownMode: true } },
      expect: { scope: 'incoming', severity: 'medium' },
    },
  ],
  clear: [{ name: 'is clear when it is off', picture: { ...phone, facts: { lockdownMode: false } } }],
  notApplicable: [
    {
      name: 'is a question to the user on iOS 18, which does not report it',
      picture: { ...phone, osVersion: '18.6' },
    },
    { name: 'asks nothing of an Apple TV', picture: { platform: 'tvOS' } },
  ],
});
