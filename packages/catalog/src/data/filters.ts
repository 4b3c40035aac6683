import {
  defineKey,
  definePayload,
  deviceChannel,
  notUserEnrolled,
  secretKey,
  sharedIpadDevice,
  since,
} from '../define.js';
import * as types from '../types-of-payloads.js';

const end27 = { deprecated: '27.0' };

const filterOfMac = { ...deviceChannel, ...notUserEnrolled };

/** The filter of addresses does not exist on Apple Vision. */
const addressFilterOn = { iOS: since('26.0', sharedIpadDevice), macOS: since('26.0', filterOfMac) };

/** Keys of the filter that is built in, which Macs do not have. */
const builtInOn = (iOS: string) => ({ iOS: since(iOS, sharedIpadDevice), visionOS: since('1.1') });

/** Until iOS 16 a filter needs supervision; from then on an unsupervised one needs ContentFilterUUID, which rules judge. */
const filterPlatforms = {
  macOS: since('10.15', filterOfMac),
  visionOS: since('1.1'),
  iOS: since('7.0', sharedIpadDevice, { supervised: { until: '16.0' } }),
};

/** Content filters and relays. */
export const filterPayloads = [
  definePayload(types.webContentFilter, 'Web Content Filter', {
    page: 'webcontentfilter',
    platforms: filterPlatforms,
    keys: [
      defineKey('FilterType', 'string', 'Built in or plug-in', { default: 'BuiltIn', bearing: 'indirect' }),
      defineKey('AutoFilterEnabled', 'boolean', 'Automatic filter', { default: false, on: builtInOn('7.0') }),
      defineKey('PermittedURLs', 'array', 'Addresses allowed', { on: builtInOn('7.0') }),
      defineKey('DenyListURLs', 'array', 'Addresses denied', { on: builtInOn('14.5') }),
      defineKey('BlacklistedURLs', 'array', 'Addresses denied (old name)', {
        renamedTo: 'DenyListURLs',
        on: { iOS: since('7.0', sharedIpadDevice, { deprecated: '14.5' }) },
      }),
      defineKey('PluginBundleID', 'string', "Bundle identifier of the filter's app", { bearing: 'indirect' }),
      defineKey('FilterBrowsers', 'boolean', 'Web traffic', { default: false }),
      defineKey('FilterSockets', 'boolean', 'Every connection', { default: false, bearing: 'indirect' }),
      defineKey('FilterPackets', 'boolean', 'Every packet', {
        default: false,
        bearing: 'indirect',
        on: { macOS: since('10.15', filterOfMac) },
      }),
      defineKey('FilterURLs', 'boolean', 'Every address', {
        default: false,
        bearing: 'indirect',
        on: addressFilterOn,
      }),
      defineKey('URLFilterParameters', 'dict', 'Filter of addresses', {
        bearing: 'indirect',
        on: addressFilterOn,
      }),
      defineKey('ContentFilterUUID', 'string', 'For managed apps only', {
        bearing: 'indirect',
        on: { iOS: since('16.0', sharedIpadDevice), visionOS: since('1.1') },
      }),
      defineKey(
        'URLFilterParameters.URLFilterFailClosed',
        'boolean',
        'Denied when the filter cannot answer',
        {
          default: false,
          bearing: 'indirect',
          on: addressFilterOn,
        },
      ),
      secretKey('URLFilterParameters.PIRAuthenticationToken', 'Token of the filter'),
      defineKey('FilterGrade', 'string', 'Order among filters', {
        default: 'firewall',
        on: { macOS: since('10.15', filterOfMac) },
      }),
      defineKey('AllowListBookmarks', 'array', 'The only addresses allowed', {
        on: builtInOn('14.5'),
      }),
      defineKey('WhitelistedBookmarks', 'array', 'The only addresses allowed (old name)', {
        renamedTo: 'AllowListBookmarks',
        on: { iOS: since('7.0', sharedIpadDevice, { deprecated: '14.5' }) },
      }),
      secretKey('Password', 'Password'),
    ],
  }),
  definePayload(types.relay, 'Relay', {
    page: 'relay',
    platforms: {
      iOS: since('17.0', sharedIpadDevice, end27),
      macOS: since('14.0', notUserEnrolled, end27),
      tvOS: since('17.0'),
      visionOS: since('1.0', end27),
    },
    keys: [
      defineKey('Relays', 'array', 'Relays', { bearing: 'indirect' }),
      defineKey('Relays[].HTTP3RelayURL', 'string', 'Address (HTTP/3)'),
      defineKey('Relays[].HTTP2RelayURL', 'string', 'Address (HTTP/2)'),
      secretKey('Relays[].AdditionalHTTPHeaderFields', 'Headers, which may hold tokens', 'dict'),
      defineKey('MatchDomains', 'array', 'Domains that use it', { bearing: 'indirect' }),
      defineKey('MatchFQDNs', 'array', 'Hosts that use it', {
        bearing: 'indirect',
        on: {
          iOS: since('18.4', sharedIpadDevice),
          macOS: since('15.4'),
          tvOS: since('18.4'),
          visionOS: since('2.4'),
        },
      }),
      defineKey('ExcludedDomains', 'array', 'Domains that do not', { bearing: 'indirect' }),
      defineKey('ExcludedFQDNs', 'array', 'Hosts that do not', {
        bearing: 'indirect',
        on: {
          iOS: since('18.4', sharedIpadDevice),
          macOS: since('15.4'),
          tvOS: since('18.4'),
          visionOS: since('2.4'),
        },
      }),
      defineKey('RelayUUID', 'string', 'For managed apps only', { bearing: 'indirect' }),
      defineKey('OnDemandRules', 'array', 'Where it is used', { bearing: 'indirect' }),
      ...['UIToggleEnabled', 'AllowDNSFailover'].map((key) =>
        defineKey(
          key,
          'boolean',
          key === 'UIToggleEnabled' ? 'User may switch it off' : 'Fall back for DNS',
          {
            default: key === 'UIToggleEnabled',
            on: {
              iOS: since('26.0', sharedIpadDevice),
              macOS: since('26.0'),
              tvOS: since('26.0'),
              visionOS: since('26.0'),
            },
          },
        ),
      ),
    ],
  }),
];
