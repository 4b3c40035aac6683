import { get, getArray, getString, type DictValue, type Value } from '@ringcheck/model';
import type { SourceInput } from '../source.js';

/** True for a configuration profile, a payload by itself, or a list of either. */
export function recogniseProfile(input: SourceInput): boolean {
  const { value } = input;
  if (value === undefined) return false;
  if (isProfile(value) || isBarePayload(value) || hasWrongCase(value)) return true;
  return value.type === 'array' && value.items.some((item) => isProfile(item) || isBarePayload(item));
}

/** Keys that stand around payloads and never in one. */
const envelopeOnly = [
  'EncryptedPayloadContent',
  'PayloadScope',
  'PayloadRemovalDisallowed',
  'RemovalDate',
  'ConsentText',
];

/** The envelope, by its type or, where that is wrong or missing, by what stands in it. */
export function isProfile(value: Value): boolean {
  if (value.type !== 'dict') return false;
  const type = getString(value, 'PayloadType');
  if (type === 'Configuration' || get(value, 'EncryptedPayloadContent') !== undefined) return true;
  if (holdsPayloads(value)) return true;
  if (type === undefined) return false;
  return envelopeOnly.some((key) => get(value, key) !== undefined) || isNameTagOnly(value);
}

/** A dictionary that names its payload type and is no envelope. */
export function isBarePayload(value: Value): boolean {
  return value.type === 'dict' && namesPayload(value) && !isProfile(value);
}

/** Named as profiles are, with nothing set: an envelope that lost its content rather than a payload. */
function isNameTagOnly(value: DictValue): boolean {
  const isNamed = ['PayloadIdentifier', 'PayloadUUID'].every((key) => get(value, key) !== undefined);
  return (
    isNamed && value.entries.every((entry) => /^payload/i.test(entry.key) && entry.key !== 'PayloadContent')
  );
}

function holdsPayloads(value: Value): boolean {
  return (getArray(value, 'PayloadContent') ?? []).some(namesPayload);
}

function namesPayload(value: Value): boolean {
  const type = getString(value, 'PayloadType');
  return type !== undefined && type !== 'Configuration' && type.includes('.');
}

/** A profile whose keys were written in another case: devices know none of them. */
export function hasWrongCase(value: Value): boolean {
  if (value.type !== 'dict' || get(value, 'PayloadContent') !== undefined) return false;
  const keys = value.entries.map((entry) => entry.key);
  return ['payloadcontent', 'payloadtype', 'payloadidentifier'].every((wanted) =>
    keys.some((key) => key.toLowerCase() === wanted),
  );
}
