import { dataOf, type Plain } from '../values.js';
import { hex } from './dice.js';
import type { FleetDevice } from './devices.js';
import { Fragments } from './fragments.js';
import { addressIn } from './networks.js';
import { information, security } from './information.js';
import type { FleetProfile } from './profiles.js';

/** What stands in every listed payload, and in the profile around it. */
const inside = (name: string) => ({
  PayloadDescription: `Configures ${name}`,
  PayloadDisplayName: name,
  PayloadOrganization: 'Example Organisation',
  PayloadVersion: 1,
});
const outside = (name: string) => ({
  ...inside(name),
  HasRemovalPasscode: false,
  IsEncrypted: false,
  PayloadRemovalDisallowed: true,
});

/** Bytes as long as the certificate of a server and that of its authority; nothing reads them. */
const signers = [1_290, 940].map((length) =>
  dataOf(
    Buffer.from(Array.from({ length }, (_, i) => Math.imul(i + length, 0x9e3779b1) >>> 24)).toString(
      'base64',
    ),
  ),
);

const enrolment: Plain = {
  ...outside('Device management'),
  PayloadIdentifier: 'org.example.mdm.enrolment',
  PayloadUUID: '0A5EED00-0000-4000-8000-000000009990',
  PayloadContent: ['com.apple.mdm', 'com.apple.security.scep'].map((type, index) => ({
    ...inside('Device management'),
    PayloadType: type,
    PayloadIdentifier: `org.example.mdm.enrolment.${index + 1}`,
    PayloadUUID: `0A5EED00-0000-4000-8000-00000000999${index + 1}`,
  })),
  SignerCertificates: signers,
};

/** What the devices answered to an MDM server, one property list with all replies. */
export function repliesOf(devices: readonly FleetDevice[]): Uint8Array {
  const fragments = new Fragments();
  return fragments.write(devices.flatMap((device) => answers(device, fragments)));
}

function answers(device: FleetDevice, fragments: Fragments): Plain[] {
  const envelope = (number: number): { readonly [key: string]: Plain } => ({
    UDID: device.udid,
    CommandUUID: `F1EE7000-0000-4000-8000-${hex(device.index * 4 + number, 12)}`,
    Status: 'Acknowledged',
  });
  return [
    { ...envelope(0), QueryResponses: information(device, fragments) },
    {
      ...envelope(1),
      ProfileList: [
        fragments.mark('enrolment', () => enrolment),
        ...device.profiles.map((profile) => fragments.mark(profile.identifier, () => listed(profile))),
      ],
    },
    ...(device.model.platform === 'macOS' || !device.supervised
      ? [{ ...envelope(2), SecurityInfo: security(device, fragments) }]
      : []),
    ...(device.answersRestrictions ? [{ ...envelope(3), GlobalRestrictions: restrictions(device) }] : []),
  ];
}

/** As Apple's answer lists a profile: who signed it, and its payloads without their settings. */
function listed(profile: FleetProfile): Plain {
  return {
    ...outside(profile.displayName),
    PayloadIdentifier: profile.identifier,
    PayloadUUID: profile.uuid,
    PayloadContent: profile.payloads.map(({ type }, index) => ({
      ...inside(profile.displayName),
      PayloadType: type,
      PayloadIdentifier: `${profile.identifier}.${index + 1}`,
      PayloadUUID: `${profile.uuid.slice(0, -2)}${hex(index + 1, 2)}`,
    })),
    SignerCertificates: signers,
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
