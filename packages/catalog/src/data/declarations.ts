import { defineKey, definePayload, secretKey, since, supervised } from '../define.js';
import { appSettings } from '../types-of-payloads.js';

const declarations = {
  iOS: since('27.0'),
  macOS: since('27.0'),
  tvOS: since('27.0'),
  visionOS: since('27.0'),
};
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
    ],
  }),
  ...['ikev2', 'vpn-plugin', 'ipsec'].map((kind) =>
    definePayload(`com.apple.configuration.network.vpn.${kind}`, 'VPN (declaration)', {
      page: `networkvpn${kind.replace('-', '')}`,
      platforms: declarations,
      keys: [
        defineKey('NetworkRouting', 'dict', 'Routing', { bearing: 'indirect' }),
        ...['IncludeAllNetworks', 'EnforceRoutes', 'ExcludeLocalNetworks', 'ExcludeAPNs'].map((key) =>
          defineKey(`NetworkRouting.${key}`, 'boolean', key, {
            bearing: 'indirect',
            on: { iOS: since('27.0'), macOS: since('27.0'), visionOS: since('27.0') },
          }),
        ),
        defineKey('OnDemand', 'dict', 'On demand', { bearing: 'indirect' }),
        secretKey('SharedSecret', 'Shared secret'),
      ],
    }),
  ),
  definePayload('com.apple.configuration.network.vpn.always-on', 'Always-on VPN (declaration)', {
    page: 'networkvpnalwayson',
    multiple: false,
    platforms: { iOS: since('27.0'), visionOS: since('27.0') },
  }),
  definePayload('com.apple.configuration.network.dns-settings', 'DNS settings (declaration)', {
    page: 'networkdnssettings',
    platforms: declarations,
  }),
  definePayload('com.apple.configuration.network.dns-proxy', 'DNS proxy (declaration)', {
    page: 'networkdnsproxy',
    platforms: declarations,
  }),
  definePayload('com.apple.configuration.network.relay', 'Relay (declaration)', {
    page: 'networkrelay',
    platforms: { iOS: since('27.0'), macOS: since('27.0'), visionOS: since('27.0') },
  }),
  definePayload('com.apple.configuration.webcontent-filter.plugin', 'Content filter (declaration)', {
    page: 'webcontentfilterplugin',
    platforms: { iOS: since('27.0'), macOS: since('27.0'), visionOS: since('27.0') },
  }),
  definePayload('com.apple.configuration.softwareupdate.settings', 'Software update (declaration)', {
    page: 'softwareupdatesettings',
    platforms: { iOS: since('18.0'), macOS: since('15.0') },
  }),
];
