import type { Diagnostic, DiagnosticSeverity, Position } from '@ringcheck/model';

export function diagnostic(
  severity: DiagnosticSeverity,
  code: string,
  message: string,
  at?: Position,
  path?: string,
): Diagnostic {
  return {
    code,
    severity,
    message,
    ...(at === undefined ? {} : { at }),
    ...(path === undefined || path === '' ? {} : { path }),
  };
}

/** Errors and warnings mean that something of the document was lost. */
export function isLoss(diagnostic: Diagnostic): boolean {
  return diagnostic.severity === 'error';
}

/** Keeps the first `max` diagnostics and says how many more there were. */
export function capped(diagnostics: readonly Diagnostic[], max = 200): readonly Diagnostic[] {
  if (diagnostics.length <= max) return diagnostics;
  const left = diagnostics.length - max;
  return [
    ...diagnostics.slice(0, max),
    diagnostic('warning', 'more-diagnostics', `${left} more diagnostics of this document are not shown.`),
  ];
}
