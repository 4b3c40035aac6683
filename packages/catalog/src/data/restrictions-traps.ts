import { allowKey, defineKey, since, supervised, type KeyOf } from '../define.js';

/** Restrictions keys that look related to FaceTime and are not. */
export const trapRestrictions: readonly KeyOf[] = [
  allowKey('allowChat', 'iMessage', 'none', {
    iOS: since('5.0', supervised),
    visionOS: since('27.0', supervised),
  }),
  allowKey('allowVoiceDialing', 'Voice dialling', 'none', { iOS: since('4.0', { deprecated: '17.0' }) }),
  allowKey('allowAssistant', 'Siri', 'none', { iOS: since('5.0'), macOS: since('14.0') }),
  allowKey('allowCallRecording', 'Call recording', 'none', {
    iOS: since('18.1', supervised),
    macOS: since('26.0'),
  }),
  allowKey('allowCloudPrivateRelay', 'iCloud Private Relay', 'none', {
    iOS: since('15.0', supervised),
    macOS: since('12.0'),
  }),
  allowKey('allowGlobalBackgroundFetchWhenRoaming', 'Background refresh when roaming', 'none', {
    iOS: since('4.0'),
  }),
  allowKey('allowLockScreenNotificationsView', 'Notification history on the lock screen', 'none', {
    iOS: since('7.0'),
  }),
  allowKey('allowDefaultCallingAppModification', 'Choosing the calling app', 'none', {
    iOS: since('18.4', supervised),
  }),
  allowKey('allowRCSMessaging', 'RCS messages', 'none', { iOS: since('18.1', supervised) }),
  defineKey('deniedICCIDsForRCS', 'array', 'SIMs denied for RCS', {
    combine: 'union',
    on: { iOS: since('26.0', supervised) },
  }),
  allowKey('allowScreenShot', 'Screenshots', 'none', { iOS: since('4.0'), macOS: since('10.14.4') }),
  allowKey('allowRemoteScreenObservation', 'Screen observation by Classroom', 'none', {
    iOS: since('12.0'),
    macOS: since('10.14.4'),
  }),
  allowKey('allowAirDrop', 'AirDrop', 'none', { iOS: since('7.0', supervised), macOS: since('10.13') }),
  allowKey('allowMultiplayerGaming', 'Multiplayer games', 'none', {
    iOS: since('4.1', supervised),
    macOS: since('10.13'),
  }),
  allowKey('allowiPhoneMirroring', 'iPhone Mirroring', 'none', {
    iOS: since('18.0', supervised),
    macOS: since('15.0'),
  }),
  allowKey('allowAutoUnlock', 'Unlocking by another device', 'none', {
    iOS: since('14.5'),
    macOS: since('10.12'),
  }),
  allowKey('allowUntrustedTLSPrompt', 'Accepting bad certificates', 'none', { iOS: since('5.0') }),
  allowKey('allowBluetoothModification', 'Changing Bluetooth', 'none', {
    iOS: since('11.0', supervised),
    macOS: since('13.0'),
  }),
  allowKey('allowPersonalHotspotModification', 'Changing the personal hotspot', 'none', {
    iOS: since('12.2', supervised),
  }),
];
