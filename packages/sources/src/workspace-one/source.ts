import { get, type Subscription, type Value } from '@ringcheck/model';
import type { ClaimBuilder } from '../facts/claim-builder.js';
import { bool, build, mcc, osVersion, text, timeZone } from '../facts/convert.js';
import { at, fact } from '../facts/fact-table.js';
import { type DeviceShape } from '../inventory/device-shape.js';
import { hasKeys, inventorySource, plainVendorId } from '../inventory/inventory-source.js';
import { deviceList } from '../kinds.js';
import { extendPath } from '../paths.js';

const notEnrolled = (value: Value) =>
  /^(?:unenrolled|not ?enrolled)$/i.test(text(value) ?? '') ? ('none' as const) : undefined;

const pascal: DeviceShape = {
  facts: [
    fact('name', 'DeviceFriendlyName', text),
    fact('name', 'DeviceReportedName', text),
    fact('modelName', 'Model', text),
    fact('osVersion', 'OperatingSystem', osVersion),
    fact('build', 'OSBuildVersion', build),
    fact('isSupervised', 'IsSupervised', bool),
    fact('doNotDisturb', 'IsDeviceDNDEnabled', bool),
    fact('enrolment', 'EnrollmentStatus', notEnrolled),
    fact('timeZone', 'TimeZone', timeZone),
    fact('ssid', 'WifiSsid', text),
    fact('site', 'LocationGroupName', text),
  ],
  identity: { serial: 'SerialNumber', udid: 'Udid', id: 'Uuid' },
  vendorId: plainVendorId('workspace-one'),
  platform: ['Model', 'DeviceFriendlyName', 'Platform'],
  observedAt: ['LastSeen'],
  listings: [],
  more: claimNetworks,
  known: [
    'Platform',
    'PlatformId',
    'DeviceCellularNetworkInfo',
    'Id',
    'LocationGroupId',
    'UserId',
    'UserName',
  ],
};

const camel: DeviceShape = {
  facts: [
    fact('name', 'friendlyName', text),
    fact('modelName', 'platformInfo.modelName', text),
    fact('osVersion', 'platformInfo.osVersion', osVersion),
    fact('build', 'OSBuildVersion', build),
    fact('isSupervised', 'supervised', bool),
    fact('enrolment', 'enrollmentInfo.enrollmentStatus', notEnrolled),
    fact('dataRoamingEnabled', 'carrierInfo.roamingEnabled', bool),
    fact('site', 'organizationGroupName', text),
  ],
  identity: { serial: 'serialNumber', udid: 'udid', id: 'uuid' },
  vendorId: plainVendorId('workspace-one'),
  platform: ['platformInfo.modelName', 'platformInfo.platformName'],
  observedAt: ['enrollmentInfo.lastSeenTimestamp'],
  listings: [],
  known: ['platformInfo', 'enrollmentInfo', 'Links', 'macAddress', 'imei'],
};

/** One entry per SIM card, with the country codes one level below. */
function claimNetworks(record: Value, path: string, claims: ClaimBuilder): void {
  const list = get(record, 'DeviceCellularNetworkInfo');
  if (list?.type !== 'array') return;
  const lines = list.items.flatMap((item): Subscription[] => {
    const known = <T>(key: string, convert: (value: Value) => T | undefined) => {
      const value = at(item, key);
      return value === undefined ? undefined : convert(value);
    };
    const currentMcc = known('DeviceMCC.CurrentMCC', mcc);
    const homeMcc = known('DeviceMCC.SIMMCC', mcc);
    const currentCarrier = known('CarrierName', text);
    const isRoaming = known('IsRoaming', bool);
    if (currentMcc === undefined && homeMcc === undefined && currentCarrier === undefined) return [];
    return [
      {
        ...(currentMcc === undefined ? {} : { currentMcc }),
        ...(homeMcc === undefined ? {} : { homeMcc }),
        ...(currentCarrier === undefined ? {} : { currentCarrier }),
        ...(isRoaming === undefined ? {} : { isRoaming }),
      },
    ];
  });
  if (lines.length > 0)
    claims.add('subscriptions', lines, list.at, extendPath(path, 'DeviceCellularNetworkInfo'));
}

function shapeOf(record: Value): DeviceShape | undefined {
  if (hasKeys(record, 'DeviceFriendlyName', 'SerialNumber')) return pascal;
  return hasKeys(record, 'friendlyName', 'platformInfo') ? camel : undefined;
}

/** Devices of Workspace ONE UEM in both of its shapes. */
export const workspaceOneSource = inventorySource({
  id: 'workspace-one',
  kind: deviceList,
  envelopes: [['Devices'], ['devices']],
  shapeOf,
});
