import { getString, type Value } from '@ringcheck/model';
import { bool, build, fromGigabytes, hasCellular, osVersion, partNumber, text } from '../facts/convert.js';
import { fact } from '../facts/fact-table.js';
import { automatedWhenTrue, firewallOf, type DeviceShape } from '../inventory/device-shape.js';
import { hasKeys, inventorySource, plainVendorId } from '../inventory/inventory-source.js';
import { deviceList } from '../kinds.js';
import { at } from '../facts/fact-table.js';

const device: DeviceShape = {
  facts: [
    fact('name', 'attributes.name', text),
    fact('name', 'attributes.device_name', text),
    fact('productName', 'attributes.product_name', text),
    fact('modelName', 'attributes.model_name', text),
    fact('partNumber', 'attributes.model', partNumber),
    fact('osVersion', 'attributes.os_version', osVersion),
    fact('build', 'attributes.build_version', build),
    fact('isSupervised', 'attributes.is_supervised', bool),
    fact('enrolment', 'attributes.status', (value) => (text(value) === 'unenrolled' ? 'none' : undefined)),
    fact('enrolment', 'attributes.is_dep_enrollment', automatedWhenTrue),
    fact('isUserApproved', 'attributes.is_user_approved_enrollment', bool),
    fact('doNotDisturb', 'attributes.is_do_not_disturb_in_effect', bool),
    fact('storeAccountActive', 'attributes.itunes_store_account_is_active', bool),
    fact('storageFreeGB', 'attributes.available_device_capacity', fromGigabytes),
    fact('storageTotalGB', 'attributes.device_capacity', fromGigabytes),
    fact('hasCellular', 'attributes.cellular_technology', hasCellular),
    fact('dataRoamingEnabled', 'attributes.data_roaming_enabled', bool),
    fact('firewall', 'attributes.firewall', firewallOf),
  ],
  identity: { serial: 'attributes.serial_number', udid: 'attributes.unique_identifier', id: 'id' },
  vendorId: plainVendorId('simplemdm'),
  platform: ['attributes.product_name', 'attributes.model_name'],
  observedAt: ['attributes.last_seen_at'],
  listings: [],
  lines: {
    single: 'attributes',
    names: {
      iccid: ['iccid'],
      phoneNumber: ['phone_number'],
      currentMcc: ['current_mcc'],
      currentMnc: ['current_mnc'],
      homeMcc: ['subscriber_mcc'],
      currentCarrier: ['current_carrier_network'],
      homeCarrier: ['subscriber_carrier_network'],
      isRoaming: ['is_roaming'],
    },
  },
  known: ['type', 'attributes.last_seen_ip', 'attributes.enrolled_at', 'relationships'],
};

/** Devices of SimpleMDM. */
export const simpleMdmSource = inventorySource({
  id: 'simplemdm',
  kind: deviceList,
  envelopes: [['data']],
  shapeOf: (record: Value) =>
    getString(record, 'type') === 'device' &&
    hasKeys(record, 'attributes') &&
    at(record, 'attributes.unique_identifier') !== undefined
      ? device
      : undefined,
});
