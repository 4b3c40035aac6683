import { ruleTester } from '@ringcheck/testkit';
import { simNumberChanged } from './rule.js';

const since = (linesSince: string) => ({ platform: 'iOS', facts: { linesSince } }) as const;

ruleTester.run(simNumberChanged, {
  atRisk: [
    {
      name: 'fears for the activation of a number of this morning',
      picture: since('2026-11-21T08:00:00Z'),
      expect: { scope: 'activation', severity: 'low', reviewAt: '2026-11-22T08:00:00.000Z' },
    },
    {
      name: 'waits as long as the policy says',
      picture: since('2026-11-20T08:00:00Z'),
      thresholds: { numberSettleHours: 48 },
    },
  ],
  clear: [
    { name: 'is clear a day later', picture: since('2026-11-20T12:00:00Z') },
    { name: 'is clear for a time that is none', picture: since('lately') },
  ],
  notApplicable: [
    { name: 'has nothing to judge by where no older report shows others', picture: { platform: 'iOS' } },
  ],
});
