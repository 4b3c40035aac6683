import { ruleTester } from '@ringcheck/testkit';
import { macSettingsPanes } from './rule.js';

const type = 'com.apple.systempreferences';
const mac = { platform: 'macOS', osVersion: '15.1', enrolment: 'device' } as const;
const closing = (settings: object, more: object = {}) => ({
  ...mac,
  profiles: [{ identifier: 'com.example.panes', payloads: [{ type, ...settings }], ...more }],
});
const firewall = (dontAllowFireWallUI: boolean) => ({
  ...mac,
  profiles: [
    {
      identifier: 'com.example.panes',
      payloads: [{ type: 'com.apple.preference.security', dontAllowFireWallUI }],
    },
  ],
});

ruleTester.run(macSettingsPanes, {
  atRisk: [
    {
      name: 'fears for a sign-in when the Apple Account and the clock are closed',
      picture: closing({
        DisabledSystemSettings: [
          'com.apple.systempreferences.AppleIDSettings',
          'com.apple.Date-Time-Settings.extension',
        ],
      }),
      expect: {
        count: 1,
        scope: 'activation',
        severity: 'low',
        cause: `profile:com.example.panes/${type}/DisabledSystemSettings`,
        data: { panes: ['Apple Account', 'Date & Time'] },
        notes: [],
      },
    },
    {
      name: 'names the panes of older systems too',
      picture: closing({ DisabledPreferencePanes: ['com.apple.preferences.internetaccounts'] }),
      expect: { data: { panes: ['Internet Accounts'] } },
    },
    {
      name: 'takes a hidden pane as closed',
      picture: closing({ HiddenPreferencePanes: ['com.apple.preference.datetime'] }),
      expect: { data: { panes: ['Date & Time'] } },
    },
    {
      name: 'takes as closed what a list of open panes leaves out',
      picture: closing({
        EnabledPreferencePanes: ['com.apple.preference.datetime', 'com.apple.preference.network'],
      }),
      expect: {
        data: { panes: ['Apple Account', 'Internet Accounts'] },
        notes: ['closed-beside'],
      },
    },
    {
      name: 'speaks of one user where the profile is of his channel',
      picture: closing(
        { DisabledSystemSettings: ['com.apple.systempreferences.AppleIDSettings'] },
        { channel: 'ana' },
      ),
      expect: { scope: 'user:ana' },
    },
  ],
  clear: [
    {
      name: 'is clear, with a note, when only notifications, network and Screen Time are closed',
      picture: closing({
        DisabledSystemSettings: [
          'com.apple.Network-Settings.extension',
          'com.apple.Notifications-Settings.extension',
          'com.apple.Screen-Time-Settings.extension',
        ],
      }),
      expect: { notes: ['closed-beside'] },
    },
    {
      name: 'is clear when other settings are closed',
      picture: closing({ DisabledSystemSettings: ['com.apple.Siri-Settings.extension'] }),
      expect: { notes: [] },
    },
    {
      name: 'looks at no older list beside the newer one',
      picture: closing({
        DisabledSystemSettings: [],
        DisabledPreferencePanes: ['com.apple.preferences.AppleIDPrefPane'],
      }),
      expect: { notes: [] },
    },
    {
      name: 'is clear, with a note, when the user cannot change the firewall',
      picture: firewall(true),
      expect: { notes: ['firewall-closed'] },
    },
    {
      name: 'says nothing of a firewall the user may change',
      picture: firewall(false),
      expect: { notes: [] },
    },
    {
      name: 'notes panes that a User Enrollment keeps open',
      picture: {
        ...closing({ DisabledSystemSettings: ['com.apple.systempreferences.AppleIDSettings'] }),
        enrolment: 'user',
      },
      expect: { notes: ['ignored-user-enrolment'] },
    },
  ],
  unknown: [
    {
      name: 'is unknown while the profile cannot be read',
      picture: { ...mac, profiles: [{ identifier: 'x', content: 'missing', payloadTypes: [type] }] },
      expect: { message: 'undetermined-content-missing' },
    },
  ],
});
