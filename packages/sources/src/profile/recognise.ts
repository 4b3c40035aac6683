import { get, getArray, getString, type Value } from '@ringcheck/model';
import type { SourceInput } from '../source.js';

/** True for a configuration profile, a payload by itself, or a list of either. */
export function recogniseProfile(input: SourceInput): boolean {
  const { value } = input;
  if (value === undefined) return false;
  if (isProfile(value) || isBarePayload(value)) return true;
  return value.type === 'array' && value.items.some((item) => isProfile(item) || isBarePayload(item));
}

/** The envelope: `PayloadType` Configuration, or a `PayloadContent` that holds payloads or is encrypted. */
export function isProfile(value: Value): boolean {
  if (value.type !== 'dict') return false;
  const type = getString(value, 'PayloadType');
  if (type === 'Configuration') return true;
  if (get(value, 'EncryptedPayloadContent') !== undefined) return true;
  if (type !== undefined) return false;
  return (getArray(value, 'PayloadContent') ?? []).some(isBarePayload);
}

/** A dictionary that names its payload type and is no envelope. */
export function isBarePayload(value: Value): boolean {
  if (value.type !== 'dict') return false;
  const type = getString(value, 'PayloadType');
  return type !== undefined && type !== 'Configuration' && type.includes('.');
}
