import {
  optional,
  type AppBlocker,
  type ColumnMapping,
  type DeviceRecord,
  type Diagnostic,
  type DigestSecret,
  type DocumentKind,
  type DocumentRef,
  type NetworkMeasurement,
  type Profile,
  type ServiceStatus,
  type SignatureInfo,
  type Value,
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
  /** What the admin states of the headings of their tables. */
  readonly mapping?: ColumnMapping;
  /** Bytes of the layer, for places inside its strings. */
  readonly bytes?: Uint8Array;
  /** State of the CMS signature around the layer. */
  readonly signature?: SignatureInfo;
  /** Makes secrets comparable; without it they are only taken out. */
  readonly digestSecret?: DigestSecret;
}

/** What a profile in the output is made with besides its own content. */
export type Making = Pick<SourceInput, 'ref' | 'digestSecret'>;

export function makingOf({ ref, digestSecret }: SourceInput): Making {
  return { ref, ...optional('digestSecret', digestSecret) };
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
  readonly appBlockers?: readonly AppBlocker[];
  readonly measurements?: readonly NetworkMeasurement[];
}

/** One export format: knows its own by content, and turns it into the model. Neither function throws. */
export interface Source {
  /** Stable kebab word, `jamf-pro-api`. */
  readonly id: string;
  readonly recognise: (input: SourceInput) => boolean;
  readonly read: (input: SourceInput) => SourceOutput;
}
