import { interfaceLabel, type InterfacePair } from './interfaces.js';
import { type Decider, entryOf, meet, mergeParts, type Part } from './parts.js';

/** Deciders of two ways together, one object per pair of them. */
export type UnitedDeciders = Map<readonly Decider[], Map<readonly Decider[], readonly Decider[]>>;

/**
 * One answer out of the answers for each way through the firewall: where they differ, nobody knows which
 * way a client takes, and the part is unknown.
 */
export function collapse(
  tries: readonly { readonly pair: InterfacePair; readonly parts: readonly Part[] }[],
  united: UnitedDeciders,
): readonly Part[] {
  const [first = [], ...rest] = tries.map((attempt) => attempt.parts);
  const ways = tries.map(({ pair }) => `${interfaceLabel(pair.in)} to ${interfaceLabel(pair.out)}`);
  const reason = `depends on the interfaces: ${ways.slice(0, 8).join('; ')}`;
  let merged: readonly Part[] = first;
  for (const parts of rest) merged = mergeParts(cross(merged, parts, reason, united));
  return merged;
}

function cross(a: readonly Part[], b: readonly Part[], reason: string, united: UnitedDeciders): Part[] {
  const out: Part[] = [];
  for (const left of a) {
    for (const right of b) {
      const region = meet(left.region, right.region);
      if (region === undefined) continue;
      if (left.mask === right.mask) {
        out.push({ region, mask: left.mask, deciders: left.deciders });
        continue;
      }
      const known = entryOf(united, left.deciders);
      const deciders =
        known.get(right.deciders) ?? withReason(distinct([...left.deciders, ...right.deciders]), reason);
      known.set(right.deciders, deciders);
      out.push({ region, mask: left.mask | right.mask, deciders });
    }
  }
  return out;
}

function withReason(deciders: readonly Decider[], reason: string): Decider[] {
  return deciders.map((decider) => ({ ...decider, reason: decider.reason ?? reason }));
}

function distinct(deciders: readonly Decider[]): Decider[] {
  const seen = new Set<string>();
  return deciders.filter(({ id }) => {
    const isNew = !seen.has(id);
    seen.add(id);
    return isNew;
  });
}
