import { ruleTester } from '@ringcheck/testkit';
import { deviceOsCertificate } from './rule.js';

const phone = (osVersion: string) => ({ platform: 'iOS', osVersion }) as const;

ruleTester.run(deviceOsCertificate, {
  blocked: [
    {
      name: 'blocks iOS 6.1.3, whose certificate has ended',
      picture: phone('6.1.3'),
      expect: { data: { fixed: '6.1.6' }, control: 'circumstance' },
    },
    {
      name: 'blocks iOS 7.0.3, whose certificate has ended',
      picture: phone('7.0.3'),
      expect: { data: { fixed: '7.0.4' } },
    },
    { name: 'blocks iOS 5, which got no new certificate', picture: phone('5.1.1') },
  ],
  clear: [
    { name: 'is clear on iOS 6.1.6', picture: phone('6.1.6') },
    { name: 'is clear on iOS 7.0.4', picture: phone('7.0.4') },
    { name: 'compares versions as numbers', picture: phone('10.0') },
    { name: 'says nothing of what is no version', picture: phone('unknown') },
  ],
  unknown: [
    { name: 'is unknown without a version', picture: { platform: 'iOS' }, expect: { gap: 'fact:osVersion' } },
  ],
  notApplicable: [{ name: 'asks nothing of a Mac', picture: { platform: 'macOS', osVersion: '6.1.3' } }],
});
