import type { Instant } from '@ringcheck/model';
import { endOfWaiver } from './expiry.js';
import { matchesSelector, type SelectableDevice } from './selector.js';
import type { Policy, Waiver } from './types.js';

/** `ending-soon`: it still holds, and its end is no more than the policy's days away. */
export type WaiverState = 'active' | 'ending-soon' | 'ended';

/** Where a waiver (or any dated statement) stands at a moment; it ends by itself. */
export function waiverState(expires: string, now: Instant, soonDays: number): WaiverState {
  const left = Date.parse(endOfWaiver(expires)) - Date.parse(now);
  if (!(left > 0)) return 'ended';
  return left <= soonDays * 86_400_000 ? 'ending-soon' : 'active';
}

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
