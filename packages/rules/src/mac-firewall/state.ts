import { isFaceTime } from '@ringcheck/catalog';
import { getArray, getBoolean, getString } from '@ringcheck/model';
import type { EffectivePayload } from '@ringcheck/effective';
import type { Subject } from '../types.js';

export const firewallPayload = 'com.apple.security.firewall';

/** Several payloads make one firewall, the strictest union of all; the united switch decides whether it acts. */
export function isFirewallOn(subject: Subject): boolean | undefined {
  const reported = subject.fact('firewall')?.value.enabled;
  if (reported !== undefined) return reported;
  return subject
    .payloads(firewallPayload)
    .some((payload) => getBoolean(payload.settings, 'EnableFirewall') === true);
}

/** What a payload says of FaceTime by name; a denial wins over a permission. */
export function faceTimeEntry(payload: EffectivePayload): boolean | undefined {
  const entries = (getArray(payload.settings, 'Applications') ?? [])
    .filter((entry) => isFaceTime(getString(entry, 'BundleID') ?? ''))
    .map((entry) => getBoolean(entry, 'Allowed'));
  if (entries.includes(false)) return false;
  return entries.includes(true) ? true : undefined;
}
