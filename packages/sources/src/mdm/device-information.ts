import { get, isAtLeast, stringsOf, type Value } from '@ringcheck/model';
import type { ClaimBuilder } from '../facts/claim-builder.js';
import {
  bool,
  build,
  fromGigabytes,
  hasCellular,
  osVersion,
  partNumber,
  text,
  timeZone,
} from '../facts/convert.js';
import { applyFacts, fact, type FactRow } from '../facts/fact-table.js';
import { platformOfAny } from '../facts/platform-of.js';
import { subscriptionOf, subscriptionsOf } from '../facts/subscriptions.js';
import { extendPath } from '../paths.js';

const rows: readonly FactRow[] = [
  fact('name', 'DeviceName', text),
  fact('productName', 'ProductName', text),
  fact('modelName', 'ModelName', text),
  fact('partNumber', 'ModelNumber', partNumber),
  fact('partNumber', 'Model', partNumber),
  fact('osVersion', 'OSVersion', osVersion),
  fact('build', 'BuildVersion', build),
  fact('supplementalBuild', 'SupplementalBuildVersion', text),
  fact('isAppleSilicon', 'IsAppleSilicon', bool),
  fact('isSupervised', 'IsSupervised', bool),
  fact('isSharedIpad', 'IsMultiUser', bool),
  fact('temporarySessionOnly', 'TemporarySessionOnly', bool),
  fact('awaitingConfiguration', 'AwaitingConfiguration', bool),
  fact('lostMode', 'IsMDMLostModeEnabled', bool),
  fact('doNotDisturb', 'IsDoNotDisturbInEffect', bool),
  fact('storeAccountActive', 'iTunesStoreAccountIsActive', bool),
  fact('timeZone', 'TimeZone', timeZone),
  fact('hasCellular', 'CellularTechnology', hasCellular),
  fact('dataRoamingEnabled', 'DataRoamingEnabled', bool),
  fact('subscriptions', 'ServiceSubscriptions', subscriptionsOf),
  fact('managedAppleAccountDomains', 'ManagedAppleIDDefaultDomains', domains),
];

/** Read elsewhere: identity, storage, the single line of old systems. */
const alsoRead = [
  'UDID',
  'SerialNumber',
  'DeviceCapacity',
  'AvailableDeviceCapacity',
  'ICCID',
  'PhoneNumber',
  'CurrentMCC',
  'CurrentMNC',
  'SubscriberMCC',
  'SubscriberMNC',
  'SIMMCC',
  'SIMMNC',
  'CurrentCarrierNetwork',
  'SubscriberCarrierNetwork',
  'SIMCarrierNetwork',
  'IsRoaming',
];

/** Every key of DeviceInformation that becomes a fact. */
export const deviceInformationKeys: readonly string[] = [
  ...rows.map((row) => row.steps.join('.')),
  ...alsoRead,
];

const bytesPerGib = 1024 ** 3;

/** Adds the facts of `QueryResponses` (or of an Authenticate message, which uses the same words). */
export function claimDeviceInformation(responses: Value, base: string, claims: ClaimBuilder): void {
  applyFacts(rows, responses, base, claims);
  claimPlatform(responses, base, claims);
  claimStorage(responses, base, claims);
  claimSingleLine(responses, base, claims);
  const lines = get(responses, 'ServiceSubscriptions');
  if (lines?.type === 'array' && (claims.get('subscriptions')?.length ?? 0) > 0)
    claims.add('hasCellular', true, lines.at, extendPath(base, 'ServiceSubscriptions'));
}

function domains(value: Value): readonly string[] | undefined {
  return value.type === 'array' ? stringsOf(value) : undefined;
}

function claimPlatform(responses: Value, base: string, claims: ClaimBuilder): void {
  for (const key of ['ProductName', 'Model', 'ModelName']) {
    const value = get(responses, key);
    if (value?.type !== 'string') continue;
    claims.add('platform', platformOfAny([value.value]), value.at, extendPath(base, key));
  }
}

/** Decimal gigabytes, but binary ones on macOS 11 and older. */
function claimStorage(responses: Value, base: string, claims: ClaimBuilder): void {
  const version = claims.get('osVersion');
  const isBinary =
    claims.get('platform') === 'macOS' && version !== undefined && isAtLeast(version, '12.0') === false;
  const convert = (value: Value) => {
    const count = fromGigabytes(value);
    return count === undefined ? undefined : isBinary ? (count * bytesPerGib) / 1e9 : count;
  };
  applyFacts(
    [
      fact('storageFreeGB', 'AvailableDeviceCapacity', convert),
      fact('storageTotalGB', 'DeviceCapacity', convert),
    ],
    responses,
    base,
    claims,
  );
}

/** Before ServiceSubscriptions the only line stood beside the other answers. */
function claimSingleLine(responses: Value, base: string, claims: ClaimBuilder): void {
  if (claims.has('subscriptions')) return;
  const line = subscriptionOf(responses);
  if (line !== undefined) claims.add('subscriptions', [line], responses.at, extendPath(base, 'ICCID'));
}
