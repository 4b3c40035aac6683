import {
  defineKey,
  definePayload,
  mdmOnly,
  notUserEnrolled,
  secretKey,
  sharedIpadDevice,
  since,
} from '../define.js';
import * as types from '../types-of-payloads.js';

/** Cellular data and the payloads that only concern managed apps. */
export const cellularPayloads = [
  definePayload(types.networkUsageRules, 'Network Usage Rules', {
    page: 'networkusagerules',
    multiple: false,
    platforms: { iOS: since('9.0', mdmOnly, notUserEnrolled) },
    keys: [
      defineKey('ApplicationRules', 'array', 'Rules for managed apps'),
      defineKey('SIMRules', 'array', 'Rules for SIMs', {
        on: { iOS: since('13.0', mdmOnly, notUserEnrolled) },
      }),
    ],
  }),
  definePayload(types.cellular, 'Cellular', {
    page: 'cellular',
    multiple: false,
    platforms: { iOS: since('7.0', notUserEnrolled, sharedIpadDevice), watchOS: since('3.2') },
    keys: [
      defineKey('AttachAPN', 'dict', 'Access point to attach to', { bearing: 'indirect' }),
      defineKey('AttachAPN.Name', 'string', 'Name'),
      defineKey('AttachAPN.AllowedProtocolMask', 'integer', 'Protocols'),
      secretKey('AttachAPN.Password', 'Password of the access point'),
      defineKey('APNs', 'array', 'Access points', { bearing: 'indirect' }),
      defineKey('APNs[].Name', 'string', 'Name'),
      defineKey('APNs[].ProxyServer', 'string', 'Proxy'),
      defineKey('APNs[].ProxyPort', 'integer', 'Port of the proxy'),
      defineKey('APNs[].AllowedProtocolMask', 'integer', 'Protocols'),
      defineKey('APNs[].EnableXLAT464', 'boolean', 'IPv4 over IPv6', {
        default: false,
        bearing: 'indirect',
        on: { iOS: since('16.0', notUserEnrolled, sharedIpadDevice) },
      }),
      secretKey('APNs[].Password', 'Password of the access point'),
    ],
  }),
  definePayload(types.apn, 'Access point (old)', {
    page: 'apn',
    multiple: false,
    platforms: { iOS: since('4.0', { deprecated: '7.0' }) },
    keys: [
      defineKey('PayloadContent', 'array', 'Access points', { bearing: 'indirect' }),
      secretKey('PayloadContent[].DefaultsData.apns[].password', 'Password of the access point'),
    ],
  }),
  definePayload(types.cellularPrivateNetwork, 'Private cellular network', {
    page: 'cellularprivatenetwork',
    platforms: { iOS: since('17.0', notUserEnrolled, sharedIpadDevice) },
    keys: [
      defineKey('DataSetName', 'string', 'Name'),
      defineKey('CellularDataPreferred', 'boolean', 'Preferred over Wi-Fi', {
        default: false,
        bearing: 'indirect',
      }),
    ],
  }),
];
