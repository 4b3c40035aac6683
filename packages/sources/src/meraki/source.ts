import { bool, build, osVersion, text } from '../facts/convert.js';
import { fact } from '../facts/fact-table.js';
import { privateAddress, tagNames, type DeviceShape } from '../inventory/device-shape.js';
import { hasKeys, inventorySource, plainVendorId } from '../inventory/inventory-source.js';
import { deviceList } from '../kinds.js';

const device: DeviceShape = {
  facts: [
    fact('name', 'name', text),
    fact('modelName', 'systemModel', text),
    fact('osVersion', 'osName', osVersion),
    fact('build', 'osBuild', build),
    fact('isSupervised', 'isSupervised', bool),
    fact('enrolment', 'isManaged', (value) => (bool(value) === false ? 'none' : undefined)),
    fact('ssid', 'ssid', text),
    fact('ipAddress', 'ip', privateAddress),
    fact('tags', 'tags', tagNames),
  ],
  identity: { serial: 'serialNumber', udid: 'uuid', id: 'id' },
  vendorId: plainVendorId('meraki'),
  platform: ['systemModel', 'osName'],
  observedAt: ['lastConnected'],
  listings: [],
  lines: {
    single: '',
    names: { iccid: ['iccid'], phoneNumber: ['phoneNumber'], currentCarrier: ['simCarrierNetwork'] },
  },
  known: ['wifiMac', 'publicIp', 'ownerEmail', 'ownerUsername', 'lastUser', 'url', 'location'],
};

/** Devices of Meraki Systems Manager. */
export const merakiSource = inventorySource({
  id: 'meraki-systems-manager',
  kind: deviceList,
  envelopes: [],
  shapeOf: (record) => (hasKeys(record, 'wifiMac', 'osName', 'systemModel') ? device : undefined),
});
