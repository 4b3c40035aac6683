import type { Value } from '@ringcheck/model';
import { bool, fromGigabytes, osVersion, text } from '../facts/convert.js';
import { enrolmentBy } from '../facts/enrolment.js';
import { fact } from '../facts/fact-table.js';
import { appleSubscriptionNames } from '../facts/subscriptions.js';
import { noneWhenFalse, privateAddress, type DeviceShape } from '../inventory/device-shape.js';
import { hasKeys, inventorySource } from '../inventory/inventory-source.js';

/** `depPending` and `ac2Pending` are not enrolled yet, so they tell nothing. */
const enrolment = enrolmentBy([
  ['dep', 'automated'],
  ['manual', 'device'],
  ['ac2', 'device'],
]);

const device: DeviceShape = {
  facts: [
    fact('name', 'name', text),
    fact('productName', 'model.identifier', text),
    fact('modelName', 'model.name', text),
    fact('osVersion', 'os.version', osVersion),
    fact('isSupervised', 'isSupervised', bool),
    fact('enrolment', 'isManaged', noneWhenFalse),
    fact('enrolment', 'enrollType', enrolment),
    fact('storageTotalGB', 'totalCapacity', fromGigabytes),
    fact('storageFreeGB', 'availableCapacity', fromGigabytes),
    fact('storeAccountActive', 'iTunesStoreLoggedIn', bool),
    fact('ipAddress', 'networkInformation.IPAddress', privateAddress),
    fact('dataRoamingEnabled', 'networkInformation.DataRoamingEnabled', bool),
  ],
  identity: { serial: 'serialNumber', udid: 'UDID' },
  platform: ['model.identifier', 'model.name', 'os.prefix'],
  observedAt: ['lastCheckin', 'modified'],
  listings: [],
  apps: { path: 'apps', bundleId: 'identifier', name: 'name', version: 'version', item: '' },
  groups: { path: 'groups', name: 'name' },
  lines: { list: 'networkInformation.ServiceSubscription', names: appleSubscriptionNames },
  known: ['os', 'model', 'networkInformation', 'owner', 'region', 'locationId', 'assetTag', 'notes', 'class'],
};

/** Devices of Jamf School. */
export const jamfSchoolSource = inventorySource({
  id: 'jamf-school',
  kind: 'jamf-inventory',
  envelopes: [['devices'], ['device']],
  shapeOf: (record: Value) =>
    hasKeys(record, 'UDID', 'serialNumber') && (hasKeys(record, 'enrollType') || hasKeys(record, 'inTrash'))
      ? device
      : undefined,
});
