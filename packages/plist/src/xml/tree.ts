import type { Entry, Position, Value } from '@ringcheck/model';
import { DecodeError } from '../decode-error.js';
import { dictWithoutDuplicates, KeyTable, type Key } from '../keys.js';
import type { XmlContext } from './context.js';
import { Frame, type FrameKind } from './frames.js';

/** Takes a value instead of its container keeping it. */
export type Consumer = (path: string, value: Value) => void;

/** Builds the value from elements in the order they come, with a stack of its own: depth costs no call stack. */
export class TreeBuilder {
  root: Value | undefined = undefined;
  /** The root element was closed: what follows is not part of the list. */
  closed = false;

  readonly keys = new KeyTable();
  /** Values of all open containers, the innermost last: cut off in one piece when their container closes. */
  private readonly items: Value[] = [];
  private readonly entries: Entry[] = [];
  private readonly entryKeys: Key[] = [];
  private values = 0;

  constructor(
    private readonly context: XmlContext,
    private readonly consume?: Consumer,
    private readonly consumeDepth = 0,
  ) {}

  get top(): Frame | undefined {
    const { frames } = this.context;
    return frames[frames.length - 1];
  }

  key(key: Key, at: Position): void {
    const frame = this.top;
    if (frame?.kind === 'unknown') return;
    if (frame?.kind !== 'dict') {
      this.report('unexpected-element', 'A <key> stands outside a <dict>.', at);
      return;
    }
    if (frame.key !== undefined) this.missingValue(frame);
    frame.key = key;
    frame.keyAt = at;
  }

  /** Puts a value where it belongs: into what is open. */
  accept(value: Value): void {
    const { limits } = this.context;
    if (++this.values > limits.maxValues)
      throw new DecodeError(
        'too-many-values',
        `The file holds more than ${limits.maxValues} values.`,
        value.at,
      );
    const frame = this.top;
    if (frame === undefined || frame.kind === 'plist') this.acceptRoot(value);
    else if (frame.kind === 'dict') this.acceptEntry(frame, value);
    else if (frame.kind === 'array') this.acceptItem(frame, value);
  }

  open(kind: FrameKind, name: string, start: Start): void {
    const { frames, limits, source } = this.context;
    if (frames.length > limits.maxDepth)
      throw new DecodeError(
        'too-deep',
        `Values are nested more than ${limits.maxDepth} deep.`,
        source.span(start.offset, start.line, start.column, start.next),
      );
    const isSkipped = this.top?.kind === 'unknown';
    const base = kind === 'dict' ? this.entries.length : this.items.length;
    frames.push(new Frame(isSkipped ? 'unknown' : kind, name, start.offset, start.line, start.column, base));
  }

  /** Closes the innermost element; its last byte is before `end`, which is the end of the file when `isCut`. */
  close(end: number, isCut = false): void {
    const { frames, source, diagnostics } = this.context;
    const frame = this.top;
    if (frame === undefined) return;
    if (frame.kind === 'dict' && frame.key !== undefined) this.missingValue(frame);
    frames.pop();
    if (frame.kind === 'plist') {
      this.closed = true;
      if (this.root === undefined && !isCut)
        diagnostics.add(
          'empty-plist',
          'The property list holds no value.',
          source.span(frame.offset, frame.line, frame.column, end),
        );
    } else if (frame.kind !== 'unknown') {
      const at = source.span(frame.offset, frame.line, frame.column, end);
      this.accept(frame.kind === 'array' ? this.array(frame, at) : this.dict(frame, at));
    }
  }

  /** The key waiting for its value is given up: what stood there was reported. */
  dropKey(): void {
    const frame = this.top;
    if (frame?.kind === 'dict') frame.key = undefined;
  }

  private missingValue(frame: Frame): void {
    this.report('missing-value', 'This key has no value; it was left out.', frame.keyAt);
    frame.key = undefined;
  }

  private acceptEntry(frame: Frame, value: Value): void {
    const { key, keyAt } = frame;
    if (key === undefined || keyAt === undefined) {
      this.report('missing-key', 'This value has no key; it was left out.', value.at);
      return;
    }
    if (this.consume !== undefined && this.context.frames.length === this.consumeDepth)
      this.consume(this.context.path(), value);
    else {
      this.entries.push({ key: key.text, value, keyAt });
      this.entryKeys.push(key);
    }
    frame.key = undefined;
  }

  private acceptItem(frame: Frame, value: Value): void {
    if (this.consume !== undefined && this.context.frames.length === this.consumeDepth)
      this.consume(this.context.path(), value);
    else this.items.push(value);
    frame.count++;
  }

  private acceptRoot(value: Value): void {
    if (this.root === undefined) this.root = value;
    else
      this.report(
        'extra-root-value',
        'A property list holds one value; this further one was left out.',
        value.at,
      );
    if (this.context.frames.length > 0) return;
    this.closed = true;
    this.report(
      'missing-plist-element',
      'The value stands without a <plist> element around it; it was read all the same.',
      value.at,
    );
  }

  private array(frame: Frame, at: Position): Value {
    const items = this.items.slice(frame.base);
    this.items.length = frame.base;
    return { type: 'array', items, at };
  }

  private dict(frame: Frame, at: Position): Value {
    const entries = this.entries.slice(frame.base);
    this.entries.length = frame.base;
    const hasDuplicates = this.keys.hasDuplicates(this.entryKeys, frame.base);
    this.entryKeys.length = frame.base;
    if (!hasDuplicates) return { type: 'dict', entries, at };
    const { diagnostics, path } = this.context;
    return dictWithoutDuplicates(entries, at, diagnostics, path);
  }

  private report(
    code:
      'unexpected-element' | 'missing-value' | 'missing-key' | 'extra-root-value' | 'missing-plist-element',
    message: string,
    at: Position | undefined,
  ): void {
    this.context.diagnostics.add(code, message, at, this.context.path);
  }
}

/** Where an element began. */
export interface Start {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  readonly next: number;
}
