import type { Instant } from '@ringcheck/model';
import { endOfWaiver } from './expiry.js';
import { matchesSelector, type SelectableDevice } from './selector.js';
import type { Policy, Waiver } from './types.js';

export interface WaiversOfDevice {
  readonly active: readonly Waiver[];
  readonly expired: readonly Waiver[];
}

/** The waivers that name the device, parted by whether their end has passed. */
export function waiversFor(
  policy: Policy,
  device: SelectableDevice,
  isPast: (instant: Instant) => boolean,
): WaiversOfDevice {
  const active: Waiver[] = [];
  const expired: Waiver[] = [];
  for (const waiver of policy.waivers) {
    if (!matchesSelector(waiver.select, device)) continue;
    (isPast(endOfWaiver(waiver.expires)) ? expired : active).push(waiver);
  }
  return { active, expired };
}

/** Whether the waiver speaks of the rule; `*` speaks of all. */
export function waives(waiver: Waiver, ruleId: string): boolean {
  return waiver.rule === '*' || waiver.rule === ruleId;
}
