import { pictureOf, testNow } from '@ringcheck/testkit';
import { defaultThresholds } from '@ringcheck/policy';
import { evaluateDevice } from '../../index.js';
import { regionTimeZone } from './rule.js';

function notes(timeZone: string, currentMcc?: string): unknown[] {
  const picture = pictureOf({
    platform: 'iOS',
    facts: { timeZone, ...(currentMcc === undefined ? {} : { subscriptions: [{ currentMcc }] }) },
  });
  const { notes: found } = evaluateDevice(picture, {
    now: testNow,
    thresholds: defaultThresholds,
    rules: [regionTimeZone],
  });
  return found.map(({ message, data, evidence }) => [
    message,
    data['zone'],
    data['country'],
    evidence.map(({ value }) => value),
  ]);
}

describe('a time zone', () => {
  it.each([
    ['Asia/Dubai', '424', 'United Arab Emirates', true],
    ['Asia/Riyadh', '420', 'Saudi Arabia', true],
    ['Asia/Qatar', '427', 'Qatar', true],
    ['Asia/Muscat', '422', 'Oman', true],
    ['Asia/Karachi', '410', 'Pakistan', true],
    ['Asia/Shanghai', '460', 'China mainland', true],
    ['Asia/Urumqi', '460', 'China mainland', true],
    ['Asia/Amman', '416', 'Jordan', true],
    ['Africa/Cairo', '602', 'Egypt', true],
    ['Africa/Casablanca', '604', 'Morocco', false],
  ])('%s is that of MCC %s, %s', (zone, mcc, country, isLimited) => {
    expect(notes(zone, mcc)).toEqual([]);
    expect(notes(zone, '262')).toEqual([['zone-differs', zone, country, [zone]]]);
    expect(notes(zone)).toEqual(isLimited ? [['may-be-there', zone, country, [zone]]] : []);
  });
});
