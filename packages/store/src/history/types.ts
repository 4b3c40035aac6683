import { changeKinds } from '@ringcheck/contracts';
import type { Instant, Outcome, Severity, Stage, Verdict } from '@ringcheck/model';

/**
 * `new`, `fixed`: a finding. `changed`: its outcome or evidence. `appeared`, `vanished`: a device. `verdict`: of a device
 * that is in both.
 */
export type ChangeKind = (typeof changeKinds)[number];

/** What differs between two scans, for one device or one of its findings. */
export interface Change {
  readonly kind: ChangeKind;
  readonly publicId: string;
  readonly name?: string;
  /** Of a finding. */
  readonly finding?: {
    readonly ruleId: string;
    readonly scope: string;
    readonly cause: string;
    readonly outcome: Outcome;
    /** The outcome before, of a finding that changed. */
    readonly before?: Outcome;
    readonly severity: Severity;
    readonly stage: Stage;
  };
  /** Of a device. */
  readonly verdict?: { readonly before?: Verdict; readonly after?: Verdict };
}

export interface DiffRequest {
  /** Numbers of two scans, the earlier one first. */
  readonly from: number;
  readonly to: number;
  readonly kind?: ChangeKind;
  readonly limit: number;
  readonly cursor?: string;
}

export type ChangeCounts = Readonly<Record<ChangeKind, number>>;

/** What one scan left, by key of the dimension asked for. */
export interface TrendPoint {
  readonly scanId: string;
  readonly at: Instant;
  readonly counts: readonly { readonly key: string; readonly devices: number; readonly findings: number }[];
}

export const trendDimensions = [
  'verdict',
  'compliance',
  'group',
  'network',
  'platform',
  'rule',
  'cause',
  'gap',
  'group.verdict',
  'group.compliance',
  'network.verdict',
] as const;
export type TrendDimension = (typeof trendDimensions)[number];

export interface TrendRequest {
  readonly dimension: TrendDimension;
  /** One key of the dimension; of a pair, the first half gives all of its second halves. */
  readonly key?: string;
  readonly since?: Instant;
  readonly until?: Instant;
  /** Latest scans, at most. */
  readonly limit: number;
}

/** What one batch of forgetting removed; all zeros: nothing is left to remove. */
export interface Forgotten {
  readonly findings: number;
  readonly verdicts: number;
  readonly scans: number;
}
