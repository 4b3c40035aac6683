import { traitsOf, type Picture } from '@ringcheck/assemble';
import { waives, type SelectableDevice, type Waiver } from '@ringcheck/policy';
import type { Finding } from '@ringcheck/rules';

/** How many findings of a device its waivers keep from counting: those of the rules they name, or all by `*`. */
export function hiddenByWaivers(
  findings: readonly Pick<Finding, 'ruleId'>[],
  waivers: readonly Waiver[],
): number {
  return findings.filter(({ ruleId }) => waivers.some((waiver) => waives(waiver, ruleId))).length;
}

/** What selectors of the policy may ask of the device. */
export function traitsOfDevice({ identity, facts, group }: Picture): SelectableDevice {
  return traitsOf(identity, facts, group?.name);
}
