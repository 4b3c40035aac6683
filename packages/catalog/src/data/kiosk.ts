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
} from '../define.js';
import * as types from '../types-of-payloads.js';

/** Single-app modes, and what Macs and classrooms use in their place. */
export const kioskPayloads = [
  definePayload(types.appLock, 'Single App Mode', {
    page: 'applock',
    multiple: false,
    canBlock: true,
    platforms: { iOS: since('6.0', supervisedOnly, sharedIpadDevice), tvOS: since('10.2', supervised) },
    keys: [
      defineKey('App', 'dict', 'App', { bearing: 'direct' }),
      defineKey('App.Identifier', 'string', 'Bundle identifier of the app', { bearing: 'direct' }),
      defineKey('App.Options', 'dict', 'Options the user cannot change', { bearing: 'direct' }),
      ...['DisableTouch', 'DisableVolumeButtons', 'DisableRingerSwitch', 'DisableSleepWakeButton'].map(
        (option) =>
          defineKey(`App.Options.${option}`, 'boolean', option, { default: false, bearing: 'direct' }),
      ),
    ],
  }),
  definePayload(types.autonomousSingleAppMode, 'Autonomous Single App Mode', {
    page: 'autonomoussingleappmode',
    multiple: false,
    platforms: {
      macOS: since('10.13.4', deviceChannel, mdmOnly, { needsUserApprovedMdm: true }),
    },
    keys: [
      defineKey('AllowedApplications', 'array', 'Apps that may lock the Mac', { bearing: 'indirect' }),
      defineKey('AllowedApplications[].BundleIdentifier', 'string', 'Bundle identifier'),
      defineKey('AllowedApplications[].TeamIdentifier', 'string', 'Team identifier'),
    ],
  }),
  definePayload(types.conferenceRoomDisplay, 'Conference Room Display', {
    page: 'conferenceroomdisplay',
    multiple: false,
    canBlock: true,
    platforms: { tvOS: since('10.2', supervised) },
    keys: [defineKey('Message', 'string', 'Message on the screen')],
  }),
  definePayload(types.homeScreenLayout, 'Home Screen Layout', {
    page: 'homescreenlayout',
    multiple: false,
    platforms: { iOS: since('9.3', supervised), tvOS: since('11.0', supervised) },
    keys: [defineKey('Dock', 'array', 'Dock'), defineKey('Pages', 'array', 'Pages')],
  }),
  definePayload(types.sharedDevice, 'Lock Screen Message', {
    page: 'lockscreenmessage',
    multiple: false,
    platforms: { iOS: since('9.3', supervised) },
    keys: [
      defineKey('AssetTagInformation', 'string', 'Asset tag'),
      defineKey('LockScreenFootnote', 'string', 'Footnote'),
    ],
  }),
  definePayload(types.education, 'Education', {
    page: 'educationconfiguration',
    multiple: false,
    platforms: {
      iOS: since('9.3', supervised),
      macOS: since('10.14', mdmOnly, { needsUserApprovedMdm: true }),
    },
    keys: [
      defineKey('UserIdentifier', 'string', 'User'),
      defineKey('ScreenObservationPermissionModificationAllowed', 'boolean', 'Changing screen observation'),
    ],
  }),
  definePayload(types.applicationAccessNew, 'Application restrictions of a Mac', {
    page: 'parentalcontrolsapplicationrestrictions',
    canBlock: true,
    platforms: { macOS: since('10.7', notUserEnrolled, { deprecated: '27.0' }) },
    keys: [
      defineKey('familyControlsEnabled', 'boolean', 'Application restrictions are on', {
        combine: 'or',
        default: false,
        bearing: 'direct',
      }),
      defineKey('allowList', 'array', 'Signed apps allowed', {
        combine: 'intersection',
        bearing: 'direct',
        on: { macOS: since('10.15', notUserEnrolled) },
      }),
      defineKey('whiteList', 'array', 'Signed apps allowed (old name)', {
        combine: 'intersection',
        bearing: 'direct',
        renamedTo: 'allowList',
      }),
      defineKey('pathDenyList', 'array', 'Folders denied', {
        combine: 'union',
        bearing: 'direct',
        on: { macOS: since('10.15', notUserEnrolled) },
      }),
      defineKey('pathBlackList', 'array', 'Folders denied (old name)', {
        combine: 'union',
        bearing: 'direct',
        renamedTo: 'pathDenyList',
      }),
      defineKey('pathAllowList', 'array', 'Folders allowed', {
        combine: 'intersection',
        bearing: 'direct',
        on: { macOS: since('10.15', notUserEnrolled) },
      }),
      defineKey('pathWhiteList', 'array', 'Folders allowed (old name)', {
        combine: 'intersection',
        bearing: 'direct',
        renamedTo: 'pathAllowList',
      }),
    ],
  }),
];
