import type { CheckReport } from '@ringcheck/contracts';
import type { DocumentKind, Json, SignatureInfo } from '@ringcheck/model';

/** Form of the innermost content. `binary` also stands for bytes that no reader knows. */
export type Encoding = 'xml' | 'binary' | 'openstep' | 'json' | 'csv' | 'text';

/** Where a value stands in the innermost content: byte offsets (end exclusive); line and column from 1 in text. */
export interface Place {
  readonly line?: number;
  readonly column?: number;
  readonly offset: number;
  readonly end?: number;
  /** The same bytes counted in the file, where it is a signed message that holds its content in one piece. */
  readonly fileOffset?: number;
  readonly fileEnd?: number;
}

/** What `ringcheck decode` prints of one file or archive entry. */
export interface DecodeRecord {
  /** As given; entries of archives joined by `!/`. */
  readonly path: string;
  readonly sha256: string;
  readonly kind: DocumentKind;
  readonly encoding: Encoding;
  readonly envelope: 'none' | 'cms-signed' | 'cms-encrypted';
  readonly signer?: string;
  readonly issuer?: string;
  /** Validity of the signer's certificate, ISO 8601, UTC; not judged here. */
  readonly notBefore?: string;
  readonly notAfter?: string;
  readonly integrity?: SignatureInfo['integrity'];
  /** Whether the signer's chain leads to a certificate of `--trust-anchors`; absent without that option. */
  readonly issuerKnown?: boolean;
  /**
   * Byte offset of the content in the file, where a signed message holds it in one piece: what lies between
   * `offset` and `fileOffset` of `positions`. Offsets of diagnostics count in the file, lines in the content.
   */
  readonly contentOffset?: number;
  readonly status: 'ok' | 'partial' | 'rejected';
  readonly value?: Json;
  /** Key path → place, the root under the empty path; with `--positions` only. */
  readonly positions?: Readonly<Record<string, Place>>;
  readonly diagnostics: CheckReport['inputs'][number]['diagnostics'];
}
