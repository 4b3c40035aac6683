import type {
  DeviceRecord,
  Diagnostic,
  DocumentKind,
  DocumentRef,
  NetworkMeasurement,
  Profile,
  ServiceStatus,
  SignatureInfo,
  Value,
} from '@ringcheck/model';
import type { CsvTable } from './csv/table.js';
import type { XmlDocument } from './xml/element.js';

/** One decoded layer of an upload. Exactly one of `value`, `xml` and `table` is set. */
export interface SourceInput {
  readonly ref: DocumentRef;
  /** Tree of a property list or of JSON. */
  readonly value?: Value;
  /** Tree of an XML document that is no property list. */
  readonly xml?: XmlDocument;
  /** Rows of a delimited text. */
  readonly table?: CsvTable;
  /** Bytes of the layer, for places inside its strings. */
  readonly bytes?: Uint8Array;
  /** State of the CMS signature around the layer. */
  readonly signature?: SignatureInfo;
}

/** What one document says, in the words of the model. */
export interface SourceOutput {
  readonly kind: DocumentKind;
  /** `rejected` only where the format was recognised and nothing of it could be used. */
  readonly status: 'ingested' | 'partial' | 'ignored' | 'rejected';
  readonly devices: readonly DeviceRecord[];
  readonly profiles: readonly Profile[];
  readonly diagnostics: readonly Diagnostic[];
  readonly serviceStatus?: ServiceStatus;
  readonly measurements?: readonly NetworkMeasurement[];
}

/** One export format: knows its own by content, and turns it into the model. Neither function throws. */
export interface Source {
  /** Stable kebab word, `jamf-pro-api`. */
  readonly id: string;
  readonly recognise: (input: SourceInput) => boolean;
  readonly read: (input: SourceInput) => SourceOutput;
}
