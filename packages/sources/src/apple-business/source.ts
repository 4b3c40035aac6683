import { getString } from '@ringcheck/model';
import { partNumber, text } from '../facts/convert.js';
import { fact } from '../facts/fact-table.js';
import { type DeviceShape } from '../inventory/device-shape.js';
import { hasKeys, inventorySource } from '../inventory/inventory-source.js';
import { deviceList } from '../kinds.js';

const orgDevice: DeviceShape = {
  facts: [
    fact('modelName', 'attributes.deviceModel', text),
    fact('productName', 'attributes.productType', text),
    fact('partNumber', 'attributes.partNumber', partNumber),
  ],
  identity: { serial: 'attributes.serialNumber' },
  creates: false,
  platform: ['attributes.productType', 'attributes.productFamily'],
  observedAt: ['attributes.updatedDateTime'],
  listings: [],
  known: [
    'type',
    'id',
    'links',
    'relationships',
    'attributes.productFamily',
    'attributes.status',
    'attributes.orderNumber',
  ],
};

/** Devices of Apple Business and School Manager: what was bought, with the regional part number. */
export const appleBusinessSource = inventorySource({
  id: 'apple-business-manager',
  kind: deviceList,
  envelopes: [['data']],
  shapeOf: (record) =>
    getString(record, 'type') === 'orgDevices' && hasKeys(record, 'attributes') ? orgDevice : undefined,
});
