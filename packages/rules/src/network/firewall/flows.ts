import { facetimeFlows, statedFlows, type Flow } from '@ringcheck/firewall';
import type { NetworkDefinition } from '@ringcheck/policy';

const known = new WeakMap<NonNullable<NetworkDefinition['flows']>, readonly Flow[]>();

/** What FaceTime needs from a network: the built-in flows, with what the policy states in their place. */
export function flowsOf({ flows: stated }: NetworkDefinition): readonly Flow[] {
  if (stated === undefined) return facetimeFlows;
  const held = known.get(stated);
  if (held !== undefined) return held;
  const flows = statedFlows(stated);
  known.set(stated, flows);
  return flows;
}
