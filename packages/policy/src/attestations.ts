import type { Attestation } from './types.js';
import { matchesSelector, type SelectableDevice } from './selector.js';

/** Whether the answer was given for this device: by selector, or by its serial number, its UDID or one of its ids. */
export function attests(
  { select, device }: Attestation,
  of: SelectableDevice,
  ids: readonly string[] = [],
): boolean {
  if (select !== undefined) return matchesSelector(select, of);
  const { serial, udid } = of;
  const names = [
    ...(serial === undefined ? [] : [serial, `serial:${serial}`]),
    ...(udid === undefined ? [] : [udid, `udid:${udid}`]),
    ...ids,
  ].map((name) => name.toUpperCase());
  return (device ?? []).some((name) => names.includes(name.trim().toUpperCase()));
}
