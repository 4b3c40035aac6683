import { getString, type Value } from '@ringcheck/model';
import { bool, fromBytes, hasCellular, ipAddress, osVersion, text } from '../facts/convert.js';
import { enrolmentBy } from '../facts/enrolment.js';
import { fact } from '../facts/fact-table.js';
import type { DeviceShape, ListingShape } from '../inventory/device-shape.js';
import { hasKeys, inventorySource, plainVendorId } from '../inventory/inventory-source.js';
import { deviceList } from '../kinds.js';

/** Microsoft calls an ordinary enrolment by a user `userEnrollment`; Apple's User Enrollment has `apple` before it. */
const enrolment = enrolmentBy([
  ['userEnrollment', 'device'],
  ['deviceEnrollmentManager', 'device'],
  ['appleBulkWithUser', 'device'],
  ['appleBulkWithoutUser', 'device'],
  ['appleUserEnrollment', 'user'],
  ['appleUserEnrollmentWithServiceAccount', 'user'],
]);

/** Nought is written where the device reported nothing. */
const size = (value: Value) => {
  const count = fromBytes(value);
  return count === 0 ? undefined : count;
};

/** States of the configurations of a device; `compliant` there means "applied". */
export const configurationStates: ListingShape = {
  path: 'deviceConfigurationStates',
  names: { displayName: 'displayName', id: 'id' },
  basis: 'reported',
  managedOnly: true,
  isPresent: (entry) => ['compliant', 'remediated'].includes(getString(entry, 'state') ?? ''),
};

const managedDevice: DeviceShape = {
  facts: [
    fact('name', 'deviceName', text),
    fact('modelName', 'model', text),
    fact('productName', 'hardwareInformation.productName', text),
    fact('osVersion', 'osVersion', osVersion),
    fact('isSupervised', 'isSupervised', bool),
    fact('enrolment', 'deviceEnrollmentType', enrolment),
    fact('lostMode', 'lostModeState', bool),
    fact('storageFreeGB', 'freeStorageSpaceInBytes', size),
    fact('storageTotalGB', 'totalStorageSpaceInBytes', size),
    fact('hasCellular', 'hardwareInformation.cellularTechnology', hasCellular),
    fact('ipAddress', 'hardwareInformation.ipAddressV4', ipAddress),
    fact('site', 'deviceCategoryDisplayName', text),
  ],
  identity: { serial: 'serialNumber', udid: 'udid', id: 'id' },
  vendorId: plainVendorId('intune'),
  profileVendorId: plainVendorId('intune'),
  platform: ['hardwareInformation.productName', 'model', 'deviceType', 'operatingSystem'],
  observedAt: ['lastSyncDateTime'],
  listings: [configurationStates],
  lines: {
    single: '',
    names: { iccid: ['iccid'], phoneNumber: ['phoneNumber'], homeCarrier: ['subscriberCarrier'] },
  },
  known: [
    'operatingSystem',
    'deviceType',
    'manufacturer',
    'managementAgent',
    'userPrincipalName',
    'userDisplayName',
  ],
};

/** Devices of Microsoft Intune from Graph. */
export const intuneDevicesSource = inventorySource({
  id: 'intune-devices',
  kind: deviceList,
  envelopes: [['value']],
  shapeOf: (record) => (isManagedDevice(record) ? managedDevice : undefined),
});

function isManagedDevice(record: Value): boolean {
  if (getString(record, '@odata.type') === '#microsoft.graph.managedDevice') return true;
  if (!hasKeys(record, 'deviceName', 'serialNumber')) return false;
  return ['isSupervised', 'deviceEnrollmentType', 'managedDeviceOwnerType'].some((key) =>
    hasKeys(record, key),
  );
}
