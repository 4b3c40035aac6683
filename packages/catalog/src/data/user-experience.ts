import {
  defineKey,
  definePayload,
  deviceChannel,
  mdmOnly,
  notUserEnrolled,
  since,
  supervised,
} from '../define.js';
import * as types from '../types-of-payloads.js';

/** Notifications, privacy, parental controls and what a Mac's user may change. */
export const userExperiencePayloads = [
  definePayload(types.notifications, 'Notifications', {
    page: 'notifications',
    multiple: { iOS: false, macOS: true },
    platforms: { iOS: since('9.3', supervised), macOS: since('10.15') },
    keys: [
      defineKey('NotificationSettings', 'array', 'Settings of apps', { bearing: 'indirect' }),
      defineKey('NotificationSettings[].BundleIdentifier', 'string', 'Bundle identifier'),
      defineKey('NotificationSettings[].NotificationsEnabled', 'boolean', 'Notifications'),
      defineKey('NotificationSettings[].AlertType', 'integer', 'Kind of banner'),
      defineKey('NotificationSettings[].SoundsEnabled', 'boolean', 'Sounds'),
      defineKey('NotificationSettings[].ShowInLockScreen', 'boolean', 'On the lock screen'),
    ],
  }),
  definePayload(types.privacyControl, 'Privacy Preferences Policy Control', {
    page: 'privacypreferencespolicycontrol',
    platforms: { macOS: since('10.14', deviceChannel, mdmOnly, { needsUserApprovedMdm: true }) },
    keys: [
      defineKey('Services', 'dict', 'Services', { bearing: 'indirect' }),
      ...['Camera', 'Microphone', 'ScreenCapture'].map((service) =>
        defineKey(`Services.${service}`, 'array', service, { combine: 'union', bearing: 'indirect' }),
      ),
    ],
  }),
  definePayload(types.timeLimits, 'Time limits of an account', {
    page: 'parentalcontrolstimelimits',
    multiple: false,
    canBlock: true,
    platforms: { macOS: since('10.7', notUserEnrolled) },
    keys: [
      defineKey('familyControlsEnabled', 'boolean', 'Time limits are on', {
        default: false,
        bearing: 'indirect',
      }),
      defineKey('time-limits', 'dict', 'Time limits', { bearing: 'indirect' }),
    ],
  }),
  definePayload(types.familyContentFilter, 'Web filter of an account', {
    page: 'parentalcontrolscontentfilter',
    multiple: false,
    platforms: { macOS: since('10.7', notUserEnrolled) },
    keys: [defineKey('restrictWeb', 'boolean', 'Web filter', { default: false })],
  }),
  definePayload(types.systemPreferences, 'System Preferences', {
    page: 'systempreferences',
    multiple: false,
    platforms: { macOS: since('10.7', { deprecated: '13.0' }) },
    keys: [
      defineKey('EnabledPreferencePanes', 'array', 'Panes allowed'),
      defineKey('DisabledPreferencePanes', 'array', 'Panes denied'),
      defineKey('DisabledSystemSettings', 'array', 'Settings denied', {
        bearing: 'indirect',
        on: { macOS: since('13.0') },
      }),
    ],
  }),
  definePayload(types.securityPreferences, 'Security preferences', {
    page: 'securitypreferences',
    platforms: { macOS: since('10.10', deviceChannel) },
    keys: [
      defineKey('dontAllowFireWallUI', 'boolean', 'User cannot change the firewall', {
        combine: 'or',
        default: false,
        bearing: 'indirect',
      }),
    ],
  }),
];
