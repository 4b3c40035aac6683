import { defineKey, definePayload, deviceChannel, notUserEnrolled, since } from '../define.js';
import { firewall } from '../types-of-payloads.js';

const logging = {
  macOS: since('12.0', deviceChannel, notUserEnrolled, { removed: '15.0' }),
};
const signed = { macOS: since('12.3', deviceChannel, notUserEnrolled) };

/** The application firewall of a Mac: incoming connections only, the strictest union of all payloads. */
export const firewallPayloads = [
  definePayload(firewall, 'Firewall', {
    page: 'firewall',
    canBlock: true,
    platforms: { macOS: since('10.12', deviceChannel, notUserEnrolled) },
    keys: [
      defineKey('EnableFirewall', 'boolean', 'Firewall', {
        combine: 'or',
        default: false,
        // The switch alone keeps no call out.
        bearing: 'indirect',
      }),
      defineKey('BlockAllIncoming', 'boolean', 'Block all incoming connections', {
        combine: 'or',
        default: false,
        bearing: 'direct',
      }),
      defineKey('Applications', 'array', 'Apps allowed or denied', { combine: 'union', bearing: 'direct' }),
      defineKey('Applications[].BundleID', 'string', 'Bundle identifier'),
      defineKey('Applications[].Allowed', 'boolean', 'May receive connections'),
      defineKey('AllowSigned', 'boolean', 'Built-in software may receive', {
        combine: 'and',
        default: true,
        bearing: 'direct',
        on: signed,
      }),
      defineKey('AllowSignedApp', 'boolean', 'Signed downloaded software may receive', {
        combine: 'and',
        default: true,
        on: signed,
      }),
      defineKey('EnableStealthMode', 'boolean', 'Stealth mode', { combine: 'or', default: false }),
      defineKey('EnableLogging', 'boolean', 'Logging', { combine: 'or', default: false, on: logging }),
      defineKey('LoggingOption', 'string', 'Kind of logging', { combine: 'last', on: logging }),
    ],
  }),
];
