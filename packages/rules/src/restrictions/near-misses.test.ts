import { defaultThresholds } from '@ringcheck/policy';
import { pictureOf, testNow, type Plain } from '@ringcheck/testkit';
import { evaluateDevice, type Rule } from '../index.js';
import { restrictionAppAllowlist } from './restriction-app-allowlist/rule.js';
import { restrictionAppBlocklist } from './restriction-app-blocklist/rule.js';
import { restrictionUserChoices } from './restriction-user-choices/rule.js';

const type = 'com.apple.applicationaccess';

function notes(rule: Rule, settings: Readonly<Record<string, Plain>>, osVersion = '26.1', names = ['A']) {
  const picture = pictureOf({
    platform: 'iOS',
    osVersion,
    isSupervised: true,
    enrolment: 'device',
    profiles: names.map((displayName) => ({
      identifier: `com.example.${displayName}`,
      displayName,
      payloads: [{ type, ...settings }],
    })),
  });
  return evaluateDevice(picture, { now: testNow, thresholds: defaultThresholds, rules: [rule] }).notes;
}
const messages = (rule: Rule, settings: Readonly<Record<string, Plain>>, osVersion?: string) =>
  notes(rule, settings, osVersion).map(({ message }) => message);

describe('an identifier in a list of apps', () => {
  it.each([
    ['com.apple.facetme', true],
    ['com.apple.facetimee', true],
    ['xcom.apple.facetime', true],
    ['om.apple.facetime', true],
    ['com.apple.facetimf', true],
    ['com.apple.fazetime', true],
    ['dom.apple.facetime', true],
    ['com.apple.facetm', false],
    ['com.apple.fazetimf', false],
    ['com.apple.afcetime', false],
    ['com.apple.facetimexx', false],
    ['com.example.facetime', false],
    ['com.apple.findmy', false],
  ])('%s looks like FaceTime: %s', (id, isNear) => {
    expect(messages(restrictionAppBlocklist, { blockedAppBundleIDs: [id] }).includes('near-miss')).toBe(
      isNear,
    );
  });

  it('is told with its list and its profile', () => {
    const [note] = notes(restrictionAppBlocklist, { blockedAppBundleIDs: ['com.apple.facetme'] });
    expect(note?.data).toEqual({
      profile: 'A',
      identifier: 'com.example.A',
      payload: type,
      key: 'blockedAppBundleIDs',
      bundleId: 'com.apple.facetme',
    });
    expect(note?.evidence).toHaveLength(1);
  });

  it('that only looks like FaceTime is no note where the list allows, besides FaceTime', () => {
    const apps = ['com.apple.facetime', 'com.apple.facetme'];
    expect(messages(restrictionAppAllowlist, { allowListedAppBundleIDs: apps })).toEqual([]);
  });

  it('is none in an empty list of allowed apps, which is told at its key', () => {
    const found = notes(restrictionAppAllowlist, { allowListedAppBundleIDs: [] });
    expect(found.map(({ message, evidence }) => [message, evidence.map(({ path }) => path)])).toEqual([
      ['empty', ['PayloadContent[0].allowListedAppBundleIDs']],
    ]);
  });

  it('is deprecated from OS 27 on, under the name it is written by', () => {
    const list = { blacklistedAppBundleIDs: ['com.apple.facetime'] };
    expect(messages(restrictionAppBlocklist, list, '26.9')).toEqual([]);
    const [note] = notes(restrictionAppBlocklist, list, '27.0');
    expect([note?.message, note?.data['key']]).toEqual(['deprecated', 'blacklistedAppBundleIDs']);
  });
});

describe('what is taken from the user', () => {
  it('is told with its value and with every profile that takes it, in order', () => {
    const found = notes(restrictionUserChoices, { forceDelayedSoftwareUpdates: true }, '26.1', ['B', 'A']);
    expect(found.map(({ message, data }) => [message, data['value'], data['by']])).toEqual([
      ['forceDelayedSoftwareUpdates', 'true', ['A', 'B']],
    ]);
    expect(found[0]?.evidence).toHaveLength(2);
  });
});
