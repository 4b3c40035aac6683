import type { Subscription } from '@ringcheck/model';
import { defaultPolicy } from '@ringcheck/policy';
import { ruleTester } from '@ringcheck/testkit';
import { regionCountry } from './rule.js';

const phone = (...subscriptions: readonly Subscription[]) =>
  ({ platform: 'iOS', osVersion: '26.1', facts: { subscriptions } }) as const;

const stating = (state: 'open' | 'limited' | 'lifted', mcc: string) => ({
  knowledge: {
    ...defaultPolicy.knowledge,
    countries: [{ mcc: [mcc], state, verified: '2026-10-01', source: 'carrier letter', at: { offset: 9 } }],
  },
});

ruleTester.run(regionCountry, {
  atRisk: [
    {
      name: 'believes the policy on a country the table does not name',
      picture: { ...phone({ currentMcc: '262' }), ...stating('limited', '262') },
      expect: { data: { country: 'country 262', verified: '2026-10-01', sources: ['carrier letter'] } },
    },
    {
      name: 'is at risk in the Emirates, with date and sources',
      picture: phone({ currentMcc: '424', isRoaming: false }),
      expect: {
        count: 1,
        message: 'held',
        severity: 'medium',
        cause: 'country:424',
        data: { country: 'United Arab Emirates', mcc: '424', verified: '2021-10' },
        evidence: { document: 'DeviceInformation.plist', value: '424' },
      },
    },
    {
      name: 'is at risk in Saudi Arabia, where two sources differ',
      picture: phone({ currentMcc: '420' }),
      expect: { data: { country: 'Saudi Arabia', verified: '2020' }, severity: 'medium' },
    },
    {
      name: 'is a little at risk in Pakistan',
      picture: phone({ currentMcc: '410' }),
      expect: { severity: 'low', cause: 'country:410' },
    },
    { name: 'is at risk in mainland China', picture: phone({ currentMcc: '460' }) },
    {
      name: 'weighs less for a foreign SIM, whose data leaves at home',
      picture: phone({ currentMcc: '424', isRoaming: true }),
      expect: { message: 'held-roaming', severity: 'low' },
    },
    {
      name: 'asks the line that carries data first',
      picture: phone({ currentMcc: '262' }, { currentMcc: '427', isDataPreferred: true }),
      expect: { cause: 'country:427' },
    },
    {
      name: 'asks the other line where the first is without a network',
      picture: phone({ currentMcc: '65535', isDataPreferred: true }, { currentMcc: '422' }),
      expect: { cause: 'country:422' },
    },
  ],
  clear: [
    {
      name: 'believes the policy where it says that calls pass',
      picture: { ...phone({ currentMcc: '424' }), ...stating('open', '424') },
      expect: { notes: [], evidence: { path: 'region.countries' } },
    },
    {
      name: 'notes what the policy says was lifted',
      picture: { ...phone({ currentMcc: '424' }), ...stating('lifted', '424') },
      expect: { notes: ['lifted'] },
    },
    { name: 'is clear in Germany', picture: phone({ currentMcc: '262' }), expect: { notes: [] } },
    { name: 'is clear in Kuwait', picture: phone({ currentMcc: '419' }) },
    {
      name: 'is clear on a test network, whose code begins with zeros',
      picture: phone({ currentMcc: '001' }),
    },
    {
      name: 'is clear with a note in Morocco, where it is over',
      picture: phone({ currentMcc: '604' }),
      expect: { notes: ['lifted'] },
    },
    {
      name: 'does not look at the home of a SIM',
      picture: phone({ currentMcc: '262', homeMcc: '424', isRoaming: true }),
    },
  ],
  unknown: [
    {
      name: 'is unknown when nobody reported the lines',
      picture: { platform: 'iOS', osVersion: '26.1' },
      expect: { message: 'fact-missing', gap: 'fact:subscriptions', undecided: false },
    },
    {
      name: 'is unknown when no line is in a network',
      picture: phone({ currentMcc: '' }, { iccid: '89010000000000000001' }),
      expect: { gap: 'fact:subscriptions' },
    },
  ],
  notApplicable: [
    {
      name: 'asks nothing of a Wi-Fi iPad, whatever lines it lists',
      picture: {
        platform: 'iPadOS',
        osVersion: '26.1',
        facts: { hasCellular: false, subscriptions: [{ currentMcc: '424' }] },
      },
      expect: { message: 'no-cellular' },
    },
    { name: 'asks nothing of a Mac', picture: { platform: 'macOS', osVersion: '26.1' } },
  ],
});
