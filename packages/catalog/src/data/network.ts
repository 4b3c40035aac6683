import {
  defineKey,
  definePayload,
  deviceChannel,
  mdmOnly,
  notUserEnrolled,
  secretKey,
  sharedIpadDevice,
  since,
  supervised,
  supervisedOnly,
} from '../define.js';
import * as types from '../types-of-payloads.js';
import { onDemandRuleKeys } from './on-demand-keys.js';

const end27 = { deprecated: '27.0' };
const dnsOn = (iOS: string, macOS: string, visionOS: string) => ({
  iOS: since(iOS, notUserEnrolled, sharedIpadDevice, end27),
  macOS: since(macOS, deviceChannel, notUserEnrolled, end27),
  visionOS: since(visionOS, notUserEnrolled, end27),
});

const dnsSettingsPayload = definePayload(types.dnsSettings, 'DNS Settings', {
  page: 'dnssettings',
  platforms: dnsOn('14.0', '11.0', '1.0'),
  keys: [
    defineKey('DNSSettings', 'dict', 'DNS settings', { bearing: 'indirect' }),
    defineKey('DNSSettings.DNSProtocol', 'string', 'Protocol', { bearing: 'indirect' }),
    defineKey('DNSSettings.ServerURL', 'string', 'Address of the resolver (HTTPS)', { bearing: 'indirect' }),
    defineKey('DNSSettings.ServerName', 'string', 'Name of the resolver (TLS)', { bearing: 'indirect' }),
    defineKey('DNSSettings.ServerAddresses', 'array', 'IP addresses of the resolver', {
      bearing: 'indirect',
    }),
    defineKey('DNSSettings.SupplementalMatchDomains', 'array', 'Names that go to this resolver', {
      bearing: 'indirect',
    }),
    defineKey('DNSSettings.AllowFailover', 'boolean', 'Fall back to the default resolver', {
      default: false,
      bearing: 'indirect',
      on: dnsOn('26.0', '26.0', '26.0'),
    }),
    defineKey('OnDemandRules', 'array', 'Where it is used', { bearing: 'indirect' }),
    ...onDemandRuleKeys('OnDemandRules'),
    defineKey('ProhibitDisablement', 'boolean', 'User cannot switch it off', {
      default: false,
      on: {
        iOS: since('14.0', supervisedOnly, sharedIpadDevice),
        macOS: since('11.0', supervised, deviceChannel),
        visionOS: since('1.0', supervisedOnly),
      },
    }),
  ],
});

const dnsProxyPayload = definePayload(types.dnsProxy, 'DNS Proxy', {
  page: 'dnsproxy',
  multiple: false,
  platforms: {
    iOS: since('11.0', mdmOnly, sharedIpadDevice, end27, { supervised: { until: '15.0' } }),
    macOS: since('10.15', deviceChannel, end27),
    visionOS: since('1.1', end27),
  },
  keys: [
    defineKey('AppBundleIdentifier', 'string', "Bundle identifier of the proxy's app", {
      bearing: 'indirect',
    }),
    defineKey('ProviderBundleIdentifier', 'string', 'Bundle identifier of its extension'),
    defineKey('ProviderConfiguration', 'dict', "Vendor's own settings"),
    defineKey('DNSProxyUUID', 'string', 'For managed apps only', {
      bearing: 'indirect',
      on: { iOS: since('16.0', mdmOnly, sharedIpadDevice), visionOS: since('1.1') },
    }),
  ],
});

const globalProxyPayload = definePayload(types.globalProxy, 'Global HTTP Proxy', {
  page: 'globalhttpproxy',
  multiple: false,
  platforms: {
    iOS: since('6.0', supervisedOnly, sharedIpadDevice),
    macOS: since('10.9', deviceChannel, notUserEnrolled),
    tvOS: since('9.0', supervisedOnly),
    visionOS: since('2.0', supervisedOnly),
  },
  keys: [
    defineKey('ProxyType', 'string', 'Manual or automatic', { default: 'Manual', bearing: 'indirect' }),
    defineKey('ProxyServer', 'string', 'Server', { bearing: 'indirect' }),
    defineKey('ProxyServerPort', 'integer', 'Port'),
    defineKey('ProxyPACURL', 'string', 'Address of the PAC file', { bearing: 'indirect' }),
    defineKey('ProxyPACFallbackAllowed', 'boolean', 'Direct when the PAC file is unreachable', {
      default: false,
      bearing: 'indirect',
    }),
    defineKey('ProxyCaptiveLoginAllowed', 'boolean', 'Captive portals past the proxy', { default: false }),
    defineKey('ProxyUsername', 'string', 'Account'),
    secretKey('ProxyPassword', 'Password of the proxy'),
  ],
});

const systemConfigurationPayload = definePayload(types.systemConfiguration, 'Network proxies of a Mac', {
  page: 'networkproxyconfiguration',
  multiple: false,
  platforms: { macOS: since('10.7', deviceChannel) },
  keys: [
    defineKey('Proxies', 'dict', 'Proxies', { bearing: 'indirect' }),
    defineKey('Proxies.FallBackAllowed', 'integer', 'Direct when the PAC file is unreachable', {
      default: 0,
    }),
    ...['HTTP', 'HTTPS', 'SOCKS', 'ProxyAutoConfig'].map((kind) =>
      defineKey(`Proxies.${kind}Enable`, 'integer', `${kind} proxy`, { default: 0, bearing: 'indirect' }),
    ),
    defineKey('Proxies.ProxyAutoConfigURLString', 'string', 'Address of the PAC file', {
      bearing: 'indirect',
    }),
    secretKey('Proxies.HTTPProxyPassword', 'Password of the proxy'),
  ],
});

export const networkPayloads = [
  dnsSettingsPayload,
  dnsProxyPayload,
  globalProxyPayload,
  systemConfigurationPayload,
];
