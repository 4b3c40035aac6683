import { writePlist } from '@ringcheck/plist';
import { valueOf, type Plain } from '../values.js';
import { realOf } from '../values.js';
import { hex } from './dice.js';
import type { FleetDevice } from './devices.js';
import { addressIn } from './networks.js';
import type { FleetProfile } from './profiles.js';

const enrolment = {
  PayloadIdentifier: 'org.example.mdm.enrolment',
  PayloadUUID: '0A5EED00-0000-4000-8000-000000009990',
  PayloadVersion: 1,
  PayloadDisplayName: 'Device management',
  PayloadOrganization: 'Example Organisation',
  PayloadRemovalDisallowed: true,
  IsEncrypted: false,
  PayloadContent: [{ PayloadType: 'com.apple.mdm' }, { PayloadType: 'com.apple.security.scep' }],
} as const;

/** What the devices answered to an MDM server, one property list with all replies. */
export function repliesOf(devices: readonly FleetDevice[]): Uint8Array {
  return writePlist(valueOf(devices.flatMap(answers)), 'xml');
}

function answers(device: FleetDevice): Plain[] {
  const envelope = (number: number): { readonly [key: string]: Plain } => ({
    UDID: device.udid,
    CommandUUID: `F1EE7000-0000-4000-8000-${hex(device.index * 4 + number, 12)}`,
    Status: 'Acknowledged',
  });
  return [
    { ...envelope(0), QueryResponses: information(device) },
    { ...envelope(1), ProfileList: [enrolment, ...device.profiles.map(listed)] },
    ...(device.model.platform === 'macOS' || !device.supervised
      ? [{ ...envelope(2), SecurityInfo: security(device) }]
      : []),
    ...(device.answersRestrictions ? [{ ...envelope(3), GlobalRestrictions: restrictions(device) }] : []),
  ];
}

function information(device: FleetDevice): Plain {
  const { model, region } = device;
  return {
    UDID: device.udid,
    SerialNumber: device.serial,
    DeviceName: device.name,
    ModelName: model.name,
    ModelNumber: `${model.part}${region.suffix}`,
    ProductName: model.product,
    OSVersion: device.osVersion,
    BuildVersion: device.build,
    IsSupervised: device.supervised,
    AwaitingConfiguration: false,
    iTunesStoreAccountIsActive: true,
    TimeZone: region.timeZone,
    DeviceCapacity: realOf(model.capacityGB),
    AvailableDeviceCapacity: realOf(device.storageFreeGB),
    ...(model.platform === 'iPadOS' ? { IsMultiUser: false } : {}),
    ...(model.platform === 'macOS' ? { IsAppleSilicon: model.product.startsWith('Mac1') } : mobile(device)),
  };
}

function mobile({ model, region, index }: FleetDevice): { readonly [key: string]: Plain } {
  if (model.platform === 'tvOS') return {};
  return {
    IsMDMLostModeEnabled: false,
    IsDoNotDisturbInEffect: false,
    DataRoamingEnabled: false,
    CellularTechnology: model.cellular ? 3 : 0,
    ...(model.cellular
      ? {
          ServiceSubscriptions: [
            {
              Slot: 'CTSubscriptionSlotOne',
              IsDataPreferred: true,
              IsVoicePreferred: true,
              ICCID: `8999${String(index).padStart(15, '0')}`,
              CurrentMCC: region.mcc,
              CurrentMNC: region.mnc,
              CurrentCarrierNetwork: 'Example Mobile',
              SubscriberCarrierNetwork: 'Example Mobile',
              IsRoaming: false,
            },
          ],
        }
      : {}),
  };
}

/** As Apple's answer lists a profile: its payloads by type, without their settings. */
function listed(profile: FleetProfile): Plain {
  return {
    PayloadIdentifier: profile.identifier,
    PayloadUUID: profile.uuid,
    PayloadVersion: 1,
    PayloadDisplayName: profile.displayName,
    PayloadOrganization: 'Example Organisation',
    PayloadRemovalDisallowed: true,
    IsEncrypted: false,
    PayloadContent: profile.payloads.map(({ type }, index) => ({
      PayloadType: type,
      PayloadIdentifier: `${profile.identifier}.${index + 1}`,
    })),
  };
}

function security({ model }: FleetDevice): Plain {
  return {
    ManagementStatus: { IsUserEnrollment: false, UserApprovedEnrollment: true },
    PasscodePresent: true,
    ...(model.platform === 'macOS'
      ? { FirewallSettings: { FirewallEnabled: false, BlockAllIncoming: false, StealthMode: false } }
      : {}),
  };
}

/** The device agrees with its profiles: FaceTime is off where one that acts says so. */
function restrictions(device: FleetDevice): Plain {
  const forbids = device.profiles.some((profile) =>
    profile.payloads.some((payload) => payload['allowVideoConferencing'] === false),
  );
  return {
    restrictedBool: { allowVideoConferencing: { value: !(forbids && device.supervised) } },
    restrictedValue: {},
    intersection: {},
    union: {},
  };
}

/** One page of Jamf Pro's `/api/v2/mobile-devices/detail`. */
export function jamfPageOf(devices: readonly FleetDevice[], at: string): string {
  return `${JSON.stringify(
    { totalCount: devices.length, results: devices.map((device) => jamfDevice(device, at)) },
    null,
    1,
  )}\n`;
}

function jamfDevice(device: FleetDevice, at: string): object {
  const { model, region } = device;
  return {
    mobileDeviceId: String(device.index + 1),
    deviceType: 'iOS',
    hardware: {
      serialNumber: device.serial,
      model: model.name,
      modelIdentifier: model.product,
      modelNumber: `${model.part}${region.suffix}`,
      capacityMb: model.capacityGB * 1000,
      availableSpaceMb: Math.round(device.storageFreeGB * 1000),
    },
    general: {
      udid: device.udid,
      displayName: device.name,
      osVersion: device.osVersion,
      osBuild: device.build,
      supervised: device.supervised,
      managed: true,
      sharedIpad: false,
      deviceOwnershipType: 'Institutional',
      timeZone: region.timeZone,
      lastInventoryUpdateDate: at,
      doNotDisturbEnabled: false,
      itunesStoreAccountActive: true,
    },
    security: { lostModeEnabled: false },
    network: { cellularTechnology: model.cellular ? 'GSM' : 'None', dataRoamingEnabled: false },
    profiles: device.profiles.map((profile) => ({
      displayName: profile.displayName,
      version: '1',
      uuid: profile.uuid,
      identifier: profile.identifier,
      removable: false,
      lastInstalled: '2026-09-01T08:00:00Z',
    })),
  };
}

export const inventoryHead = 'serial,tags,ssid,ip,last seen\n';

/** Who a device belongs to and where it was seen, as the plain inventory CSV says it. */
export function inventoryLine(device: FleetDevice, at: string): string {
  const { network } = device;
  const place = network === undefined ? ',' : `${network.ssid},${addressIn(network, device.index)}`;
  return `${device.serial},${device.tag ?? ''},${place},${at}\n`;
}
