import { isFaceTime } from '@ringcheck/catalog';
import { getArray, getBoolean, getString, type FirewallState } from '@ringcheck/model';
import type { EffectivePayload, Ignored } from '@ringcheck/effective';
import type { Subject } from '../types.js';

export const firewallPayload = 'com.apple.security.firewall';

/** What keeps calls from coming in while the firewall is on. */
export type Fault = 'block-all' | 'app-denied';

/** Several payloads make one firewall, the strictest union of all; the united switch decides whether it acts. */
export function isFirewallOn(subject: Subject): boolean {
  const reported = subject.fact('firewall')?.value.enabled;
  if (reported !== undefined) return reported;
  return subject
    .payloads(firewallPayload)
    .some((payload) => getBoolean(payload.settings, 'EnableFirewall') === true);
}

/** What a payload says of FaceTime by name; a denial wins over a permission. */
export function faceTimeEntry({ settings }: Pick<EffectivePayload, 'settings'>): boolean | undefined {
  const entries = (getArray(settings, 'Applications') ?? [])
    .filter((entry) => isFaceTime(getString(entry, 'BundleID') ?? ''))
    .map((entry) => getBoolean(entry, 'Allowed'));
  if (entries.includes(false)) return false;
  return entries.includes(true) ? true : undefined;
}

/** What a payload would do to incoming calls. */
export function faultsOf(payload: EffectivePayload): readonly Fault[] {
  const blocksAll = getBoolean(payload.settings, 'BlockAllIncoming') === true;
  return faults(blocksAll, faceTimeEntry(payload) === false);
}

/** What the Mac itself reports. */
export function reportedFaults({ enabled, blockAllIncoming, applications }: FirewallState): readonly Fault[] {
  if (enabled !== true) return [];
  const denied = applications.some((app) => isFaceTime(app.bundleId) && !app.allowed);
  return faults(blockAllIncoming === true, denied);
}

/** Whether a key of a payload that does not act would have kept calls out, or let them in by name. */
export function wouldMatter({ key, value, payload }: Ignored): boolean {
  if (key === 'BlockAllIncoming') return value.type === 'boolean' && value.value;
  return key === 'Applications' && faceTimeEntry(payload) !== undefined;
}

function faults(blocksAll: boolean, deniesApp: boolean): readonly Fault[] {
  return [...(blocksAll ? ['block-all' as const] : []), ...(deniesApp ? ['app-denied' as const] : [])];
}
