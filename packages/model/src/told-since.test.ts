import type { DeviceRecord } from './document.js';
import type { FactClaims, Subscription } from './facts.js';
import { differInSince } from './told-since.js';

const at = { offset: 0 };
const said = (claims: FactClaims): { readonly record: DeviceRecord } => ({
  record: { identity: { serial: 'C02FAKE00001' }, creates: true, basis: 'reported', claims, at },
});
const build = (value: string) => said({ build: { value, at } });
const lines = (...value: readonly Subscription[]) => said({ subscriptions: { value, at } });

describe('records of a device', () => {
  it.each([
    ['of one build', [build('23A1'), build('23A1')]],
    ['of which one names no build', [build('23A1'), said({ name: { value: 'a', at } })]],
    [
      'of lines in another order',
      [lines({ iccid: '1' }, { iccid: '2' }), lines({ iccid: '2' }, { iccid: '1' })],
    ],
    ['of one line on two networks', [lines({ iccid: '1', currentMcc: '262' }), lines({ iccid: '1' })]],
    ['that are one', [build('23A1')]],
    ['that are none', []],
  ])('%s do not differ in what is told since when', (_, records) => {
    expect(differInSince(records)).toBe(false);
  });

  it.each([
    ['of two builds', [build('23A1'), build('23B2')]],
    ['of two builds and one that names none', [said({}), build('23A1'), build('23B2')]],
    ['of two numbers', [lines({ phoneNumber: '+491' }), lines({ phoneNumber: '+492' })]],
    ['of a line and of none', [lines({ iccid: '1' }), lines()]],
  ])('%s differ in what is told since when', (_, records) => {
    expect(differInSince(records)).toBe(true);
  });
});
