import {
  defineKey,
  definePayload,
  deviceChannel,
  mdmOnly,
  notUserEnrolled,
  sharedIpadDevice,
  since,
  supervised,
  supervisedOnly,
  type KeyOf,
} from '../define.js';
import type { CatalogPayload } from '../types.js';
import * as types from '../types-of-payloads.js';

const tccLimits = { ...deviceChannel, ...mdmOnly, ...notUserEnrolled, needsUserApprovedMdm: true };

/** A list of apps under one service; contradictory entries deny. */
function serviceKeys(service: string, introduced: string): readonly KeyOf[] {
  const on = { macOS: since(introduced, tccLimits) };
  const list = `Services.${service}`;
  return [
    defineKey(list, 'array', service, { combine: 'union', bearing: 'indirect', on }),
    defineKey(`${list}[].Identifier`, 'string', 'Bundle identifier or path', { bearing: 'indirect', on }),
    defineKey(`${list}[].IdentifierType`, 'string', 'Kind of identifier', { bearing: 'indirect', on }),
    defineKey(`${list}[].CodeRequirement`, 'string', 'Code requirement', { on }),
    defineKey(`${list}[].StaticCode`, 'boolean', 'Checked on disk', { default: false, on }),
    defineKey(`${list}[].Allowed`, 'boolean', 'Allowed', { bearing: 'indirect', on }),
    defineKey(`${list}[].Authorization`, 'string', 'Allowed, denied or left to the user', {
      bearing: 'indirect',
      on: { macOS: since('11.0', tccLimits) },
    }),
  ];
}

/** A switch of one app's notifications. */
function notice(key: string, title: string, value: boolean, on?: CatalogPayload['platforms']): KeyOf {
  return defineKey(`NotificationSettings[].${key}`, 'boolean', title, {
    default: value,
    bearing: 'indirect',
    ...(on === undefined ? {} : { on }),
  });
}

/** Notifications, privacy, parental controls and what a Mac's user may change. */
export const userExperiencePayloads = [
  definePayload(types.notifications, 'Notifications', {
    page: 'notifications',
    multiple: { iOS: false, macOS: true },
    platforms: { iOS: since('9.3', supervised), macOS: since('10.15') },
    keys: [
      defineKey('NotificationSettings', 'array', 'Settings of apps', { bearing: 'indirect' }),
      defineKey('NotificationSettings[].BundleIdentifier', 'string', 'Bundle identifier'),
      notice('NotificationsEnabled', 'Notifications', true),
      defineKey('NotificationSettings[].AlertType', 'integer', 'Kind of banner', {
        default: 1,
        bearing: 'indirect',
      }),
      notice('SoundsEnabled', 'Sounds', true),
      notice('ShowInLockScreen', 'On the lock screen', true),
      notice('ShowInNotificationCenter', 'In Notification Center', true),
      notice('CriticalAlertEnabled', 'Alerts past Focus and the ringer switch', false, {
        iOS: since('12.0', supervised),
        macOS: since('10.15'),
      }),
    ],
  }),
  definePayload(types.privacyControl, 'Privacy Preferences Policy Control', {
    page: 'privacypreferencespolicycontrol',
    platforms: { macOS: since('10.14', tccLimits) },
    keys: [
      defineKey('Services', 'dict', 'Services', { bearing: 'indirect' }),
      ...serviceKeys('Camera', '10.14'),
      ...serviceKeys('Microphone', '10.14'),
      ...serviceKeys('ScreenCapture', '10.15'),
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
  definePayload(types.setupAssistant, 'Setup Assistant', {
    page: 'setupassistant',
    multiple: false,
    platforms: {
      iOS: since('14.0', supervisedOnly, sharedIpadDevice),
      macOS: since('10.12', notUserEnrolled),
    },
    keys: [
      defineKey('SkipSetupItems', 'array', 'Panes not shown', {
        combine: 'union',
        bearing: 'indirect',
        on: {
          iOS: since('14.0', supervisedOnly, sharedIpadDevice),
          macOS: since('15.0', notUserEnrolled),
        },
      }),
    ],
  }),
  definePayload(types.systemPreferences, 'System Preferences', {
    page: 'systempreferences',
    multiple: false,
    platforms: { macOS: since('10.7', notUserEnrolled, { deprecated: '13.0' }) },
    keys: [
      defineKey('EnabledPreferencePanes', 'array', 'Panes allowed', { bearing: 'indirect' }),
      defineKey('DisabledPreferencePanes', 'array', 'Panes denied', { bearing: 'indirect' }),
      defineKey('HiddenPreferencePanes', 'array', 'Panes hidden', { bearing: 'indirect' }),
      defineKey('DisabledSystemSettings', 'array', 'Settings denied', {
        bearing: 'indirect',
        on: { macOS: since('13.0', notUserEnrolled) },
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
