import type { workKinds } from '@ringcheck/store';

export type WorkKind = (typeof workKinds)[keyof typeof workKinds];

/** Names one work row; all that travels through the queue. */
export interface WorkRef {
  readonly kind: WorkKind;
  readonly key: string;
}

/** What became of one run of a piece of work. */
export type WorkOutcome =
  /** Finished; `wake` names rows that can start now. */
  | { readonly status: 'done'; readonly wake?: readonly WorkRef[] }
  /** Not possible yet, and nobody's fault. */
  | { readonly status: 'later'; readonly afterMs: number };

export interface WorkHandler {
  /** Safe to run twice, at any point. */
  run(key: string): Promise<WorkOutcome>;
  /** The last attempt has failed: leave behind what an admin can see. */
  giveUp(key: string, error: string): Promise<void>;
}
