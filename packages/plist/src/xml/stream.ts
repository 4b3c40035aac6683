import type { Locate, Value } from '@ringcheck/model';
import { CR } from '../bytes.js';
import type { Diagnostics } from '../diagnostics.js';
import { transcoderOf, type TextEncoding } from '../encoding.js';
import type { PlistLimits } from '../limits.js';
import { TextSource } from '../text-source.js';
import { XmlContext } from './context.js';
import { documentStart, encodingOf, reportEncoding, reportRest } from './decode.js';
import { XmlReader } from './reader.js';
import type { Consumer } from './tree.js';

export interface XmlStreamOptions {
  readonly locate?: Locate;
  readonly depth?: number;
  readonly onValue: Consumer;
}

/** Enough to see the encoding and the beginning of the list before reading starts. */
const firstRead = 4096;
/** Smaller pieces are gathered, so that a carried-over rest is not copied for each of them. */
const leastStep = 64 * 1024;

/** Feeds the XML reader from pieces, carrying over only what an unfinished element needs. */
export class XmlStream {
  private waiting: Uint8Array[] = [];
  private waitingLength = 0;
  private wanted = firstRead;
  private reader: XmlReader | undefined;
  private context: XmlContext | undefined;
  private toUtf8: ((bytes: Uint8Array) => Uint8Array) | undefined;

  constructor(
    private readonly diagnostics: Diagnostics,
    private readonly limits: PlistLimits,
    private readonly options: XmlStreamOptions,
  ) {}

  get root(): Value | undefined {
    return this.reader?.tree.root;
  }

  write(bytes: Uint8Array): void {
    if (this.reader?.tree.closed === true) return;
    this.waiting.push(bytes);
    this.waitingLength += bytes.length;
    if (this.waitingLength >= this.wanted) this.read(false);
  }

  end(): void {
    this.read(true);
    const { reader, context } = this;
    if (reader === undefined || context === undefined) return;
    reader.finish();
    if (reader.tree.closed) reportRest(context, reader.pos);
  }

  private read(isFinal: boolean): void {
    const more = this.taken(isFinal);
    if (this.reader === undefined || this.context === undefined) this.begin(more);
    else this.reader.pos -= this.context.source.extend(this.reader.pos, this.toUtf8?.(more) ?? more);
    const { reader, context } = this;
    if (reader === undefined || context === undefined) return;
    context.final = isFinal;
    reader.run();
    // Doubling with what is carried over keeps the copying in proportion to the whole.
    this.wanted = Math.max(leastStep, context.source.bytes.length - reader.pos);
  }

  /** What waits, joined. A trailing carriage return stays behind: its line feed may be in the next piece. */
  private taken(isFinal: boolean): Uint8Array {
    const joined = new Uint8Array(this.waitingLength);
    let at = 0;
    for (const piece of this.waiting) {
      joined.set(piece, at);
      at += piece.length;
    }
    const keep = !isFinal && joined[joined.length - 1] === CR ? 1 : 0;
    this.waiting = keep === 0 ? [] : [joined.slice(-1)];
    this.waitingLength = keep;
    return keep === 0 ? joined : joined.subarray(0, -1);
  }

  private begin(first: Uint8Array): void {
    const encoding = encodingOf(first);
    const { source, toUtf8 } = this.sourceOf(first, encoding);
    this.toUtf8 = toUtf8;
    this.context = new XmlContext(source, this.diagnostics, this.limits);
    reportEncoding(encoding, this.context);
    const start = documentStart(this.context);
    this.reader = new XmlReader(this.context, start, this.options.onValue, this.consumeDepth());
  }

  /** The `plist` element itself is one level of the stack. */
  private consumeDepth(): number {
    return (this.options.depth ?? 1) + 1;
  }

  private sourceOf(
    first: Uint8Array,
    encoding: TextEncoding,
  ): { source: TextSource; toUtf8: ((bytes: Uint8Array) => Uint8Array) | undefined } {
    const { unit, bomLength } = encoding;
    if (unit === 0)
      return { source: new TextSource(first, 0, 0, this.options.locate, bomLength), toUtf8: undefined };
    const toUtf8 = transcoderOf(encoding);
    const text = toUtf8(first.subarray(bomLength));
    return { source: new TextSource(text, unit, bomLength, this.options.locate), toUtf8 };
  }
}
