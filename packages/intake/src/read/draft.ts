import type { Diagnostic, DiagnosticSeverity, Position, SourceDocument } from '@ringcheck/model';

/** A document without the name, hash and time that the upload gives it. */
export type Draft = Omit<SourceDocument, 'ref' | 'receivedAt'>;

/** A document that gives nothing; the diagnostics say why. */
export function emptyDraft(
  kind: SourceDocument['kind'],
  status: 'ignored' | 'rejected',
  diagnostics: readonly Diagnostic[],
): Draft {
  return { kind, status, diagnostics, devices: [], profiles: [] };
}

export function note(severity: DiagnosticSeverity, code: string, message: string, at?: Position): Diagnostic {
  return { severity, code, message, ...(at === undefined ? {} : { at }) };
}
