import {
  bool,
  build,
  fromMegabytes,
  hasCellular,
  ipAddress,
  osVersion,
  partNumber,
  text,
  timeZone,
} from '../facts/convert.js';
import { enrolmentOf } from '../facts/enrolment.js';
import { fact } from '../facts/fact-table.js';
import type { SubscriptionNames } from '../facts/subscriptions.js';
import {
  automatedWhenPresent,
  automatedWhenTrue,
  firewallState,
  noneWhenFalse,
  privateAddress,
  siteName,
  type DeviceShape,
} from '../inventory/device-shape.js';
import { vendorIdsOf } from './vendor-id.js';

const slotNames: SubscriptionNames = {
  slot: ['slot'],
  isDataPreferred: ['dataPreferred'],
  isVoicePreferred: ['voicePreferred'],
  iccid: ['iccid'],
  phoneNumber: ['phoneNumber'],
  currentMcc: ['currentMobileCountryCode'],
  currentMnc: ['currentMobileNetworkCode'],
  homeMcc: ['homeMobileCountryCode'],
  currentCarrier: ['currentCarrierNetwork'],
  homeCarrier: ['subscriberCarrierNetwork', 'homeCarrierNetwork'],
  isRoaming: ['roaming'],
};

const profileParts = {
  identifier: 'identifier',
  uuid: 'uuid',
  displayName: 'displayName',
  installedAt: 'lastInstalled',
  removable: 'removable',
};

/** `/api/v1…v3/computers-inventory`. */
export const apiComputer: DeviceShape = {
  facts: [
    fact('name', 'general.name', text),
    fact('productName', 'hardware.modelIdentifier', text),
    fact('modelName', 'hardware.model', text),
    fact('osVersion', 'operatingSystem.version', osVersion),
    fact('build', 'operatingSystem.build', build),
    fact('supplementalBuild', 'operatingSystem.supplementalBuildVersion', text),
    fact('isAppleSilicon', 'hardware.appleSilicon', bool),
    fact('isSupervised', 'general.supervised', bool),
    fact('enrolment', 'general.remoteManagement.managed', noneWhenFalse),
    fact('enrolment', 'general.enrolledViaAutomatedDeviceEnrollment', automatedWhenTrue),
    fact('enrolment', 'general.enrollmentMethod.objectType', (value) =>
      text(value) === undefined ? undefined : 'device',
    ),
    fact('isUserApproved', 'general.userApprovedMdm', bool),
    fact('ipAddress', 'general.lastReportedIpV4', ipAddress),
    fact('ipAddress', 'general.lastReportedIp', ipAddress),
    fact('ipAddress', 'general.lastIpAddress', privateAddress),
    fact('site', 'general.site.name', siteName),
    fact('storageFreeGB', 'storage.bootDriveAvailableSpaceMegabytes', fromMegabytes),
    fact('firewall', 'security.firewallEnabled', firewallState),
  ],
  identity: { serial: 'hardware.serialNumber', udid: 'udid', id: 'id' },
  ...vendorIdsOf('macos'),
  platform: ['hardware.modelIdentifier', 'general.platform'],
  fallbackPlatform: 'macOS',
  observedAt: ['general.reportDate', 'general.lastContactTime', 'general.lastCheckIn'],
  listings: [
    {
      path: 'configurationProfiles',
      names: { ...profileParts, identifier: 'profileIdentifier', id: 'id', user: 'username' },
    },
  ],
  apps: { path: 'applications', bundleId: 'bundleId', name: 'name', version: 'version', item: '' },
  groups: { path: 'groupMemberships', name: 'groupName' },
  known: [
    'general.platform',
    'userAndLocation',
    'purchasing',
    'attachments',
    'printers',
    'fonts',
    'services',
  ],
};

/** `/api/v2/mobile-devices/detail`. */
export const apiMobile: DeviceShape = {
  facts: [
    fact('name', 'general.displayName', text),
    fact('productName', 'hardware.modelIdentifier', text),
    fact('modelName', 'hardware.model', text),
    fact('partNumber', 'hardware.modelNumber', partNumber),
    fact('osVersion', 'general.osVersion', osVersion),
    fact('build', 'general.osBuild', build),
    fact('supplementalBuild', 'general.osSupplementalBuildVersion', text),
    fact('isSupervised', 'general.supervised', bool),
    fact('enrolment', 'general.managed', noneWhenFalse),
    fact('enrolment', 'general.enrollmentMethodPrestage', automatedWhenPresent),
    fact('enrolment', 'general.deviceOwnershipType', (value) => enrolmentOf(text(value))),
    fact('timeZone', 'general.timeZone', timeZone),
    fact('isSharedIpad', 'general.sharedIpad', bool),
    fact('doNotDisturb', 'general.doNotDisturbEnabled', bool),
    fact('storeAccountActive', 'general.itunesStoreAccountActive', bool),
    fact('lostMode', 'security.lostModeEnabled', bool),
    fact('ipAddress', 'general.ipAddress', privateAddress),
    fact('site', 'general.siteName', siteName),
    fact('storageFreeGB', 'hardware.availableSpaceMb', fromMegabytes),
    fact('storageTotalGB', 'hardware.capacityMb', fromMegabytes),
    fact('hasCellular', 'network.cellularTechnology', hasCellular),
    fact('dataRoamingEnabled', 'network.dataRoamingEnabled', bool),
  ],
  identity: { serial: 'hardware.serialNumber', udid: 'general.udid', id: 'mobileDeviceId' },
  ...vendorIdsOf('mobile'),
  platform: ['hardware.modelIdentifier', 'hardware.model', 'deviceType'],
  observedAt: ['general.lastInventoryUpdateDate', 'general.lastEnrolledDate'],
  listings: [
    { path: 'profiles', names: profileParts },
    { path: 'userProfiles', names: { ...profileParts, user: 'username' } },
  ],
  apps: { path: 'applications', bundleId: 'identifier', name: 'name', version: 'shortVersion', item: '' },
  groups: { path: 'groups', name: 'groupName' },
  lines: { list: 'serviceSubscriptions', single: 'network', names: slotNames },
  known: [
    'network',
    'deviceType',
    'userAndLocation',
    'purchasing',
    'certificates',
    'ebooks',
    'provisioningProfiles',
  ],
};

/** `/api/v2/mobile-devices`: few keys, flat. */
export const apiMobileListItem: DeviceShape = {
  facts: [
    fact('name', 'name', text),
    fact('productName', 'modelIdentifier', text),
    fact('modelName', 'model', text),
  ],
  identity: { serial: 'serialNumber', udid: 'udid', id: 'id' },
  ...vendorIdsOf('mobile'),
  platform: ['modelIdentifier', 'model', 'type'],
  observedAt: [],
  listings: [],
  known: ['type', 'phoneNumber', 'wifiMacAddress', 'username', 'managementId', 'softwareUpdateDeviceId'],
};
