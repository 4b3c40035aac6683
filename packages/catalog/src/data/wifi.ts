import { defineKey, definePayload, secretKey, since } from '../define.js';
import * as types from '../types-of-payloads.js';

/** Wi-Fi and Ethernet. */
export const wifiPayloads = [
  definePayload(types.wifi, 'Wi-Fi', {
    page: 'wifi',
    platforms: {
      iOS: since('4.0'),
      macOS: since('10.7'),
      tvOS: since('9.0'),
      visionOS: since('1.0'),
      watchOS: since('3.2'),
    },
    keys: [
      defineKey('SSID_STR', 'string', 'Name of the network', { bearing: 'indirect' }),
      defineKey('AutoJoin', 'boolean', 'Join automatically', { default: true, bearing: 'indirect' }),
      defineKey('HIDDEN_NETWORK', 'boolean', 'Hidden network', { default: false }),
      defineKey('EncryptionType', 'string', 'Security', { default: 'Any' }),
      secretKey('Password', 'Password of the network'),
      defineKey('CaptiveBypass', 'boolean', 'No portal page by itself', {
        default: false,
        bearing: 'indirect',
      }),
      defineKey('EnableIPv6', 'boolean', 'IPv6', { default: true, bearing: 'indirect' }),
      defineKey('ProxyType', 'string', 'Proxy', { default: 'None', bearing: 'indirect' }),
      defineKey('ProxyServer', 'string', 'Server of the proxy', { bearing: 'indirect' }),
      defineKey('ProxyServerPort', 'integer', 'Port of the proxy'),
      defineKey('ProxyPACURL', 'string', 'Address of the PAC file', { bearing: 'indirect' }),
      defineKey('ProxyPACFallbackAllowed', 'boolean', 'Direct when the PAC file is unreachable', {
        default: false,
      }),
      secretKey('ProxyPassword', 'Password of the proxy'),
      defineKey('QoSMarkingPolicy', 'dict', 'Fast lane', { bearing: 'indirect' }),
      defineKey('QoSMarkingPolicy.QoSMarkingEnabled', 'boolean', 'Fast lane in use', {
        default: true,
        bearing: 'indirect',
      }),
      defineKey('QoSMarkingPolicy.QoSMarkingAppleAudioVideoCalls', 'boolean', 'Fast lane for FaceTime', {
        default: true,
        bearing: 'indirect',
      }),
      defineKey('QoSMarkingPolicy.QoSMarkingAllowListAppIdentifiers', 'array', 'Apps of the fast lane'),
      defineKey('EAPClientConfiguration', 'dict', '802.1X'),
      defineKey('EAPClientConfiguration.UserName', 'string', 'Account'),
      secretKey('EAPClientConfiguration.UserPassword', 'Password of the account'),
    ],
  }),
  ...['global', 'firstactive', 'first', 'secondactive', 'second', 'thirdactive', 'third'].map((which) =>
    definePayload(`com.apple.${which}ethernet.managed`, 'Ethernet', {
      page: 'globalethernet',
      platforms: { macOS: since('10.7'), iOS: since('17.0'), tvOS: since('17.0') },
      keys: [
        secretKey('EAPClientConfiguration.UserPassword', 'Password of the account'),
        secretKey('ProxyPassword', 'Password of the proxy'),
      ],
    }),
  ),
];
