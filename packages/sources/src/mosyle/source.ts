import { decodeJson } from '@ringcheck/plist';
import type { FactValues, Value } from '@ringcheck/model';
import { bool, build, fromGigabytes, osVersion, text } from '../facts/convert.js';
import { at, fact } from '../facts/fact-table.js';
import { privateAddress, tagNames, type DeviceShape } from '../inventory/device-shape.js';
import { hasKeys, inventorySource } from '../inventory/inventory-source.js';
import { deviceList } from '../kinds.js';

const device: DeviceShape = {
  facts: [
    fact('name', 'device_name', text),
    fact('productName', 'device_model', text),
    fact('modelName', 'device_model_name', text),
    fact('modelName', 'model_name', text),
    fact('osVersion', 'osversion', osVersion),
    fact('build', 'BuildVersion', build),
    fact('isSupervised', 'is_supervised', bool),
    fact('enrolment', 'ManagementStatus', managementStatus),
    fact('doNotDisturb', 'isDoNotDisturbInEffect', bool),
    fact('storeAccountActive', 'iTunesStoreAccountIsActive', bool),
    fact('lostMode', 'lostmode_status', bool),
    fact('dataRoamingEnabled', 'roaming_enabled', bool),
    fact('storageFreeGB', 'available_disk', fromGigabytes),
    fact('storageTotalGB', 'total_disk', fromGigabytes),
    fact('ipAddress', 'last_lan_ip', privateAddress),
    fact('site', 'location', text),
    fact('tags', 'tags', tagNames),
  ],
  identity: { serial: 'serial_number', udid: 'deviceudid' },
  platform: ['device_model', 'device_model_name', 'model_name', 'os'],
  observedAt: ['date_info', 'date_last_beat'],
  listings: [],
  known: ['os', 'carrier', 'isroaming', 'last_ip_beat', 'userid', 'username', 'usertype', 'useremail'],
};

/** JSON inside a string. */
function managementStatus(value: Value): FactValues['enrolment'] | undefined {
  const inner = value.type === 'string' ? decodeJson(new TextEncoder().encode(value.value)).value : value;
  const says = (key: string) => {
    const found = at(inner, key);
    return found === undefined ? undefined : bool(found);
  };
  if (says('IsUserEnrollment') === true) return 'user';
  if (says('EnrolledViaDEP') === true) return 'automated';
  return says('IsUserEnrollment') === false ? 'device' : undefined;
}

/** Devices of Mosyle Manager (an object in `response`) and Mosyle Business (a list in it). */
export const mosyleSource = inventorySource({
  id: 'mosyle',
  kind: deviceList,
  envelopes: [['response', 'devices'], ['response', 0, 'devices'], ['devices']],
  shapeOf: (record) => (hasKeys(record, 'deviceudid') ? device : undefined),
});
