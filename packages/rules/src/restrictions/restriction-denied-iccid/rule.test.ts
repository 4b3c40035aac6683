import { ruleTester, type InstalledSpec } from '@ringcheck/testkit';
import { restrictionDeniedIccid } from './rule.js';

const type = 'com.apple.applicationaccess';
const first = { iccid: '8901003000000000001', isDataPreferred: true };
const second = { iccid: '8901003000000000002' };
const phone = { platform: 'iOS', osVersion: '26.1', isSupervised: true } as const;
const withLines = (...subscriptions: readonly { iccid: string }[]) => ({
  ...phone,
  facts: { hasCellular: true, subscriptions },
});
const denying = (...iccids: readonly string[]): InstalledSpec => ({
  identifier: 'com.example.sims',
  payloads: [{ type, deniedICCIDsForiMessageFaceTime: iccids }],
});

ruleTester.run(restrictionDeniedIccid, {
  limited: [
    {
      name: 'loses the number of one of two lines when its SIM is denied',
      picture: { ...withLines(first, second), profiles: [denying(first.iccid)] },
      expect: { scope: 'cellular', message: 'line-denied', count: 1, data: { denied: 1, lines: 2 } },
    },
    {
      name: 'matches a SIM number that is printed in groups',
      picture: { ...withLines(first, second), profiles: [denying('8901 0030 0000 0000 001')] },
      expect: { scope: 'cellular' },
    },
    {
      name: 'believes the device that says a SIM is denied',
      picture: {
        ...withLines(first, second),
        restrictions: { unions: { deniedICCIDsForiMessageFaceTime: [second.iccid] } },
      },
      expect: { message: 'line-denied-answered' },
    },
  ],
  atRisk: [
    {
      name: 'endangers activation when every line is denied',
      picture: { ...withLines(first, second), profiles: [denying(first.iccid, second.iccid)] },
      expect: { scope: 'activation', severity: 'high', message: 'all-denied' },
    },
  ],
  clear: [
    { name: 'is clear without a list', picture: withLines(first) },
    {
      name: 'is clear when the list names other SIMs',
      picture: { ...withLines(first), profiles: [denying(second.iccid)] },
    },
    {
      name: 'is clear without a list when the lines are not known',
      picture: { ...phone, facts: { hasCellular: true } },
    },
    {
      name: 'is clear with a note on iOS 18',
      picture: { ...withLines(first), osVersion: '18.6', profiles: [denying(first.iccid)] },
      expect: { notes: ['ignored-os-too-old'] },
    },
    {
      name: 'is not misled by the list for RCS',
      picture: {
        ...withLines(first),
        profiles: [
          { identifier: 'com.example.rcs', payloads: [{ type, deniedICCIDsForRCS: [first.iccid] }] },
        ],
      },
    },
  ],
  unknown: [
    {
      name: 'is unknown when a list is in force and the lines are not known',
      picture: { ...phone, facts: { hasCellular: true }, profiles: [denying(first.iccid)] },
      expect: { message: 'fact-missing', gap: 'fact:subscriptions', undecided: false },
    },
  ],
  notApplicable: [
    {
      name: 'does not matter on a Wi-Fi iPad',
      picture: {
        ...phone,
        platform: 'iPadOS',
        facts: { hasCellular: false },
        profiles: [denying(first.iccid)],
      },
    },
  ],
});
