import type { Diagnostic, DocumentKind, SourceDocument } from '@ringcheck/model';
import type { FileOutcome } from '@ringcheck/store';
import { holdsTables } from './column-mapping.js';

/** Most diagnostics of an archive that stand on the file itself; each entry keeps all of its own. */
const mostDiagnostics = 200;

/** What became of a file, gathered while its documents go by: a large archive is never in memory as a whole. */
export class FileSummary {
  /** Records of devices. */
  records = 0;
  /** Whether a mapping could change how the file reads. */
  holdsTables = false;
  /** Mappings among the entries; of one text only the first. */
  readonly mappings: SourceDocument[] = [];
  #count = 0;
  /** The document that is the file itself. */
  #whole: FileOutcome | undefined;
  readonly #statuses = new Set<SourceDocument['status']>();
  readonly #diagnostics: Diagnostic[] = [];

  constructor(readonly path: string) {}

  add(document: SourceDocument): void {
    this.#count++;
    this.records += document.devices.length;
    this.holdsTables ||= holdsTables([document]);
    const { kind, text, status, diagnostics } = document;
    if (kind === 'column-mapping' && this.mappings.every((known) => known.text !== text))
      this.mappings.push(document);
    if (document.ref.path === this.path) this.#whole ??= { status, kind, diagnostics };
    this.#statuses.add(status);
    for (const diagnostic of diagnostics.slice(0, mostDiagnostics - this.#diagnostics.length))
      this.#diagnostics.push(
        document.ref.path === this.path
          ? diagnostic
          : { ...diagnostic, path: entryOf(this.path, document, diagnostic) },
      );
  }

  /** That of the file's own document, or the sum of an archive's entries. */
  outcome(): FileOutcome {
    if (this.#whole !== undefined && this.#count === 1) return this.#whole;
    const kind: DocumentKind = this.#whole?.kind ?? 'archive';
    return { status: this.#sum(), kind, diagnostics: this.#diagnostics };
  }

  #sum(): FileOutcome['status'] {
    const statuses = this.#statuses;
    if (statuses.has('rejected') || statuses.has('partial'))
      return statuses.has('ingested') || statuses.has('partial') ? 'partial' : 'rejected';
    return statuses.has('ingested') ? 'ingested' : 'ignored';
  }
}

function entryOf(path: string, document: SourceDocument, diagnostic: Diagnostic): string {
  const entry = document.ref.path.slice(path.length).replace(/^!\//, '');
  return diagnostic.path === undefined ? entry : `${entry} · ${diagnostic.path}`;
}
