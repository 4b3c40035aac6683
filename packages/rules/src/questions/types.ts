import type { Outcome, Platform, Severity, Stage } from '@ringcheck/model';
import type { SourceNote, Step } from '../types.js';

/** One possible answer, and what it means for calls. */
export interface Answer {
  /** Kebab word, as an attestation names it. */
  readonly id: string;
  readonly says: string;
  readonly means: string;
  readonly outcome: Extract<Outcome, 'blocked' | 'limited' | 'at-risk' | 'clear'>;
  readonly scope?: string;
  readonly steps?: readonly Step[];
}

/** Where to look, on which kinds of device; on all the question is asked of when none is named. */
export interface Look {
  readonly on?: readonly Platform[];
  readonly tap: string;
}

/** What no MDM can see: asked once per kind of device, answered by an attestation. */
export interface Question {
  /** Begins with `ask-`. */
  readonly id: `ask-${string}`;
  readonly title: string;
  /** In plain words, to the person who holds the device. */
  readonly ask: string;
  readonly stage: Stage;
  readonly severity: Severity;
  readonly platforms: readonly Platform[];
  readonly how: readonly Look[];
  readonly answers: readonly Answer[];
  /** Of a hundred failed calls for which nothing was found, roughly how many this explains. */
  readonly share: number;
  /** Minutes an answer takes. */
  readonly minutes: number;
  /** How sure it is that this makes calls fail at all. */
  readonly confidence: SourceNote['confidence'];
  readonly sources: readonly SourceNote[];
  /** Rules that decide the same by facts: where one of them has an answer, nobody need be asked. */
  readonly answeredBy?: readonly string[];
}
