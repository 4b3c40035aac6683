import type { Subscription } from '@ringcheck/model';
import { ruleTester } from '@ringcheck/testkit';
import { simDuplicateNumber } from './rule.js';

const phone = (subscriptions: readonly Subscription[], osVersion = '26.0') =>
  ({ platform: 'iOS', osVersion, facts: { subscriptions } }) as const;
const same = [{ phoneNumber: '+1 555-0100' }, { phoneNumber: '+15550100' }];

ruleTester.run(simDuplicateNumber, {
  atRisk: [
    {
      name: 'is at risk with one number on two lines, however it is written',
      picture: phone(same),
      expect: {
        count: 1,
        scope: 'activation',
        severity: 'medium',
        message: 'same-number',
        cause: 'sim/duplicate-number',
        data: { count: 2, ending: '00', version: '26.0' },
      },
    },
    {
      name: 'tells the number that stands on most lines',
      picture: phone([{ phoneNumber: '+15550101' }, { phoneNumber: '+15550101' }, ...same, ...same.slice(1)]),
      expect: { data: { count: 3, ending: '00', version: '26.0' } },
    },
    {
      name: 'tells the number that stands on most lines, also where it is the greater one',
      picture: phone([...same, ...[1, 2, 3].map(() => ({ phoneNumber: '+15550101' }))]),
      expect: { data: { count: 3, ending: '01', version: '26.0' } },
    },
    { name: 'is at risk on every version 26', picture: phone(same, '26.4.1') },
  ],
  clear: [
    {
      name: 'is clear with two numbers',
      picture: phone([{ phoneNumber: '+15550100' }, { phoneNumber: '+15550101' }]),
    },
    { name: 'is clear with one line', picture: phone([{ phoneNumber: '+15550100' }]) },
    {
      name: 'does not take two lines without a number for equal',
      picture: phone([{ phoneNumber: '' }, { phoneNumber: '' }, {}]),
    },
  ],
  unknown: [
    {
      name: 'is unknown when nobody reported the lines',
      picture: { platform: 'iOS', osVersion: '26.0' },
      expect: { gap: 'fact:subscriptions', undecided: false },
    },
    {
      name: 'is unknown when the version decides and is not known',
      picture: { platform: 'iOS', facts: { subscriptions: same } },
      expect: { gap: 'fact:osVersion' },
    },
  ],
  notApplicable: [
    {
      name: 'belongs to no version before 26',
      picture: phone(same, '18.6'),
      expect: { message: 'other-version' },
    },
    { name: 'belongs to no version from 27 on', picture: phone(same, '27.0') },
    {
      name: 'asks nothing of a Wi-Fi iPad',
      picture: {
        platform: 'iPadOS',
        osVersion: '26.0',
        facts: { hasCellular: false, subscriptions: same },
      },
      expect: { message: 'no-cellular' },
    },
  ],
});
