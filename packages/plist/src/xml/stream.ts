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
  /** For tests: read in smaller steps than pay off. */
  readonly leastStep?: number;
}

/** Enough to see the encoding and the beginning of the list before reading starts. */
const firstRead = 4096;
/** Smaller pieces are gathered, so that a carried-over rest is not copied for each of them. */
const leastStep = 64 * 1024;

/** Feeds the XML reader from pieces, carrying over only what an unfinished element needs. */
export class XmlStream {
  private waiting: Uint8Array[] = [];
  private waitingLength = 0;
  private wanted: number;
  private reader: XmlReader | undefined;
  private context: XmlContext | undefined;
  private isHolding = false;
  private toUtf8: ((bytes: Uint8Array) => Uint8Array) | undefined;

  constructor(
    private readonly diagnostics: Diagnostics,
    private readonly limits: PlistLimits,
    private readonly options: XmlStreamOptions,
  ) {
    this.wanted = Math.min(firstRead, options.leastStep ?? firstRead);
  }

  get root(): Value | undefined {
    return this.reader?.tree.root;
  }

  write(bytes: Uint8Array): void {
    const isClosed = this.reader?.tree.closed === true;
    if (isClosed && this.waitingLength > firstRead) return;
    this.waiting.push(bytes);
    this.waitingLength += bytes.length;
    if (!isClosed && this.waitingLength >= this.wanted) this.read(false);
  }

  end(): void {
    this.read(true);
    const { reader, context } = this;
    if (reader === undefined || context === undefined) return;
    reader.finish();
    if (reader.tree.closed) reportRest(context, reader.pos);
  }

  private read(isFinal: boolean): void {
    const more = this.taken();
    if (this.reader === undefined || this.context === undefined) this.begin(more, isFinal);
    else {
      const text = this.withHeld(this.toUtf8?.(more) ?? more, isFinal);
      this.reader.pos -= this.context.source.extend(this.reader.pos, text);
    }
    const { reader, context } = this;
    if (reader === undefined || context === undefined) return;
    context.final = isFinal;
    reader.run();
    // Doubling with what is carried over keeps the copying in proportion to the whole.
    this.wanted = Math.max(this.options.leastStep ?? leastStep, context.source.bytes.length - reader.pos);
  }

  /** What waits, joined. */
  private taken(): Uint8Array {
    const joined = join(this.waiting, this.waitingLength);
    this.waiting = [];
    this.waitingLength = 0;
    return joined;
  }

  /** A carriage return at the end is held back: its line feed may be in the next piece. */
  private withHeld(text: Uint8Array, isFinal: boolean): Uint8Array {
    const whole = this.isHolding ? join([Uint8Array.of(CR), text], text.length + 1) : text;
    this.isHolding = !isFinal && whole[whole.length - 1] === CR;
    return this.isHolding ? whole.subarray(0, -1) : whole;
  }

  private begin(first: Uint8Array, isFinal: boolean): void {
    const encoding = encodingOf(first);
    this.context = new XmlContext(this.sourceOf(first, encoding, isFinal), this.diagnostics, this.limits);
    reportEncoding(encoding, this.context);
    const start = documentStart(this.context);
    this.reader = new XmlReader(this.context, start, this.options.onValue, this.consumeDepth());
  }

  /** The `plist` element itself is one level of the stack. */
  private consumeDepth(): number {
    return (this.options.depth ?? 1) + 1;
  }

  private sourceOf(first: Uint8Array, encoding: TextEncoding, isFinal: boolean): TextSource {
    const { unit, bomLength } = encoding;
    const { locate } = this.options;
    if (unit === 0) return new TextSource(this.withHeld(first, isFinal), 0, 0, locate, bomLength);
    this.toUtf8 = transcoderOf(encoding);
    const text = this.toUtf8(first.subarray(bomLength));
    return new TextSource(this.withHeld(text, isFinal), unit, bomLength, locate);
  }
}

function join(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const joined = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
