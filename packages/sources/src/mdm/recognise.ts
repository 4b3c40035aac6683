import { get, getString, type Value } from '@ringcheck/model';
import type { SourceInput } from '../source.js';
import type { ReplyKind } from './reply.js';

/** Response key → kind. The request type is not echoed, so the key alone tells what was asked. */
export const responseKeys: readonly (readonly [string, ReplyKind])[] = [
  ['QueryResponses', 'device-information'],
  ['ProfileList', 'profile-list'],
  ['SecurityInfo', 'security-info'],
  ['GlobalRestrictions', 'restrictions'],
  ['ProfileRestrictions', 'restrictions'],
  ['InstalledApplicationList', 'installed-application-list'],
  ['ManagedApplicationList', 'other'],
  ['CertificateList', 'other'],
  ['AvailableOSUpdates', 'other'],
  ['OSUpdateStatus', 'other'],
  ['ProvisioningProfileList', 'other'],
  ['Users', 'other'],
];

const statuses = ['Acknowledged', 'Error', 'CommandFormatError', 'NotNow', 'Idle'];
const deviceKeys = [
  'OSVersion',
  'BuildVersion',
  'ProductName',
  'SerialNumber',
  'UDID',
  'DeviceName',
  'ModelName',
];
const otaKeys = ['PRODUCT', 'SERIAL', 'UDID', 'VERSION'];
const enoughDeviceKeys = 3;

/** True for an MDM reply, a check-in message or a webhook event that carries one, alone or in a list. */
export function recogniseMdm(input: SourceInput): boolean {
  const { value } = input;
  if (value === undefined) return false;
  return value.type === 'array' ? value.items.some(isMessage) : isMessage(value);
}

function isMessage(value: Value): boolean {
  return isReply(value) || isWebhook(value);
}

export function isReply(value: Value): boolean {
  return (
    (isAnswer(value) && (hasStatus(value) || hasDevice(value) || isBareAnswer(value))) ||
    isCheckin(value) ||
    isStatusOnly(value) ||
    isBareDeviceInformation(value) ||
    isOtaEnrolment(value)
  );
}

/** An event of a NanoMDM or MicroMDM server. */
export function isWebhook(value: Value): boolean {
  if (getString(value, 'topic')?.startsWith('mdm.') !== true) return false;
  return get(value, 'acknowledge_event') !== undefined || get(value, 'checkin_event') !== undefined;
}

function isAnswer(value: Value): boolean {
  return responseKeys.some(([key]) => get(value, key) !== undefined);
}

function hasStatus(value: Value): boolean {
  return statuses.includes(getString(value, 'Status') ?? '');
}

function hasDevice(value: Value): boolean {
  return ['UDID', 'EnrollmentID', 'CommandUUID'].some((key) => get(value, key) !== undefined);
}

/** The answer alone, as scripts save it; `Users` by itself is a word that others use too. */
function isBareAnswer(value: Value): boolean {
  return responseKeys.some(([key]) => key !== 'Users' && get(value, key) !== undefined);
}

export function isCheckin(value: Value): boolean {
  return (
    getString(value, 'MessageType') !== undefined && (hasDevice(value) || get(value, 'Topic') !== undefined)
  );
}

function isStatusOnly(value: Value): boolean {
  return hasStatus(value) && hasDevice(value);
}

/** The answers of DeviceInformation without the envelope. */
export function isBareDeviceInformation(value: Value): boolean {
  if (value.type !== 'dict' || get(value, 'MessageType') !== undefined) return false;
  return deviceKeys.filter((key) => get(value, key) !== undefined).length >= enoughDeviceKeys;
}

/** What a device sends in the second phase of over-the-air enrolment. */
export function isOtaEnrolment(value: Value): boolean {
  return otaKeys.every((key) => get(value, key) !== undefined);
}
