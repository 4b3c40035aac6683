import type { ReportWaiver } from '@ringcheck/contracts';
import type { Instant } from '@ringcheck/model';
import { hiddenByWaivers, traitsOfDevice, type JudgedDevice } from '@ringcheck/plan';
import { matchesSelector, waiverState, type Policy } from '@ringcheck/policy';

/** Every waiver of the policy: where it stands, how many devices it names, and what it keeps from counting. */
export function reportWaivers(
  policy: Policy,
  devices: readonly JudgedDevice[],
  now: Instant,
): readonly ReportWaiver[] {
  return policy.waivers.map((waiver) => {
    const named = devices.filter(({ picture }) => matchesSelector(waiver.select, traitsOfDevice(picture)));
    const { rule, owner, reason, expires } = waiver;
    const state = waiverState(expires, now, policy.expirySoonDays);
    const hidden =
      state === 'ended'
        ? 0
        : named.reduce((sum, { evaluation }) => sum + hiddenByWaivers(evaluation.findings, [waiver]), 0);
    return { rule, owner, reason, expires, state, devices: named.length, hidden };
  });
}
