import {
  bool,
  build,
  fromMegabytes,
  hasCellular,
  ipAddress,
  osVersion,
  partNumber,
  text,
} from '../facts/convert.js';
import { enrolmentOf } from '../facts/enrolment.js';
import { fact } from '../facts/fact-table.js';
import type { SubscriptionNames } from '../facts/subscriptions.js';
import {
  automatedWhenTrue,
  firewallState,
  noneWhenFalse,
  privateAddress,
  siteName,
  type DeviceShape,
} from '../inventory/device-shape.js';
import { vendorIdOf, vendorIdsOf } from './vendor-id.js';
import { claimBootPartition } from './boot-partition.js';

/** `/JSSResource/computers/id/…`. */
export const classicComputer: DeviceShape = {
  facts: [
    fact('name', 'general.name', text),
    fact('productName', 'hardware.model_identifier', text),
    fact('modelName', 'hardware.model', text),
    fact('osVersion', 'hardware.os_version', osVersion),
    fact('build', 'hardware.os_build', build),
    fact('isAppleSilicon', 'hardware.is_apple_silicon', bool),
    fact('isSupervised', 'general.supervised', bool),
    fact('enrolment', 'general.remote_management.managed', noneWhenFalse),
    fact('enrolment', 'general.management_status.enrolled_via_dep', automatedWhenTrue),
    fact('enrolment', 'general.management_status.user_approved_enrollment', (value) =>
      bool(value) === undefined ? undefined : 'device',
    ),
    fact('isUserApproved', 'general.management_status.user_approved_mdm', bool),
    fact('ipAddress', 'general.last_reported_ip', ipAddress),
    fact('ipAddress', 'general.ip_address', privateAddress),
    fact('site', 'general.site.name', siteName),
    fact('firewall', 'security.firewall_enabled', firewallState),
  ],
  identity: { serial: 'general.serial_number', udid: 'general.udid', id: 'general.id' },
  ...vendorIdsOf('macos'),
  platform: ['hardware.model_identifier', 'general.platform'],
  fallbackPlatform: 'macOS',
  observedAt: [
    'general.report_date_epoch',
    'general.report_date_utc',
    'general.last_contact_time_epoch',
    'general.last_contact_time_utc',
  ],
  listings: [
    {
      path: 'configuration_profiles',
      names: {
        identifier: 'identifier',
        uuid: 'uuid',
        displayName: 'name',
        id: 'id',
        removable: 'is_removable',
      },
    },
  ],
  apps: {
    path: 'software.applications',
    bundleId: 'bundle_id',
    name: 'name',
    version: 'version',
    item: 'application',
  },
  groups: { path: 'groups_accounts.computer_group_memberships', name: 'name' },
  more: claimBootPartition,
  known: ['general.platform', 'hardware.storage', 'location', 'purchasing', 'certificates', 'peripherals'],
};

const lineNames: SubscriptionNames = {
  iccid: ['iccid'],
  phoneNumber: ['phone_number'],
  currentMcc: ['current_mobile_country_code'],
  currentMnc: ['current_mobile_network_code'],
  homeMcc: ['home_mobile_country_code'],
  currentCarrier: ['current_carrier_network'],
  homeCarrier: ['home_carrier_network'],
  isRoaming: ['roaming'],
};

/** `/JSSResource/mobiledevices/id/…`. */
export const classicMobile: DeviceShape = {
  facts: [
    fact('name', 'general.display_name', text),
    fact('name', 'general.device_name', text),
    fact('name', 'general.name', text),
    fact('productName', 'general.model_identifier', text),
    fact('modelName', 'general.modelDisplay', text),
    fact('modelName', 'general.model_display', text),
    fact('modelName', 'general.model', text),
    fact('partNumber', 'general.model_number', partNumber),
    fact('osVersion', 'general.os_version', osVersion),
    fact('build', 'general.os_build', build),
    fact('isSupervised', 'general.supervised', bool),
    fact('enrolment', 'general.managed', noneWhenFalse),
    fact('enrolment', 'general.device_ownership_level', (value) => enrolmentOf(text(value))),
    fact('isSharedIpad', 'general.shared', bool),
    fact('doNotDisturb', 'general.do_not_disturb_enabled', bool),
    fact('storeAccountActive', 'general.itunes_store_account_is_active', bool),
    fact('lostMode', 'security.lost_mode_enabled', bool),
    fact('lostMode', 'security_object.lost_mode_enabled', bool),
    fact('ipAddress', 'general.ip_address', privateAddress),
    fact('site', 'general.site.name', siteName),
    fact('storageFreeGB', 'general.available_mb', fromMegabytes),
    fact('storageFreeGB', 'general.available', fromMegabytes),
    fact('storageTotalGB', 'general.capacity_mb', fromMegabytes),
    fact('storageTotalGB', 'general.capacity', fromMegabytes),
    fact('hasCellular', 'network.cellular_technology', hasCellular),
    fact('dataRoamingEnabled', 'network.data_roaming_enabled', bool),
  ],
  identity: { serial: 'general.serial_number', udid: 'general.udid', id: 'general.id' },
  ...vendorIdsOf('mobile'),
  platform: ['general.model_identifier', 'general.model', 'general.os_type'],
  observedAt: ['general.last_inventory_update_epoch', 'general.last_inventory_update_utc'],
  listings: [
    {
      path: 'configuration_profiles',
      names: { identifier: 'identifier', uuid: 'uuid', displayName: 'display_name' },
    },
  ],
  apps: {
    path: 'applications',
    bundleId: 'identifier',
    name: 'application_name',
    version: 'application_short_version',
    item: 'application',
  },
  groups: { path: 'mobile_device_groups', name: 'name' },
  lines: { single: 'network', names: lineNames },
  known: ['network', 'general.os_type', 'location', 'purchasing', 'certificates', 'provisioning_profiles'],
};

/** An entry of `<computers>` or `<mobile_devices>`: few keys, flat. */
export function classicListItem(vendorPrefix: 'macos' | 'mobile'): DeviceShape {
  return {
    facts: [
      fact('name', 'device_name', text),
      fact('name', 'name', text),
      fact('productName', 'model_identifier', text),
      fact('modelName', 'model_display', text),
      fact('modelName', 'model', text),
      fact('isSupervised', 'supervised', bool),
      fact('enrolment', 'managed', noneWhenFalse),
    ],
    identity: { serial: 'serial_number', udid: 'udid', id: 'id' },
    vendorId: (id) => vendorIdOf(vendorPrefix, id),
    platform: ['model_identifier', 'model'],
    ...(vendorPrefix === 'macos' ? { fallbackPlatform: 'macOS' as const } : {}),
    observedAt: [],
    listings: [],
    known: ['phone_number', 'wifi_mac_address', 'username'],
  };
}
