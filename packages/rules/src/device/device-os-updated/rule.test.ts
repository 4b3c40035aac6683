import { ruleTester } from '@ringcheck/testkit';
import { deviceOsUpdated } from './rule.js';

const since = (buildSince: string) => ({ platform: 'iOS', facts: { buildSince } }) as const;

ruleTester.run(deviceOsUpdated, {
  clear: [
    {
      name: 'notes an update of yesterday, until it has settled',
      picture: since('2026-11-20T12:00:00Z'),
      expect: { notes: ['just-updated'], reviewAt: '2026-11-23T12:00:00.000Z' },
    },
    { name: 'says nothing three days later', picture: since('2026-11-18T12:00:00Z'), expect: { notes: [] } },
    {
      name: 'counts as many hours as the policy says',
      picture: since('2026-11-20T13:00:00Z'),
      thresholds: { osSettleHours: 12 },
      expect: { notes: [] },
    },
    { name: 'says nothing of a time that is none', picture: since('lately'), expect: { notes: [] } },
  ],
  notApplicable: [
    {
      name: 'has nothing to judge by where no older report shows another system',
      picture: { platform: 'iOS' },
      expect: { message: 'no-change-seen' },
    },
  ],
});
