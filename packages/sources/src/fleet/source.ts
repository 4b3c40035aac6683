import { getString, type Value } from '@ringcheck/model';
import {
  bool,
  build,
  buildInOsVersion,
  fromGigabytes,
  hasCellular,
  osVersion,
  partNumber,
  text,
  timeZone,
} from '../facts/convert.js';
import { enrolmentOf } from '../facts/enrolment.js';
import { fact } from '../facts/fact-table.js';
import { privateAddress, type DeviceShape } from '../inventory/device-shape.js';
import { hasKeys, inventorySource, plainVendorId } from '../inventory/inventory-source.js';
import { deviceList } from '../kinds.js';

const host: DeviceShape = {
  facts: [
    fact('name', 'display_name', text),
    fact('name', 'computer_name', text),
    fact('name', 'hostname', text),
    fact('productName', 'hardware_model', text),
    fact('partNumber', 'model_number', partNumber),
    fact('osVersion', 'os_version', osVersion),
    fact('build', 'build', build),
    fact('build', 'os_version', buildInOsVersion),
    fact('supplementalBuild', 'supplemental_build_version', text),
    fact('enrolment', 'mdm.enrollment_status', (value) => enrolmentOf(text(value))),
    fact('storageFreeGB', 'gigs_disk_space_available', fromGigabytes),
    fact('storageTotalGB', 'gigs_total_disk_space', fromGigabytes),
    fact('ipAddress', 'primary_ip', privateAddress),
    fact('site', 'team_name', text),
    fact('timeZone', 'maintenance_window.timezone', timeZone),
    fact('hasCellular', 'cellular_technology', hasCellular),
    fact('dataRoamingEnabled', 'data_roaming_enabled', bool),
    fact('awaitingConfiguration', 'awaiting_configuration', bool),
    fact('doNotDisturb', 'is_do_not_disturb_in_effect', bool),
    fact('lostMode', 'is_mdm_lost_mode_enabled', bool),
    fact('storeAccountActive', 'itunes_store_account_is_active', bool),
  ],
  identity: { serial: 'hardware_serial', udid: 'uuid', id: 'id' },
  vendorId: plainVendorId('fleet'),
  profileVendorId: plainVendorId('fleet'),
  platform: ['hardware_model', 'platform', 'os_version'],
  observedAt: ['detail_updated_at', 'seen_time'],
  listings: [
    {
      path: 'mdm.profiles',
      names: { displayName: 'name', id: 'profile_uuid' },
      // Fleet knows the profiles it delivered and no others.
      managedOnly: true,
      isPresent: isVerified,
    },
  ],
  apps: { path: 'software', bundleId: 'bundle_identifier', name: 'name', version: 'version', item: '' },
  groups: { path: 'labels', name: 'name' },
  lines: {
    list: 'service_subscriptions',
    names: {
      slot: ['slot'],
      isDataPreferred: ['is_data_preferred'],
      isVoicePreferred: ['is_voice_preferred'],
      iccid: ['iccid'],
      phoneNumber: ['phone_number'],
      currentMcc: ['current_mcc'],
      currentMnc: ['current_mnc'],
      currentCarrier: ['current_carrier_network'],
      homeCarrier: ['subscriber_carrier_network'],
      isRoaming: ['is_roaming'],
    },
  },
  known: ['mdm', 'public_ip', 'status', 'team_id', 'policies', 'issues', 'users', 'geolocation'],
};

/** A profile is on the device only when its installation was verified. */
function isVerified(entry: Value): boolean {
  return getString(entry, 'operation_type') === 'install' && getString(entry, 'status') === 'verified';
}

/** Hosts of a Fleet server: a page, one host, or the bare list. */
export const fleetSource = inventorySource({
  id: 'fleet',
  kind: deviceList,
  envelopes: [['hosts'], ['host']],
  shapeOf: (record) => (hasKeys(record, 'hardware_serial', 'uuid') ? host : undefined),
});
