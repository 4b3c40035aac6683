import type { FactValues, Subscription } from '@ringcheck/model';
import { ruleTester } from '@ringcheck/testkit';
import { carrierRoaming } from './rule.js';

const phone = (subscriptions: readonly Subscription[], facts: Partial<FactValues> = {}) =>
  ({ platform: 'iOS', osVersion: '26.1', facts: { subscriptions, ...facts } }) as const;
const off = { dataRoamingEnabled: false };

ruleTester.run(carrierRoaming, {
  limited: [
    {
      name: 'loses cellular calls abroad with data roaming off',
      picture: phone([{ isRoaming: true, currentCarrier: 'Example Mobile' }], off),
      expect: {
        count: 1,
        scope: 'cellular',
        message: 'no-data',
        severity: 'medium',
        control: 'circumstance',
        cause: 'carrier/data-roaming',
        data: { carrier: 'Example Mobile' },
        evidence: {
          document: 'DeviceInformation.plist',
          path: 'QueryResponses.dataRoamingEnabled',
          value: false,
        },
      },
    },
    {
      name: 'goes by the line that carries data',
      picture: phone(
        [{ isRoaming: false }, { isRoaming: true, isDataPreferred: true, homeCarrier: 'Home' }],
        off,
      ),
      expect: { data: { carrier: 'Home' } },
    },
  ],
  atRisk: [
    {
      name: 'is at risk abroad with data roaming on',
      picture: phone([{ isRoaming: true }], { dataRoamingEnabled: true }),
      expect: {
        scope: 'cellular',
        message: 'data-on',
        severity: 'low',
        data: { carrier: 'carrier not reported' },
      },
    },
  ],
  clear: [
    { name: 'is clear at home', picture: phone([{ isRoaming: false }], off), expect: { notes: [] } },
    {
      name: 'is clear with a note when only the voice line roams',
      picture: phone(
        [
          { isRoaming: false, isDataPreferred: true },
          { isRoaming: true, isVoicePreferred: true },
        ],
        off,
      ),
      expect: { notes: ['voice-roams'] },
    },
    {
      name: 'needs no choice of a line where none roams',
      picture: phone([{ isRoaming: false }, { isRoaming: false }], off),
    },
  ],
  unknown: [
    {
      name: 'never takes silence for being at home',
      picture: phone([{ currentMcc: '262' }], off),
      expect: { message: 'fact-missing', gap: 'fact:subscriptions', undecided: false },
    },
    {
      name: 'is unknown when nobody reported the lines',
      picture: { platform: 'iOS', osVersion: '26.1', facts: off },
      expect: { gap: 'fact:subscriptions' },
    },
    {
      name: 'is unknown when one of two lines roams and none is chosen',
      picture: phone([{ isRoaming: true }, { isRoaming: false }], off),
    },
    { name: 'is unknown when no line is in the list', picture: phone([], off) },
    {
      name: 'is unknown abroad when nobody says whether data roaming is on',
      picture: phone([{ isRoaming: true }]),
      expect: { message: 'data-roaming-unknown', gap: 'fact:dataRoamingEnabled' },
    },
  ],
  notApplicable: [
    {
      name: 'asks nothing of a Wi-Fi iPad, whatever it reports',
      picture: {
        platform: 'iPadOS',
        osVersion: '26.1',
        facts: { hasCellular: false, subscriptions: [{ isRoaming: true }], ...off },
      },
      expect: { message: 'no-cellular' },
    },
  ],
});
