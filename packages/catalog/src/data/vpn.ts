import {
  defineKey,
  definePayload,
  deviceChannel,
  notUserEnrolled,
  secretKey,
  sharedIpadDevice,
  since,
  supervised,
} from '../define.js';
import * as types from '../types-of-payloads.js';
import { alwaysOnKeys, ikev2Keys, legacyVpnKeys, pluginVpnKeys, transparentProxyKeys } from './vpn-keys.js';

/** VPNs of the whole device, of single apps, and the table of a Mac that sends apps to a VPN. */
export const vpnPayloads = [
  definePayload(types.vpn, 'VPN', {
    page: 'vpn',
    platforms: {
      iOS: since('4.0', notUserEnrolled, sharedIpadDevice),
      macOS: since('10.7', notUserEnrolled),
      tvOS: since('17.0', notUserEnrolled),
      visionOS: since('1.0', notUserEnrolled),
    },
    keys: [
      defineKey('VPNType', 'string', 'Kind of VPN', { bearing: 'indirect' }),
      defineKey('VPNSubType', 'string', "Bundle identifier of the VPN's app", { bearing: 'indirect' }),
      defineKey('UserDefinedName', 'string', 'Name'),
      defineKey('VendorConfig', 'dict', "Vendor's own settings"),
      defineKey('DNS', 'dict', 'DNS inside the VPN', { bearing: 'indirect' }),
      defineKey('DNS.ServerAddresses', 'array', 'DNS servers', { bearing: 'indirect' }),
      defineKey('DNS.SupplementalMatchDomains', 'array', 'Names that go to these servers', {
        bearing: 'indirect',
      }),
      defineKey('Proxies', 'dict', 'Proxies inside the VPN', { bearing: 'indirect' }),
      ...['HTTP', 'HTTPS', 'ProxyAutoConfig'].map((kind) =>
        defineKey(`Proxies.${kind}Enable`, 'integer', `${kind} proxy`, { default: 0, bearing: 'indirect' }),
      ),
      defineKey('Proxies.ProxyAutoConfigURLString', 'string', 'Address of the PAC file', {
        bearing: 'indirect',
      }),
      secretKey('Proxies.HTTPProxyPassword', 'Password of the proxy'),
      ...pluginVpnKeys,
      ...ikev2Keys,
      ...transparentProxyKeys,
      ...legacyVpnKeys,
      ...alwaysOnKeys,
    ],
  }),
  definePayload(types.perAppVpn, 'Per-app VPN', {
    page: 'applayervpn',
    platforms: {
      iOS: since('7.0', sharedIpadDevice),
      macOS: since('10.9'),
      visionOS: since('1.1'),
      watchOS: since('10.0', supervised),
    },
    keys: [
      defineKey('VPNUUID', 'string', 'Identity of the VPN'),
      defineKey('SafariDomains', 'array', 'Domains of Safari'),
      defineKey('AssociatedDomains', 'array', 'Associated domains'),
      secretKey('VPN.AuthPassword', 'Password of the account'),
      secretKey('VPN.Password', 'Password'),
      secretKey('IKEv2.SharedSecret', 'Shared secret'),
      secretKey('IKEv2.AuthPassword', 'Password of the account'),
    ],
  }),
  definePayload(types.vpnAppMapping, 'Apps sent to a VPN', {
    page: 'apptoperappvpnmapping',
    multiple: false,
    platforms: { macOS: since('10.9', deviceChannel) },
    keys: [
      defineKey('AppLayerVPNMapping', 'array', 'Table of apps', { bearing: 'indirect' }),
      defineKey('AppLayerVPNMapping[].Identifier', 'string', 'Bundle identifier'),
      defineKey('AppLayerVPNMapping[].VPNUUID', 'string', 'Identity of the VPN'),
      defineKey('AppLayerVPNMapping[].SigningIdentifier', 'string', 'Signing identifier'),
      defineKey('AppLayerVPNMapping[].DesignatedRequirement', 'string', 'Designated requirement'),
      defineKey('AppLayerVPNMapping[].MatchTools', 'array', 'Tools of the app'),
    ],
  }),
];
