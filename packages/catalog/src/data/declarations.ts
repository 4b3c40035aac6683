import { defineKey, definePayload, secretKey, since, supervised } from '../define.js';
import { appSettings } from '../types-of-payloads.js';
import { onDemandRuleKeys } from './on-demand-keys.js';

const declarations = {
  iOS: since('27.0'),
  macOS: since('27.0'),
  tvOS: since('27.0'),
  visionOS: since('27.0'),
};
const noAppleTv = { iOS: since('27.0'), macOS: since('27.0'), visionOS: since('27.0') };

const routingNames = [
  'IncludeAllNetworks',
  'EnforceRoutes',
  'ExcludeLocalNetworks',
  'ExcludeCellularServices',
  'ExcludeAPNs',
  'ExcludeDeviceCommunication',
];

const appleAppsOn = {
  iOS: since('27.0', supervised),
  tvOS: since('27.0', supervised),
  visionOS: since('27.0', supervised),
};
const macBinariesOn = { macOS: since('27.0', { userChannel: false }) };

/** Declarations that take the place of payloads; their settings stand under `Payload` of the declaration. */
export const declarationPayloads = [
  definePayload(appSettings, 'App settings (declaration)', {
    page: 'appsettings',
    canBlock: true,
    platforms: declarations,
    keys: [
      defineKey('Allowed', 'dict', 'Allowed and denied', { bearing: 'direct' }),
      defineKey('Allowed.AllowedApps', 'array', 'The only apps allowed', {
        combine: 'intersection',
        bearing: 'direct',
        on: appleAppsOn,
      }),
      defineKey('Allowed.DeniedApps', 'array', 'Apps denied', {
        combine: 'union',
        bearing: 'direct',
        on: appleAppsOn,
      }),
      defineKey('Allowed.AllowedBinaries', 'array', 'The only binaries allowed', {
        combine: 'intersection',
        bearing: 'direct',
        on: macBinariesOn,
      }),
      defineKey('Allowed.DeniedBinaries', 'array', 'Binaries denied', {
        combine: 'union',
        bearing: 'direct',
        on: macBinariesOn,
      }),
      ...['AllowedBinaries', 'DeniedBinaries'].flatMap((list) =>
        ['CDHash', 'SigningID', 'TeamID', 'PathPrefix', 'SigningState'].map((key) =>
          defineKey(`Allowed.${list}[].${key}`, 'string', key, { bearing: 'direct', on: macBinariesOn }),
        ),
      ),
      // Not in the way of FaceTime, which no server manages.
      defineKey('Allowed.AlwaysAllowManagedApps', 'boolean', 'Managed apps count as allowed', {
        combine: 'or',
        default: false,
        on: macBinariesOn,
      }),
      defineKey('Privacy', 'dict', 'Privacy of apps'),
      defineKey('Privacy.PermissionDefaults', 'dict', 'What the user is asked to allow', {
        on: { iOS: since('27.0', supervised), macOS: since('27.0', supervised, { deviceChannel: false }) },
      }),
    ],
  }),
  ...['ikev2', 'vpn-plugin', 'ipsec'].map((kind) =>
    definePayload(`com.apple.configuration.network.vpn.${kind}`, 'VPN (declaration)', {
      page: `networkvpn${kind.replace('-', '')}`,
      platforms: declarations,
      keys: [
        defineKey('NetworkRouting', 'dict', 'Routing', { bearing: 'indirect' }),
        ...routingNames.map((key) =>
          defineKey(`NetworkRouting.${key}`, 'boolean', key, {
            bearing: 'indirect',
            on: noAppleTv,
          }),
        ),
        ...(kind === 'ipsec'
          ? [
              defineKey('OverridePrimary', 'boolean', 'All traffic over the VPN', {
                default: false,
                bearing: 'indirect',
                on: noAppleTv,
              }),
            ]
          : []),
        defineKey('OnDemand', 'dict', 'On demand', { bearing: 'indirect' }),
        defineKey('OnDemand.Enabled', 'boolean', 'On demand is on', { default: false, bearing: 'indirect' }),
        defineKey('OnDemand.DisableUserOverride', 'boolean', 'User cannot switch on demand off', {
          default: false,
        }),
        defineKey('OnDemand.Rules', 'array', 'Rules of on demand', { bearing: 'indirect' }),
        ...onDemandRuleKeys('OnDemand.Rules'),
        secretKey('SharedSecret', 'Shared secret'),
      ],
    }),
  ),
  definePayload('com.apple.configuration.network.vpn.always-on', 'Always-on VPN (declaration)', {
    page: 'networkvpnalwayson',
    multiple: false,
    platforms: { iOS: since('27.0'), visionOS: since('27.0') },
    keys: [
      defineKey('UIToggleEnabled', 'boolean', 'User may switch it off', { default: false }),
      defineKey('TunnelConfigurations', 'array', 'Tunnels', { bearing: 'indirect' }),
      defineKey('TunnelConfigurations[].Interfaces', 'array', 'Interfaces of the tunnel', {
        bearing: 'indirect',
      }),
    ],
  }),
  definePayload('com.apple.configuration.network.dns-settings', 'DNS settings (declaration)', {
    page: 'networkdnssettings',
    platforms: noAppleTv,
    keys: [
      defineKey('DNSSettings', 'dict', 'DNS settings', { bearing: 'indirect' }),
      ...['DNSProtocol', 'ServerURL', 'ServerName'].map((key) =>
        defineKey(`DNSSettings.${key}`, 'string', key, { bearing: 'indirect' }),
      ),
      ...['ServerAddresses', 'SupplementalMatchDomains'].map((key) =>
        defineKey(`DNSSettings.${key}`, 'array', key, { bearing: 'indirect' }),
      ),
      defineKey('DNSSettings.AllowFailover', 'boolean', 'Fall back to the default resolver', {
        default: false,
        bearing: 'indirect',
      }),
      defineKey('OnDemandRules', 'array', 'Where it is used', { bearing: 'indirect' }),
      ...onDemandRuleKeys('OnDemandRules'),
      defineKey('ProhibitDisablement', 'boolean', 'User cannot switch it off', {
        default: false,
        on: {
          iOS: since('27.0', supervised),
          macOS: since('27.0', supervised),
          visionOS: since('27.0', supervised),
        },
      }),
    ],
  }),
  definePayload('com.apple.configuration.network.dns-proxy', 'DNS proxy (declaration)', {
    page: 'networkdnsproxy',
    platforms: noAppleTv,
    keys: [
      defineKey('AppBundleIdentifier', 'string', "Bundle identifier of the proxy's app", {
        bearing: 'indirect',
      }),
      defineKey('DNSProxyUUID', 'string', 'For managed apps only', {
        bearing: 'indirect',
        on: { iOS: since('27.0'), visionOS: since('27.0') },
      }),
    ],
  }),
  definePayload('com.apple.configuration.network.relay', 'Relay (declaration)', {
    page: 'networkrelay',
    platforms: { iOS: since('27.0'), macOS: since('27.0'), visionOS: since('27.0') },
  }),
  definePayload('com.apple.configuration.webcontent-filter.plugin', 'Content filter (declaration)', {
    page: 'webcontentfilterplugin',
    platforms: noAppleTv,
    keys: [
      defineKey('PluginBundleID', 'string', "Bundle identifier of the filter's app", { bearing: 'indirect' }),
      defineKey('ContentFilterUUID', 'string', 'For managed apps only', {
        bearing: 'indirect',
        on: { iOS: since('27.0'), visionOS: since('27.0') },
      }),
      defineKey('Filter', 'dict', 'What is filtered', { bearing: 'indirect' }),
      defineKey('Filter.Browsers.Enabled', 'boolean', 'Web traffic', {
        on: { iOS: since('27.0'), visionOS: since('27.0') },
      }),
      defineKey('Filter.Sockets.Enabled', 'boolean', 'Every connection', { bearing: 'indirect' }),
      defineKey('Filter.Packets.Enabled', 'boolean', 'Every packet', {
        bearing: 'indirect',
        on: { macOS: since('27.0') },
      }),
      defineKey('Filter.URLs.Enabled', 'boolean', 'Every address', {
        bearing: 'indirect',
        on: { iOS: since('27.0'), macOS: since('27.0') },
      }),
      defineKey('Filter.URLs.Parameters.FailClosed', 'boolean', 'Denied when the filter cannot answer', {
        default: false,
        bearing: 'indirect',
        on: { iOS: since('27.0'), macOS: since('27.0') },
      }),
    ],
  }),
  definePayload('com.apple.configuration.softwareupdate.settings', 'Software update (declaration)', {
    page: 'softwareupdatesettings',
    platforms: { iOS: since('18.0'), macOS: since('15.0') },
    keys: [
      defineKey('Beta', 'dict', 'Beta program'),
      defineKey('Beta.ProgramEnrollment', 'string', 'Enrolment in the beta program'),
    ],
  }),
];
