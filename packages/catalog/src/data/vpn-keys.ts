import { defineKey, notUserEnrolled, secretKey, sharedIpadDevice, since, type KeyOf } from '../define.js';
import { onDemandRuleKeys } from './on-demand-keys.js';

const vpnOn = (iOS: string, macOS: string, visionOS = '1.0') => ({
  iOS: since(iOS, notUserEnrolled, sharedIpadDevice),
  macOS: since(macOS, notUserEnrolled),
  visionOS: since(visionOS, notUserEnrolled),
});

/** Routing flags, integers 0 and 1, in the dictionaries `VPN`, `IKEv2`, `IPSec` and `TransparentProxy`. */
function routingKeys(dictionary: string): readonly KeyOf[] {
  const flag = (key: string, title: string, value: number | undefined, on: ReturnType<typeof vpnOn>): KeyOf =>
    defineKey(`${dictionary}.${key}`, 'integer', title, {
      on,
      bearing: 'indirect',
      ...(value === undefined ? {} : { default: value }),
    });
  return [
    flag('IncludeAllNetworks', 'Everything through the tunnel', 0, vpnOn('14.0', '10.15')),
    flag('EnforceRoutes', "The VPN's routes beat local ones", 0, vpnOn('14.2', '11.0')),
    flag('ExcludeLocalNetworks', 'Local networks outside the tunnel', undefined, vpnOn('14.2', '10.15')),
    flag('ExcludeCellularServices', "Carrier's services outside the tunnel", 1, vpnOn('16.4', '13.3')),
    flag('ExcludeAPNs', 'Push outside the tunnel', 1, vpnOn('16.4', '13.3')),
    flag(
      'ExcludeDeviceCommunication',
      'Attached devices outside the tunnel',
      1,
      vpnOn('17.4', '14.4', '1.1'),
    ),
  ];
}

function onDemandKeys(dictionary: string): readonly KeyOf[] {
  return [
    defineKey(`${dictionary}.OnDemandEnabled`, 'integer', 'On demand', { default: 0, bearing: 'indirect' }),
    defineKey(`${dictionary}.OnDemandUserOverrideDisabled`, 'integer', 'User cannot switch on demand off', {
      default: 0,
      on: vpnOn('14.0', '11.0'),
    }),
    defineKey(`${dictionary}.OnDemandRules`, 'array', 'Rules of on demand', { bearing: 'indirect' }),
    ...onDemandRuleKeys(`${dictionary}.OnDemandRules`),
    ...['Always', 'OnRetry', 'Never'].map((when) =>
      defineKey(`${dictionary}.OnDemandMatchDomains${when}`, 'array', `Hosts on demand (old): ${when}`, {
        bearing: 'indirect',
        on: { iOS: since('4.0', notUserEnrolled, sharedIpadDevice, { deprecated: '7.0' }) },
      }),
    ),
  ];
}

/** Keys of the `VPN` dictionary and of those built like it. */
function pluginKeys(dictionary: string): readonly KeyOf[] {
  return [
    defineKey(`${dictionary}.RemoteAddress`, 'string', 'Server'),
    defineKey(`${dictionary}.ProviderType`, 'string', 'Kind of provider', { default: 'packet-tunnel' }),
    defineKey(`${dictionary}.AuthName`, 'string', 'Account'),
    secretKey(`${dictionary}.AuthPassword`, 'Password of the account'),
    secretKey(`${dictionary}.Password`, 'Password'),
    ...routingKeys(dictionary),
    ...onDemandKeys(dictionary),
  ];
}

export const ikev2Keys: readonly KeyOf[] = [
  defineKey('IKEv2', 'dict', 'IKEv2', { bearing: 'indirect' }),
  defineKey('IKEv2.RemoteAddress', 'string', 'Server'),
  defineKey('IKEv2.LocalIdentifier', 'string', 'Local identifier'),
  defineKey('IKEv2.RemoteIdentifier', 'string', 'Remote identifier'),
  defineKey('IKEv2.AuthenticationMethod', 'string', 'Authentication'),
  defineKey('IKEv2.AuthName', 'string', 'Account'),
  secretKey('IKEv2.AuthPassword', 'Password of the account'),
  secretKey('IKEv2.SharedSecret', 'Shared secret'),
  defineKey('IKEv2.EnableFallback', 'integer', 'Fall back to cellular', {
    default: 0,
    on: { iOS: since('13.0', notUserEnrolled, sharedIpadDevice) },
  }),
  defineKey('IKEv2.MTU', 'integer', 'MTU', { default: 1280, on: vpnOn('14.0', '11.0') }),
  ...routingKeys('IKEv2'),
  ...onDemandKeys('IKEv2'),
];

export const pluginVpnKeys: readonly KeyOf[] = [
  defineKey('VPN', 'dict', 'Custom VPN', { bearing: 'indirect' }),
  ...pluginKeys('VPN'),
];

export const transparentProxyKeys: readonly KeyOf[] = [
  defineKey('TransparentProxy', 'dict', 'Transparent proxy', {
    bearing: 'indirect',
    on: { macOS: since('14.0', notUserEnrolled) },
  }),
  defineKey('TransparentProxy.RemoteAddress', 'string', 'Server'),
  secretKey('TransparentProxy.AuthPassword', 'Password of the account'),
  secretKey('TransparentProxy.Password', 'Password'),
  ...onDemandKeys('TransparentProxy'),
];

const noAppleTv = vpnOn('4.0', '10.7');

export const legacyVpnKeys: readonly KeyOf[] = [
  defineKey('IPSec', 'dict', 'Cisco IPSec', { bearing: 'indirect', on: noAppleTv }),
  defineKey('IPSec.RemoteAddress', 'string', 'Server', { on: noAppleTv }),
  defineKey('IPSec.AuthenticationMethod', 'string', 'Authentication', { on: noAppleTv }),
  secretKey('IPSec.SharedSecret', 'Shared secret', 'data'),
  secretKey('IPSec.XAuthPassword', 'Password of the account'),
  ...routingKeys('IPSec'),
  ...onDemandKeys('IPSec'),
  defineKey('PPP', 'dict', 'L2TP', { bearing: 'indirect', on: noAppleTv }),
  defineKey('PPP.CommRemoteAddress', 'string', 'Server', { on: noAppleTv }),
  defineKey('PPP.AuthName', 'string', 'Account', { on: noAppleTv }),
  secretKey('PPP.AuthPassword', 'Password of the account'),
  defineKey('IPv4', 'dict', 'IPv4', { bearing: 'indirect', on: noAppleTv }),
  defineKey('IPv4.OverridePrimary', 'integer', 'All traffic over the VPN', {
    default: 0,
    bearing: 'indirect',
    on: noAppleTv,
  }),
];

const exceptionsOn = { iOS: since('13.6', notUserEnrolled, sharedIpadDevice) };
const alwaysOnPlatforms = { iOS: since('8.0', notUserEnrolled, sharedIpadDevice) };

export const alwaysOnKeys: readonly KeyOf[] = [
  defineKey('AlwaysOn', 'dict', 'Always-on VPN', { bearing: 'indirect', on: alwaysOnPlatforms }),
  defineKey('AlwaysOn.UIToggleEnabled', 'integer', 'User may switch it off', {
    default: 0,
    on: alwaysOnPlatforms,
  }),
  defineKey('AlwaysOn.TunnelConfigurations', 'array', 'Tunnels', { on: alwaysOnPlatforms }),
  secretKey('AlwaysOn.TunnelConfigurations[].SharedSecret', 'Shared secret'),
  secretKey('AlwaysOn.TunnelConfigurations[].AuthPassword', 'Password of the account'),
  defineKey('AlwaysOn.TunnelConfigurations[].ProtocolType', 'string', 'Kind of tunnel', {
    on: alwaysOnPlatforms,
  }),
  defineKey('AlwaysOn.TunnelConfigurations[].Interfaces', 'array', 'Interfaces of the tunnel', {
    on: alwaysOnPlatforms,
    bearing: 'indirect',
  }),
  defineKey('AlwaysOn.TunnelConfigurations[].RemoteAddress', 'string', 'Server', { on: alwaysOnPlatforms }),
  defineKey('AlwaysOn.ServiceExceptions', 'array', 'Services outside the tunnel', { on: alwaysOnPlatforms }),
  defineKey('AlwaysOn.ServiceExceptions[].ServiceName', 'string', 'Service', { on: alwaysOnPlatforms }),
  defineKey('AlwaysOn.ServiceExceptions[].Action', 'string', 'Let through or drop', {
    on: alwaysOnPlatforms,
  }),
  defineKey('AlwaysOn.ApplicationExceptions', 'array', 'Apps outside the tunnel', {
    bearing: 'indirect',
    on: exceptionsOn,
  }),
  defineKey('AlwaysOn.ApplicationExceptions[].BundleIdentifier', 'string', 'Bundle identifier', {
    bearing: 'indirect',
    on: exceptionsOn,
  }),
  defineKey('AlwaysOn.ApplicationExceptions[].LimitToProtocols', 'array', 'Protocols outside the tunnel', {
    bearing: 'indirect',
    on: exceptionsOn,
  }),
];
