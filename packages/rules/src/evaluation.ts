import type { Evidence, Instant, Outcome, Severity, Stage, Verdict, Writable } from '@ringcheck/model';
import type { Note } from '@ringcheck/assemble';
import type { Gap, MessageData, RuleResult } from './types.js';

/** One answer of one rule about one scope of a device. Identity: (device, ruleId, scope, cause). */
export interface Finding {
  readonly ruleId: string;
  readonly outcome: Outcome;
  readonly scope?: string;
  readonly stage: Stage;
  readonly severity: Severity;
  /** Message id of the rule, or a shared one. */
  readonly message: string;
  readonly data: MessageData;
  readonly evidence: readonly Evidence[];
  readonly cause?: string;
  readonly control?: NonNullable<RuleResult['control']>;
  /** An `unknown` of a decisive rule because management could not be read. */
  readonly undecided?: boolean;
  readonly gap?: Gap;
}

/** Rules that apply to a device, and those of them that gave an answer. */
export interface Coverage {
  readonly decided: number;
  readonly applicable: number;
}

/** Everything the rule pack says of one device. */
export interface DeviceEvaluation {
  readonly id: string;
  readonly verdict: Verdict;
  /** Its verdict if everything assigned were installed; only where nothing else is known of its profiles. */
  readonly expected?: Verdict;
  readonly coverage: Coverage;
  /** Every answer of every rule, in the order of the rule pack. */
  readonly results: readonly Finding[];
  /** Answers other than clear and not-applicable, worst first. */
  readonly findings: readonly Finding[];
  readonly notes: readonly Note[];
  readonly gaps: readonly Gap[];
  /** The data that management is judged by is older than its age limit. */
  readonly stale: boolean;
  /** When the answer may change by itself. */
  readonly reviewAt?: Instant;
}

/**
 * The same answer with other evidence. Written out, as copies of objects with many sets of fields are made slowly
 * otherwise, and a scan makes some for each device.
 */
export function withEvidence(finding: Finding, evidence: readonly Evidence[]): Finding {
  const { scope, cause, control, gap, undecided } = finding;
  const copy: Writable<Finding> = {
    ruleId: finding.ruleId,
    outcome: finding.outcome,
    stage: finding.stage,
    severity: finding.severity,
    message: finding.message,
    data: finding.data,
    evidence,
  };
  if (scope !== undefined) copy.scope = scope;
  if (cause !== undefined) copy.cause = cause;
  if (control !== undefined) copy.control = control;
  if (gap !== undefined) copy.gap = gap;
  if (undecided !== undefined) copy.undecided = undecided;
  return copy;
}
