import { interfaceLabel, type InterfacePair } from './interfaces.js';
import { outcome } from './compile.js';
import { type Decider, entryOf, givenUp, meet, mergeParts, type Part } from './parts.js';
import { sizeOf } from './region.js';
import { OpenRegions, outerBounds } from './regions.js';

/** Deciders of two ways together, one object per pair of them. */
export type UnitedDeciders = Map<readonly Decider[], Map<readonly Decider[], readonly Decider[]>>;

/**
 * One answer out of the answers for each way through the firewall: where they differ, nobody knows which
 * way a client takes, and the part is unknown.
 */
export function collapse(
  tries: readonly { readonly pair: InterfacePair; readonly parts: readonly Part[] }[],
  united: UnitedDeciders,
  budget: { steps: number },
): readonly Part[] {
  const [first = [], ...rest] = tries.map((attempt) => attempt.parts);
  const ways = tries.map(({ pair }) => `${interfaceLabel(pair.in)} to ${interfaceLabel(pair.out)}`);
  const reason = `depends on the interfaces: ${ways.slice(0, 8).join('; ')}`;
  let merged: readonly Part[] = first;
  for (const parts of rest) merged = mergeParts(cross(merged, parts, reason, united, budget));
  return merged;
}

function cross(
  a: readonly Part[],
  b: readonly Part[],
  reason: string,
  united: UnitedDeciders,
  budget: { steps: number },
): Part[] {
  const out: Part[] = [];
  // An index is gone through from its end: turned around, the parts come in their order.
  const turned = b.toReversed();
  const index = new OpenRegions();
  for (const { region } of turned) index.push(region);
  for (const left of a) {
    const before = out.length;
    for (const right of meeting(left, turned, index, budget)) {
      const region = meet(left.region, right.region);
      if (region === undefined) continue;
      if (left.mask === right.mask) out.push({ region, mask: left.mask, deciders: left.deciders });
      else {
        const deciders = bothDeciders(left, right, reason, united);
        out.push({ region, mask: left.mask | right.mask, deciders });
      }
    }
    if (budget.steps >= 0) continue;
    out.length = before;
    out.push({ region: left.region, mask: outcome.allow | outcome.deny, deciders: givenUp });
  }
  return out;
}

/** Parts whose outer bounds meet those of another one, until too much has been compared. */
function* meeting(
  { region }: Part,
  parts: readonly Part[],
  index: OpenRegions,
  budget: { steps: number },
): Generator<Part> {
  const destination = outerBounds(region.destination);
  const source = outerBounds(region.source);
  budget.steps -= parts.length >> 5;
  let at = index.previousMeeting(parts.length, destination, source);
  for (; at >= 0 && budget.steps >= 0; at = index.previousMeeting(at, destination, source)) {
    const part = parts[at];
    if (part === undefined) continue;
    budget.steps -= 1 + ((sizeOf(region) + sizeOf(part.region)) >> 6);
    yield part;
  }
}

function bothDeciders(left: Part, right: Part, reason: string, united: UnitedDeciders): readonly Decider[] {
  const known = entryOf(united, left.deciders);
  const deciders =
    known.get(right.deciders) ?? withReason(distinct([...left.deciders, ...right.deciders]), reason);
  known.set(right.deciders, deciders);
  return deciders;
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
