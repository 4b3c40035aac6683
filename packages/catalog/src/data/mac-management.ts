import { defineKey, definePayload, deviceChannel, mdmOnly, since } from '../define.js';
import * as types from '../types-of-payloads.js';

const santaPage = 'https://northpole.dev/configuration/keys/';

/** Carriers of other settings on a Mac, its clock, and the app blocker whose rules a profile holds. */
export const macManagementPayloads = [
  definePayload(types.managedPreferences, 'Managed preferences', {
    page: 'managedpreferences',
    canBlock: true,
    platforms: { macOS: since('10.7') },
    keys: [defineKey('PayloadContent', 'dict', 'Settings by domain')],
  }),
  definePayload(types.mcx, 'Time server', {
    page: 'timeserver',
    platforms: { macOS: since('10.7') },
    keys: [
      defineKey('timeServer', 'string', 'Time server', {
        combine: 'last',
        bearing: 'indirect',
        on: { macOS: since('10.12.4', deviceChannel) },
      }),
      defineKey('timeZone', 'string', 'Time zone', {
        combine: 'last',
        bearing: 'indirect',
        on: { macOS: since('10.12.4', deviceChannel) },
      }),
    ],
  }),
  ...[types.santa, types.santaOfGoogle].map((type) =>
    definePayload(type, 'Santa', {
      page: santaPage,
      canBlock: true,
      platforms: { macOS: since('10.13', deviceChannel) },
      keys: [
        defineKey('ClientMode', 'integer', 'Mode', { bearing: 'indirect' }),
        defineKey('StaticRules', 'array', 'Rules', { bearing: 'direct' }),
        defineKey('BlockedPathRegex', 'string', 'Paths denied', { bearing: 'direct' }),
        defineKey('AllowedPathRegex', 'string', 'Paths allowed', { bearing: 'indirect' }),
      ],
    }),
  ),
  definePayload('com.apple.systempolicy.control', 'Gatekeeper', {
    page: 'systempolicycontrol',
    platforms: { macOS: since('10.8', deviceChannel) },
  }),
  definePayload('com.apple.system-extension-policy', 'System extensions', {
    page: 'systemextensions',
    platforms: { macOS: since('10.15', deviceChannel, mdmOnly, { needsUserApprovedMdm: true }) },
    keys: [
      defineKey('AllowedSystemExtensions', 'dict', 'Extensions allowed'),
      defineKey('RemovableSystemExtensions', 'dict', 'Extensions the user may remove'),
    ],
  }),
];
