import type { Attestation } from './types.js';
import { matchesSelector, type SelectableDevice } from './selector.js';

/** Whether the answer was given for this device: by selector, or by its serial number or UDID. */
export function attests({ select, device }: Attestation, of: SelectableDevice): boolean {
  if (select !== undefined) return matchesSelector(select, of);
  const names = [of.serial, of.udid].flatMap((name) => (name === undefined ? [] : [name.toUpperCase()]));
  return (device ?? []).some((name) => names.includes(name.trim().toUpperCase()));
}
