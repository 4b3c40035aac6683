import {
  allowKey,
  defineKey,
  forceKey,
  notUserEnrolled,
  since,
  supervised,
  supervisedOnly,
  type KeyOf,
} from '../define.js';

const removedAt27 = { deprecated: '26.0', removed: '27.0' };

/** Restrictions keys that hinder or help activation, sign-in, transport or repair. */
export const indirectRestrictions: readonly KeyOf[] = [
  allowKey('allowVideoConferencingRemoteControl', 'Remote control in a call', 'indirect', {
    iOS: since('18.4', supervisedOnly),
  }),
  allowKey('allowAccountModification', 'Changing accounts', 'indirect', {
    iOS: since('7.0', supervisedOnly),
    macOS: since('14.0', notUserEnrolled),
    visionOS: since('2.0', supervisedOnly),
    watchOS: since('10.0', supervised),
  }),
  forceKey('forceAutomaticDateAndTime', 'Automatic date and time', 'indirect', {
    iOS: since('12.0', supervisedOnly),
    tvOS: since('12.2', supervised),
    visionOS: since('2.0', supervised),
  }),
  allowKey('allowVPNCreation', 'Adding VPNs', 'indirect', {
    iOS: since('11.0', supervisedOnly),
    visionOS: since('2.0', supervised),
  }),
  forceKey('forceWiFiPowerOn', 'Wi-Fi kept on', 'indirect', { iOS: since('13.0', supervisedOnly) }),
  forceKey('forceWiFiToAllowedNetworksOnly', 'Only managed Wi-Fi networks', 'indirect', {
    iOS: since('14.5', supervisedOnly),
    visionOS: since('2.0', supervised),
  }),
  forceKey(
    'forceWiFiWhitelisting',
    'Only managed Wi-Fi networks (old name)',
    'indirect',
    { iOS: since('10.3', supervisedOnly, { deprecated: '14.5' }) },
    'forceWiFiToAllowedNetworksOnly',
  ),
  allowKey('allowAppCellularDataModification', 'Changing cellular data for apps', 'indirect', {
    iOS: since('7.0', supervisedOnly),
  }),
  allowKey('allowCellularPlanModification', 'Changing the cellular plan', 'indirect', {
    iOS: since('11.0', supervisedOnly),
  }),
  allowKey('allowESIMModification', 'Changing eSIMs', 'indirect', { iOS: since('12.1', supervisedOnly) }),
  allowKey('allowESIMOutgoingTransfers', 'Moving eSIMs away', 'indirect', {
    iOS: since('18.0', supervisedOnly),
  }),
  allowKey('allowEnablingRestrictions', 'Screen Time', 'indirect', {
    iOS: since('8.0', supervisedOnly, { sharedIpad: 'none' }),
    visionOS: since('2.0', supervised),
  }),
  allowKey('allowSystemAppRemoval', 'Deleting system apps', 'indirect', {
    iOS: since('11.0', supervisedOnly),
    visionOS: since('2.0', supervised),
  }),
  allowKey('allowAppInstallation', 'Installing apps', 'indirect', {
    iOS: since('4.0', notUserEnrolled, { supervised: { from: '13.0' } }),
  }),
  allowKey('allowUIAppInstallation', 'Installing apps from the App Store', 'indirect', {
    iOS: since('9.0', supervisedOnly),
  }),
  allowKey('allowAppsToBeHidden', 'Hiding apps', 'indirect', { iOS: since('18.0', supervised) }),
  allowKey('allowAppsToBeLocked', 'Locking apps', 'indirect', { iOS: since('18.0', supervised) }),
  allowKey('allowNotificationsModification', 'Changing notifications', 'indirect', {
    iOS: since('9.3', supervised),
    visionOS: since('2.0', supervised),
  }),
  allowKey('allowUIConfigurationProfileInstallation', 'Installing profiles by hand', 'indirect', {
    iOS: since('6.0', supervised),
    macOS: since('13.0'),
  }),
  forceKey('forceClassroomUnpromptedAppAndDeviceLock', 'Classroom may lock the device', 'indirect', {
    iOS: since('11.0', supervised),
    macOS: since('10.14.4'),
  }),
  defineKey('autonomousSingleAppModePermittedAppIDs', 'array', 'Apps that may lock the device', {
    combine: 'intersection',
    bearing: 'indirect',
    on: { iOS: since('7.0', supervised) },
  }),
  forceKey('forceDelayedSoftwareUpdates', 'Delayed updates', 'indirect', {
    iOS: since('11.3', supervised, removedAt27),
    macOS: since('10.13', removedAt27),
    tvOS: since('12.2', supervised, removedAt27),
  }),
  defineKey('enforcedSoftwareUpdateDelay', 'integer', 'Days of delay of updates', {
    combine: 'max',
    bearing: 'indirect',
    default: 30,
    on: {
      iOS: since('11.3', supervised, removedAt27),
      macOS: since('10.13.4', removedAt27),
      tvOS: since('12.2', supervised, removedAt27),
    },
  }),
  allowKey('allowActivityContinuation', 'Handoff', 'indirect', {
    iOS: since('8.0'),
    macOS: since('10.15'),
    visionOS: since('2.0'),
  }),
];
