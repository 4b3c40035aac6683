import { ruleTester, type InstalledSpec } from '@ringcheck/testkit';
import { restrictionCellularSwitchFrozen } from './rule.js';

const type = 'com.apple.applicationaccess';
const phone = { platform: 'iOS', osVersion: '18.6', isSupervised: true } as const;
const frozen: InstalledSpec = {
  identifier: 'com.example.cellular',
  payloads: [{ type, allowAppCellularDataModification: false }],
};

ruleTester.run(restrictionCellularSwitchFrozen, {
  atRisk: [
    {
      name: 'endangers calls over cellular when the switches of apps are frozen',
      picture: { ...phone, facts: { hasCellular: true }, profiles: [frozen] },
      expect: { scope: 'cellular', severity: 'low', message: 'frozen' },
    },
    {
      name: 'believes the device that says the switches are frozen',
      picture: { ...phone, restrictions: { booleans: { allowAppCellularDataModification: false } } },
      expect: { message: 'answered' },
    },
  ],
  clear: [{ name: 'is clear when the switches may be changed', picture: { ...phone } }],
  unknown: [
    {
      name: 'is unknown when nobody knows whether the key acts',
      picture: { platform: 'iOS', osVersion: '18.6', enrolment: 'device', profiles: [frozen] },
      expect: { message: 'undetermined-supervision-unknown' },
    },
  ],
  notApplicable: [
    {
      name: 'does not matter on a Wi-Fi iPad',
      picture: { ...phone, platform: 'iPadOS', facts: { hasCellular: false }, profiles: [frozen] },
      expect: { message: 'no-cellular' },
    },
  ],
});
