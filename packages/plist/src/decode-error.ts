import type { Position } from '@ringcheck/model';
import type { DiagnosticCode } from './diagnostics.js';

/** Ends the reading of a document: it is rejected with this code. Never leaves the package. */
export class DecodeError extends Error {
  constructor(
    readonly code: DiagnosticCode,
    message: string,
    readonly at?: Position,
    readonly path?: string,
  ) {
    super(message);
    this.name = 'DecodeError';
  }
}
