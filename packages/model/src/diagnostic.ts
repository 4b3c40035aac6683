import type { Instant } from './facts.js';
import type { Position } from './position.js';

export type DiagnosticSeverity = 'error' | 'warning' | 'info';

/**
 * What could not be read, or was read with a reservation.
 * `code` is a stable kebab word; `message` says what, where and what to do next, without quoting secrets;
 * `path` is a key path (`PayloadContent[0].allowCamera`) or an entry of an archive.
 */
export interface Diagnostic {
  readonly code: string;
  readonly severity: DiagnosticSeverity;
  readonly message: string;
  readonly at?: Position;
  readonly path?: string;
  /** When what it speaks of runs out (a signer's certificate); judged by readers who have a `now`. */
  readonly expires?: Instant;
}

/** The answer of every decoder: a value, diagnostics, or both; never a throw. */
export interface Decoded<T> {
  readonly value?: T;
  readonly diagnostics: readonly Diagnostic[];
}
