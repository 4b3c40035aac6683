import type { Ignored } from '@ringcheck/effective';
import { findKey } from '@ringcheck/catalog';

/**
 * Whether an admin will have meant an ignored setting to act against (or for) FaceTime: booleans that differ from
 * the value a device has by itself, and everything that is no boolean.
 */
export function isMeant({ payload, key, value }: Ignored): boolean {
  if (value.type !== 'boolean') return true;
  return value.value !== findKey(payload.type, key)?.defaultValue;
}
