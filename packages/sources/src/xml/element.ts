import type { Diagnostic, Position } from '@ringcheck/model';
import type { TextPositions } from '../text-positions.js';

/** One element with what stands in it. `contentStart` and `contentEnd` count UTF-16 units of the document's text. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  readonly children: readonly XmlElement[];
  /** Its own text, references resolved, without that of its children. */
  readonly text: string;
  readonly contentStart: number;
  readonly contentEnd: number;
  /** From the opening tag to the end of the closing tag. */
  readonly at: Position;
}

export interface XmlDocument {
  readonly root?: XmlElement;
  readonly positions: TextPositions;
  readonly diagnostics: readonly Diagnostic[];
}
