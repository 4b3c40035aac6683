import type { Entry, Position, Value } from '@ringcheck/model';
import { CR, LF, SPACE, TAB } from './bytes.js';
import { DecodeError } from './decode-error.js';
import type { DiagnosticCode, Diagnostics } from './diagnostics.js';
import { dictWithoutDuplicates, KeyTable, type Key } from './keys.js';
import type { PlistLimits } from './limits.js';
import { formatPath, type PathStep } from './path.js';
import type { Mark, TextSource } from './text-source.js';

/**
 * What the recursive readers of JSON and OpenStep share. Recursion is bounded by the depth limit; after a
 * fault that cannot be got over, what is open is closed with what it holds.
 */
export abstract class TextReader {
  protected pos: number;
  protected stopped = false;
  protected readonly keys = new KeyTable();
  protected readonly path: (PathStep | undefined)[] = [];
  private values = 0;
  private readonly here = (): string => formatPath(this.path);

  constructor(
    protected readonly source: TextSource,
    protected readonly diagnostics: Diagnostics,
    protected readonly limits: PlistLimits,
  ) {
    this.pos = source.lineStart;
  }

  protected countValue(): void {
    if (++this.values > this.limits.maxValues)
      throw new DecodeError(
        'too-many-values',
        `The file holds more than ${this.limits.maxValues} values.`,
        this.source.at(this.pos),
      );
  }

  /** Steps into a container whose opening bracket is next. */
  protected enter(): Mark {
    if (this.path.length >= this.limits.maxDepth)
      throw new DecodeError(
        'too-deep',
        `Values are nested more than ${this.limits.maxDepth} deep.`,
        this.source.at(this.pos),
      );
    return this.source.mark(this.pos++);
  }

  protected checkLength(length: number): void {
    if (length > this.limits.maxStringBytes)
      throw new DecodeError(
        'string-too-long',
        `A value is longer than ${this.limits.maxStringBytes} bytes, the limit for one value.`,
        this.source.at(this.pos),
      );
  }

  /** The next byte that is no blank, or -1 at the end. */
  protected blank(): number {
    const { source } = this;
    const { bytes } = source;
    let at = this.pos;
    for (; at < bytes.length; at++) {
      const c = bytes[at] as number;
      if (c === LF || (c === CR && bytes[at + 1] !== LF)) source.newLine(at + 1);
      else if (c !== SPACE && c !== TAB && c !== CR) {
        this.pos = at;
        return c;
      }
    }
    this.pos = at;
    return -1;
  }

  protected dict(entries: Entry[], keys: readonly Key[], at: Position): Value {
    if (!this.keys.hasDuplicates(keys)) return { type: 'dict', entries, at };
    return dictWithoutDuplicates(entries, at, this.diagnostics, this.here);
  }

  protected spanFrom(start: Mark): Position {
    return this.source.close(start, this.pos);
  }

  protected cutOff(): undefined {
    this.source.passTo(this.pos);
    if (!this.stopped) this.report('truncated', 'The file ends before the document does: it was cut off.');
    this.stopped = true;
    return undefined;
  }

  protected fault(message: string): undefined {
    if (!this.stopped) this.report('syntax-error', message);
    this.stopped = true;
    return undefined;
  }

  protected report(code: DiagnosticCode, message: string): void {
    this.reportAt(code, message, this.pos);
  }

  protected readonly reportAt = (code: DiagnosticCode, message: string, index: number): void => {
    this.source.passTo(index);
    this.diagnostics.add(code, message, this.source.at(index), this.here);
  };
}
