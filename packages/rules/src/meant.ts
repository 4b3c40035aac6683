import type { Ignored } from '@ringcheck/effective';
import { findKey } from '@ringcheck/catalog';

/**
 * Whether an admin will have meant an ignored setting to act against (or for) FaceTime: keys that bear on it, and of
 * these the booleans that differ from the value a device has by itself.
 */
export function isMeant({ payload, key, value }: Ignored): boolean {
  const known = findKey(payload.type, key);
  if (known?.bearing === 'none') return false;
  return value.type !== 'boolean' || value.value !== known?.defaultValue;
}
