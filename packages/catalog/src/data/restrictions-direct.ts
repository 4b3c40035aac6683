import {
  allowKey,
  defineKey,
  mdmOnly,
  notUserEnrolled,
  since,
  supervised,
  supervisedOnly,
  type KeyOf,
} from '../define.js';

/** Restrictions keys that can block FaceTime or part of it by themselves. */
export const directRestrictions: readonly KeyOf[] = [
  allowKey('allowVideoConferencing', 'FaceTime', 'direct', {
    iOS: since('4.0', notUserEnrolled, { supervised: { from: '13.0' } }),
    visionOS: since('2.0', supervisedOnly),
  }),
  allowKey('allowCamera', 'Camera', 'direct', {
    iOS: since('4.0', notUserEnrolled),
    macOS: since('10.11', notUserEnrolled),
    tvOS: since('17.0'),
    visionOS: since('2.0', notUserEnrolled),
  }),
  defineKey('allowedCameraRestrictionBundleIDs', 'array', 'Apps exempt from the camera ban', {
    combine: 'intersection',
    bearing: 'direct',
    on: { iOS: since('26.0', supervisedOnly, mdmOnly, { sharedIpad: 'none' }) },
  }),
  defineKey('deniedICCIDsForiMessageFaceTime', 'array', 'SIMs denied for iMessage and FaceTime', {
    combine: 'union',
    bearing: 'direct',
    on: { iOS: since('26.0', supervisedOnly) },
  }),
  defineKey('blockedAppBundleIDs', 'array', 'Blocked apps', {
    combine: 'union',
    bearing: 'direct',
    on: {
      iOS: since('15.0', supervisedOnly, { deprecated: '27.0' }),
      tvOS: since('15.0', supervised, { deprecated: '27.0' }),
      visionOS: since('27.0', supervised, { deprecated: '27.0' }),
    },
  }),
  defineKey('blacklistedAppBundleIDs', 'array', 'Blocked apps (old name)', {
    combine: 'union',
    bearing: 'direct',
    renamedTo: 'blockedAppBundleIDs',
    on: {
      iOS: since('9.3', supervisedOnly, { deprecated: '15.0' }),
      tvOS: since('11.0', supervised, { deprecated: '15.0' }),
    },
  }),
  defineKey('allowListedAppBundleIDs', 'array', 'The only apps allowed', {
    combine: 'intersection',
    bearing: 'direct',
    on: {
      iOS: since('15.0', supervisedOnly, { deprecated: '27.0' }),
      tvOS: since('15.0', supervised, { deprecated: '27.0' }),
    },
  }),
  defineKey('whitelistedAppBundleIDs', 'array', 'The only apps allowed (old name)', {
    combine: 'intersection',
    bearing: 'direct',
    renamedTo: 'allowListedAppBundleIDs',
    on: {
      iOS: since('9.3', supervisedOnly, { deprecated: '15.0' }),
      tvOS: since('11.0', supervised, { deprecated: '15.0' }),
    },
  }),
  defineKey('ratingApps', 'integer', 'Highest age rating of apps', {
    combine: 'min',
    bearing: 'direct',
    default: 1000,
    on: { iOS: since('4.0', notUserEnrolled), tvOS: since('11.3'), macOS: since('15.0') },
  }),
  defineKey('ratingAppsExemptedBundleIDs', 'array', 'Apps exempt from the age rating', {
    combine: 'intersection',
    bearing: 'direct',
    on: { iOS: since('26.1', mdmOnly) },
  }),
];
