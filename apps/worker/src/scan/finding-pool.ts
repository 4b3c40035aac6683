import type { Evidence, Writable } from '@ringcheck/model';
import { causeKey } from '@ringcheck/plan';
import type { Finding } from '@ringcheck/rules';
import type { FindingInput } from '@ringcheck/store';

interface Said {
  readonly finding: Finding;
  readonly input: FindingInput;
}

/** Findings of one scan as they are stored; those that devices share are one object. */
export class FindingPool {
  private readonly shared = new WeakMap<Finding, FindingInput>();
  /** What was said last with this data: devices differ in the places of it. */
  private readonly said = new WeakMap<Finding['data'], Said>();

  /** `own` are the documents that speak of the device alone. */
  of(finding: Finding, own: ReadonlySet<string>): FindingInput {
    const known = this.shared.get(finding);
    if (known !== undefined) return known;
    const like = this.likeOf(finding);
    if (isIn(own, finding)) return ownInput(finding, like);
    const input = inputOf(finding);
    this.shared.set(finding, input);
    return input;
  }

  private likeOf(finding: Finding): FindingInput {
    const said = this.said.get(finding.data);
    if (said !== undefined && saysSame(said.finding, finding)) return said.input;
    const input = inputOf(finding);
    this.said.set(finding.data, { finding, input });
    return input;
  }
}

export function isIn(own: ReadonlySet<string>, said: { readonly evidence: readonly Evidence[] }): boolean {
  for (const { sha256 } of said.evidence) if (sha256 !== undefined && own.has(sha256)) return true;
  return false;
}

/** All but data, which is the same, and evidence. */
function saysSame(a: Finding, b: Finding): boolean {
  return (
    a.ruleId === b.ruleId &&
    a.outcome === b.outcome &&
    a.scope === b.scope &&
    a.stage === b.stage &&
    a.severity === b.severity &&
    a.message === b.message &&
    a.cause === b.cause &&
    a.control === b.control &&
    a.undecided === b.undecided &&
    a.gap === b.gap
  );
}

/** Assigned one by one, which takes a fraction of the time of a spread for each. */
function inputOf(finding: Finding): Writable<FindingInput> {
  const { control, undecided, gap } = finding;
  const input: Writable<FindingInput> = {
    ruleId: finding.ruleId,
    scope: finding.scope ?? '',
    cause: causeKey(finding),
    outcome: finding.outcome,
    severity: finding.severity,
    stage: finding.stage,
    message: finding.message,
    data: finding.data,
    evidence: finding.evidence,
  };
  if (control !== undefined) input.control = control;
  if (undecided !== undefined) input.undecided = undecided;
  if (gap !== undefined) input.gap = gap;
  return input;
}

function ownInput(finding: Finding, like: FindingInput): FindingInput {
  const input = inputOf(finding);
  input.isOwn = true;
  input.like = like;
  return input;
}
