import type { Value } from '@ringcheck/model';
import { build, text } from '../facts/convert.js';
import { at, fact } from '../facts/fact-table.js';
import { type DeviceShape } from '../inventory/device-shape.js';
import { hasKeys, inventorySource } from '../inventory/inventory-source.js';
import { deviceList } from '../kinds.js';

/** The version stands in parts: major, minor, patch. */
function versionOf(value: Value): string | undefined {
  const parts = ['major', 'minor', 'patch'].map((key) => at(value, key));
  const known = parts.flatMap((part) => (part?.type === 'integer' ? [String(part.value)] : []));
  return known.length === 0 ? undefined : known.join('.');
}

const snapshot: DeviceShape = {
  facts: [
    fact('name', 'system_info.computer_name', text),
    fact('productName', 'system_info.hardware_model', text),
    fact('osVersion', 'os_version', versionOf),
    fact('build', 'os_version.build', build),
  ],
  identity: { serial: 'serial_number' },
  platform: ['system_info.hardware_model', 'platform', 'os_version.name'],
  observedAt: ['last_seen'],
  listings: [],
  known: ['platform', 'type', 'source', 'links', 'principal_user', 'network_interfaces', 'last_change'],
};

/** Machine snapshots of Zentral, one JSON object a line. */
export const zentralSource = inventorySource({
  id: 'zentral',
  kind: deviceList,
  envelopes: [],
  shapeOf: (record) => (hasKeys(record, 'serial_number', 'source', 'last_seen') ? snapshot : undefined),
});
