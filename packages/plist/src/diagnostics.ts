import type { Diagnostic, DiagnosticSeverity, Position } from '@ringcheck/model';

/**
 * Every code this package gives, its severity, and whether the value is then incomplete (`partial`).
 * Codes are stable: reports and tests name them.
 */
const codes = {
  'not-a-plist': { severity: 'error', partial: true },
  'too-large': { severity: 'error', partial: true },
  'too-deep': { severity: 'error', partial: true },
  'too-many-values': { severity: 'error', partial: true },
  'string-too-long': { severity: 'error', partial: true },
  'unsupported-encoding': { severity: 'error', partial: true },
  'encoding-mismatch': { severity: 'warning', partial: false },
  'invalid-text': { severity: 'error', partial: true },
  'control-character': { severity: 'error', partial: true },
  'internal-subset': { severity: 'error', partial: true },
  'entity-declaration': { severity: 'error', partial: true },
  'declaration-not-allowed': { severity: 'error', partial: true },
  'unknown-entity': { severity: 'error', partial: true },
  'bare-ampersand': { severity: 'error', partial: true },
  'invalid-character-reference': { severity: 'error', partial: true },
  'text-before-document': { severity: 'warning', partial: false },
  'missing-plist-element': { severity: 'warning', partial: false },
  'empty-plist': { severity: 'error', partial: true },
  'extra-root-value': { severity: 'error', partial: true },
  'second-document': { severity: 'warning', partial: true },
  'trailing-content': { severity: 'error', partial: true },
  truncated: { severity: 'error', partial: true },
  'unclosed-element': { severity: 'error', partial: true },
  'mismatched-tag': { severity: 'error', partial: true },
  'unknown-element': { severity: 'error', partial: true },
  'unexpected-element': { severity: 'error', partial: true },
  'unexpected-content': { severity: 'error', partial: true },
  'double-hyphen-in-comment': { severity: 'warning', partial: true },
  'stray-text': { severity: 'error', partial: true },
  'duplicate-key': { severity: 'warning', partial: false },
  'missing-value': { severity: 'error', partial: true },
  'missing-key': { severity: 'error', partial: true },
  'templated-value': { severity: 'warning', partial: true },
  'invalid-integer': { severity: 'error', partial: true },
  'invalid-real': { severity: 'error', partial: true },
  'invalid-date': { severity: 'error', partial: true },
  'invalid-data': { severity: 'error', partial: true },
  'integer-too-long': { severity: 'error', partial: true },
  'date-not-canonical': { severity: 'warning', partial: false },
  'data-padding': { severity: 'error', partial: true },
  'invalid-trailer': { severity: 'error', partial: true },
  'invalid-offset': { severity: 'error', partial: true },
  'invalid-reference': { severity: 'error', partial: true },
  'invalid-object': { severity: 'error', partial: true },
  'invalid-length': { severity: 'error', partial: true },
  'object-cycle': { severity: 'error', partial: true },
  'object-expansion': { severity: 'error', partial: true },
  'non-string-key': { severity: 'error', partial: true },
  'syntax-error': { severity: 'error', partial: true },
  'invalid-escape': { severity: 'error', partial: true },
  'more-diagnostics': { severity: 'warning', partial: false },
} as const satisfies Record<string, { severity: DiagnosticSeverity; partial: boolean }>;

export type DiagnosticCode = keyof typeof codes;

export const diagnosticCodes = Object.keys(codes) as readonly DiagnosticCode[];

/** Collects diagnostics up to a limit and remembers whether the value is complete. */
export class Diagnostics {
  readonly list: Diagnostic[] = [];
  incomplete = false;

  constructor(private readonly max: number) {}

  /** A path given as a function is only made when the diagnostic is kept: hostile files give millions. */
  add(code: DiagnosticCode, message: string, at?: Position, path?: string | (() => string)): void {
    const { severity, partial } = codes[code];
    if (partial) this.incomplete = true;
    if (this.list.length > this.max) return;
    if (this.list.length === this.max) {
      this.push('more-diagnostics', 'warning', 'There are more diagnostics than are kept.', at);
      return;
    }
    this.push(code, severity, message, at, typeof path === 'function' ? path() : path);
  }

  private push(
    code: DiagnosticCode,
    severity: DiagnosticSeverity,
    message: string,
    at?: Position,
    path?: string,
  ): void {
    this.list.push({
      code,
      severity,
      message,
      ...(at === undefined ? {} : { at }),
      ...(path === undefined || path === '' ? {} : { path }),
    });
  }
}
