import { get, type Value } from '@ringcheck/model';
import { bool, build, fromGigabytes, hasCellular, osVersion, text } from '../facts/convert.js';
import { applyFacts, fact } from '../facts/fact-table.js';
import type { ClaimBuilder } from '../facts/claim-builder.js';
import {
  automatedWhenTrue,
  noneWhenFalse,
  privateAddress,
  tagNames,
  type DeviceShape,
} from '../inventory/device-shape.js';
import { hasKeys, inventorySource, plainVendorId } from '../inventory/inventory-source.js';
import { deviceList } from '../kinds.js';
import { extendPath } from '../paths.js';

const vendorId = plainVendorId('kandji');

const listItem: DeviceShape = {
  facts: [
    fact('name', 'device_name', text),
    fact('modelName', 'model', text),
    fact('osVersion', 'os_version', osVersion),
    fact('supplementalBuild', 'supplemental_build_version', text),
    fact('site', 'blueprint_name', text),
    fact('enrolment', 'mdm_enabled', noneWhenFalse),
    fact('tags', 'tags', tagNames),
  ],
  identity: { serial: 'serial_number', id: 'device_id' },
  vendorId,
  platform: ['model', 'platform'],
  observedAt: ['last_check_in'],
  listings: [],
  known: [
    'platform',
    'user',
    'asset_tag',
    'blueprint_id',
    'agent_installed',
    'first_enrollment',
    'last_enrollment',
  ],
};

const details: DeviceShape = {
  facts: [
    fact('name', 'general.device_name', text),
    fact('modelName', 'hardware_overview.model_name', text),
    fact('productName', 'hardware_overview.model_identifier', text),
    fact('osVersion', 'general.os_version', osVersion),
    fact('site', 'general.blueprint_name', text),
    fact('isSupervised', 'mdm.supervised', bool),
    fact('enrolment', 'mdm.mdm_enabled', (value) => noneWhenFalse(value)),
    fact('enrolment', 'automated_device_enrollment.auto_enrolled', automatedWhenTrue),
    fact('ipAddress', 'network.ip_address', privateAddress),
    fact('hasCellular', 'cellular.cellular_technology', hasCellular),
    fact('dataRoamingEnabled', 'cellular.data_roaming', bool),
    fact('tags', 'tags', tagNames),
  ],
  identity: {
    serial: 'hardware_overview.serial_number',
    udid: 'hardware_overview.uuid',
    id: 'general.device_id',
  },
  vendorId,
  platform: ['hardware_overview.model_identifier', 'general.model', 'general.platform'],
  observedAt: ['mdm.last_check_in'],
  listings: [
    {
      path: 'installed_profiles',
      names: { identifier: 'identifier', uuid: 'uuid', displayName: 'name', installedAt: 'install_date' },
    },
  ],
  more: claimVolume,
  known: ['volumes', 'general.model', 'general.platform', 'users', 'kandji_agent', 'activation_lock'],
};

const prismRow: DeviceShape = {
  facts: [
    fact('name', 'device__name', text),
    fact('modelName', 'model_name', text),
    fact('productName', 'model_id', text),
    fact('osVersion', 'os_version', osVersion),
    fact('osVersion', 'display_os_version', osVersion),
    fact('build', 'os_build', build),
    fact('isSharedIpad', 'shared_ipad', bool),
    fact('dataRoamingEnabled', 'data_roaming', bool),
    fact('hasCellular', 'cellular_technology', hasCellular),
    fact('storageTotalGB', 'device_capacity', fromGigabytes),
    fact('site', 'blueprint_name', text),
    fact('tags', 'tags', tagNames),
  ],
  identity: { serial: 'serial_number', id: 'device_id' },
  vendorId,
  platform: ['model_id', 'model_name', 'device__family'],
  observedAt: ['last_checkin_mdm', 'last_checkin'],
  listings: [],
  known: ['device__user_email', 'device__user_name', 'device__family', 'marketing_name'],
};

/** The first volume of the list is the one of the system. */
function claimVolume(record: Value, path: string, claims: ClaimBuilder): void {
  const volumes = get(record, 'volumes');
  const first = volumes?.type === 'array' ? volumes.items[0] : undefined;
  const rows = [
    fact('storageFreeGB', 'available', fromGigabytes),
    fact('storageTotalGB', 'capacity', fromGigabytes),
  ];
  applyFacts(rows, first, extendPath(path, 'volumes', 0), claims);
}

function shapeOf(record: Value): DeviceShape | undefined {
  if (hasKeys(record, 'hardware_overview', 'general')) return details;
  if (hasKeys(record, 'device__name', 'serial_number')) return prismRow;
  return hasKeys(record, 'device_id', 'blueprint_name', 'serial_number') ? listItem : undefined;
}

/** Devices of Kandji (Iru): list, details of one device, rows of Prism. */
export const kandjiSource = inventorySource({
  id: 'kandji',
  kind: deviceList,
  envelopes: [['data'], ['value']],
  shapeOf,
});
