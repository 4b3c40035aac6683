import { ruleTester } from '@ringcheck/testkit';
import { deviceLostMode } from './rule.js';

const phone = { platform: 'iOS', osVersion: '18.6', isSupervised: true } as const;

ruleTester.run(deviceLostMode, {
  blocked: [
    {
      name: 'blocks while the device is in Lost Mode, which is temporary',
      picture: { ...phone, facts: { lostMode: true } },
      expect: {
        control: 'temporary',
        severity: 'critical',
        evidence: { document: 'DeviceInformation.plist', path: 'QueryResponses.lostMode', value: true },
      },
    },
  ],
  clear: [{ name: 'is clear when Lost Mode is off', picture: { ...phone, facts: { lostMode: false } } }],
  notApplicable: [
    {
      name: 'is a question to the user when the device did not say',
      picture: phone,
    },
    {
      name: 'cannot be on an unsupervised device',
      picture: { ...phone, isSupervised: false },
      expect: { message: 'not-supervised' },
    },
  ],
});
