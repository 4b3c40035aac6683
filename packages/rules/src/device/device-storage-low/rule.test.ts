import { ruleTester } from '@ringcheck/testkit';
import { deviceStorageLow } from './rule.js';

const phone = { platform: 'iOS', osVersion: '18.6' } as const;
const free = (storageFreeGB: number) => ({ ...phone, facts: { storageFreeGB } });

ruleTester.run(deviceStorageLow, {
  atRisk: [
    {
      name: 'weighs high below the least storage calls need',
      picture: free(0.4),
      expect: { message: 'very-low', severity: 'high', data: { free: 0.4, min: 1, warn: 2 } },
    },
    {
      name: 'weighs low at the least storage calls need',
      picture: free(1),
      expect: { message: 'low', severity: 'low' },
    },
    {
      name: 'weighs low just below what is advised',
      picture: free(1.99),
      expect: { message: 'low', severity: 'low' },
    },
    {
      name: 'asks the policy what is too little',
      picture: free(4),
      thresholds: { storageMinGB: 5, storageWarnGB: 8 },
      expect: { message: 'very-low', data: { min: 5, warn: 8 } },
    },
  ],
  clear: [{ name: 'is clear at what is advised', picture: free(2) }],
  unknown: [
    {
      name: 'is unknown when the device did not say',
      picture: phone,
      expect: { gap: 'fact:storageFreeGB', undecided: false },
    },
  ],
  notApplicable: [{ name: 'asks nothing of an Apple TV', picture: { platform: 'tvOS' } }],
});
