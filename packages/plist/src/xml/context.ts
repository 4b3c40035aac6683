import type { Diagnostics } from '../diagnostics.js';
import type { PlistLimits } from '../limits.js';
import type { TextSource } from '../text-source.js';
import { pathOf, type Frame } from './frames.js';
import type { DiagnosticCode } from '../diagnostics.js';

/** What the parts of the XML reader share. */
export class XmlContext {
  readonly frames: Frame[] = [];
  /** Nothing more is coming: an element that does not end is cut off, not merely late. */
  final = false;

  constructor(
    readonly source: TextSource,
    readonly diagnostics: Diagnostics,
    readonly limits: PlistLimits,
  ) {}

  /** The key path of what is being read. */
  readonly path = (): string => pathOf(this.frames);

  readonly report = (code: DiagnosticCode, message: string, index: number): void => {
    this.source.passTo(index);
    this.diagnostics.add(code, message, this.source.at(index), this.path);
  };
}
