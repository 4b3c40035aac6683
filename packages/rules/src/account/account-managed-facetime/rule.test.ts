import { ruleTester } from '@ringcheck/testkit';
import { accountManagedFaceTime } from './rule.js';

const pad = {
  platform: 'iPadOS',
  osVersion: '18.6',
  policyDocument: { path: 'ringcheck.yaml', sha256: 'ab' },
} as const;
const at = { offset: 40, line: 4, column: 3 };
const off = { managed: { faceTime: 'off', at } } as const;
const on = { managed: { faceTime: 'on', at } } as const;
const shared = { isSharedIpad: true };
const domains = { managedAppleAccountDomains: ['school.example'] };

ruleTester.run(accountManagedFaceTime, {
  blocked: [
    {
      name: 'blocks a Shared iPad when FaceTime is off for Managed Apple Accounts',
      picture: { ...pad, accounts: off, facts: shared },
      expect: {
        control: 'managed',
        severity: 'high',
        evidence: { document: 'ringcheck.yaml', path: 'accounts.managed.faceTime', line: 4 },
      },
    },
  ],
  atRisk: [
    {
      name: 'endangers activation where Managed Apple Accounts are at home and FaceTime is off for them',
      picture: { ...pad, accounts: off, facts: domains },
      expect: { scope: 'activation', message: 'domains-known', severity: 'high' },
    },
    {
      name: 'endangers activation while nobody stated the switch',
      picture: { ...pad, facts: domains },
      expect: { scope: 'activation', message: 'not-stated', severity: 'medium' },
    },
    {
      name: 'does not call a Shared iPad blocked while nobody stated the switch',
      picture: { ...pad, facts: shared },
      expect: { message: 'not-stated' },
    },
  ],
  clear: [
    { name: 'is clear when FaceTime is on for them', picture: { ...pad, accounts: on, facts: shared } },
  ],
  unknown: [
    {
      name: 'is unknown while FaceTime is off for them and the iPad may be shared',
      picture: { ...pad, accounts: off },
      expect: { gap: 'fact:isSharedIpad', undecided: false },
    },
  ],
  notApplicable: [
    {
      name: 'does not matter on an iPad that is not shared',
      picture: { ...pad, accounts: off, facts: { isSharedIpad: false } },
      expect: { message: 'no-sign' },
    },
    {
      name: 'does not matter on an iPhone where nothing speaks of such accounts',
      picture: { ...pad, platform: 'iOS', accounts: off },
      expect: { message: 'no-sign' },
    },
    {
      name: 'does not matter where the list of domains is empty',
      picture: { ...pad, facts: { managedAppleAccountDomains: [] } },
    },
  ],
});
