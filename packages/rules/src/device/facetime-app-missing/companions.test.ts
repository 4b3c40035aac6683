import { pictureOf, testNow } from '@ringcheck/testkit';
import { defaultThresholds } from '@ringcheck/policy';
import { evaluateDevice } from '../../index.js';
import { facetimeAppMissing } from './rule.js';

function told(...ids: readonly string[]): unknown[] {
  const picture = pictureOf({
    platform: 'macOS',
    osVersion: '15.1',
    facts: { apps: ids.map((bundleId) => ({ bundleId })) },
  });
  return evaluateDevice(picture, {
    now: testNow,
    thresholds: defaultThresholds,
    rules: [facetimeAppMissing],
  }).results.map(({ message, data }) => [message, data['listed']]);
}

describe('a list of apps', () => {
  it.each([
    'com.apple.Safari',
    'com.apple.mail',
    'com.apple.iCal',
    'com.apple.MobileSMS',
    'com.apple.Photos',
    'com.apple.AppStore',
    'com.apple.AddressBook',
    'com.apple.Maps',
    'com.apple.Notes',
    'com.apple.reminders',
  ])('shows that system apps are listed by %s, in any case', (id) => {
    const others = ['com.apple.Safari', 'com.apple.mail', 'com.apple.Maps']
      .filter((one) => one !== id)
      .slice(0, 2);
    expect(told(id, ...others)).toEqual([['missing', 3]]);
    expect(told(id.toUpperCase(), ...others)).toEqual([['missing', 3]]);
    expect(told(...others)).toEqual([['list-cannot-tell', undefined]]);
  });
});
