import { pictureOf, testNow } from '@ringcheck/testkit';
import { defaultThresholds } from '@ringcheck/policy';
import { evaluateDevice } from '../../index.js';
import { macSettingsPanes } from './rule.js';

/** Message and panes of what is told when the list closes this one. */
function told(key: string, pane: string): unknown[] {
  const picture = pictureOf({
    platform: 'macOS',
    osVersion: '15.1',
    enrolment: 'device',
    profiles: [
      { identifier: 'com.example.panes', payloads: [{ type: 'com.apple.systempreferences', [key]: [pane] }] },
    ],
  });
  const { results, notes } = evaluateDevice(picture, {
    now: testNow,
    thresholds: defaultThresholds,
    rules: [macSettingsPanes],
  });
  return [...results.filter(({ outcome }) => outcome !== 'clear'), ...notes].map(({ message, data }) => [
    message === 'closed-beside' ? 'beside' : 'at risk',
    data['panes'],
  ]);
}

describe('a pane of System Settings', () => {
  it.each([
    [
      'Apple Account',
      'com.apple.systempreferences.AppleIDSettings',
      'com.apple.preferences.AppleIDPrefPane',
      'at risk',
    ],
    [
      'Internet Accounts',
      'com.apple.Internet-Accounts-Settings.extension',
      'com.apple.preferences.internetaccounts',
      'at risk',
    ],
    ['Date & Time', 'com.apple.Date-Time-Settings.extension', 'com.apple.preference.datetime', 'at risk'],
    ['Network', 'com.apple.Network-Settings.extension', 'com.apple.preference.network', 'beside'],
    [
      'Notifications',
      'com.apple.Notifications-Settings.extension',
      'com.apple.preference.notifications',
      'beside',
    ],
    ['Screen Time', 'com.apple.Screen-Time-Settings.extension', 'com.apple.preference.screentime', 'beside'],
  ])('%s is closed by its new and its old name', (name, extension, pane, weight) => {
    expect(told('DisabledSystemSettings', extension)).toEqual([[weight, [name]]]);
    expect(told('DisabledPreferencePanes', pane)).toEqual([[weight, [name]]]);
  });
});
