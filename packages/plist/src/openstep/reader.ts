import type { Entry, Locate, Position, Value } from '@ringcheck/model';
import { APOSTROPHE, asciiBytes, GREATER, LESS, QUOTE, SPACE, startsWithAt } from '../bytes.js';
import type { Diagnostics } from '../diagnostics.js';
import { unicodeEncodingOf } from '../encoding.js';
import type { Key } from '../keys.js';
import type { PlistLimits } from '../limits.js';
import type { Scalar } from '../scalars.js';
import { TextReader } from '../text-reader.js';
import { TextSource, type Mark } from '../text-source.js';
import { angleOf, describedDataOf } from './data.js';
import { afterComment, closingQuote, unescaped } from './string.js';

const BRACE_OPEN = 0x7b;
const BRACE_CLOSE = 0x7d;
const PAREN_OPEN = 0x28;
const PAREN_CLOSE = 0x29;
const COMMA = 0x2c;
const EQUALS = 0x3d;
const SEMICOLON = 0x3b;
const END = -1;

const describedData = asciiBytes('{length = ');

/** Reads a whole OpenStep (ASCII) property list. Undefined when nothing of it is usable; throws only DecodeError. */
export function decodeOpenStep(
  bytes: Uint8Array,
  diagnostics: Diagnostics,
  limits: PlistLimits,
  locate?: Locate,
): Value | undefined {
  const encoding = unicodeEncodingOf(bytes) ?? { label: 'utf-8', unit: 0, bomLength: 0 };
  return new OpenStepReader(TextSource.of(bytes, encoding, locate), diagnostics, limits).document();
}

type StringValue = Extract<Value, { type: 'string' }>;

class OpenStepReader extends TextReader {
  document(): Value | undefined {
    this.next();
    const start = this.source.mark(this.pos);
    const value = this.value();
    if (this.stopped || value === undefined) return value;
    const after = this.next();
    if (value.type === 'string' && (after === EQUALS || after === SEMICOLON))
      return this.entries(start, END, value);
    if (after === BRACE_OPEN || after === PAREN_OPEN)
      this.report(
        'second-document',
        'Another document begins here: only the first was read. Save each in a file of its own.',
      );
    else if (after >= 0)
      this.report('trailing-content', 'Something follows the property list; it was passed over.');
    return value;
  }

  private value(): Value | undefined {
    const c = this.next();
    if (c < 0) return this.cutOff();
    this.countValue();
    switch (c) {
      case BRACE_OPEN:
        return this.described() ?? this.entries(this.enter(), BRACE_CLOSE);
      case PAREN_OPEN:
        return this.array();
      case LESS:
        return this.angle();
      default: {
        const start = this.source.mark(this.pos);
        const text = this.string(c);
        return text === undefined ? undefined : { type: 'string', value: text, at: this.spanFrom(start) };
      }
    }
  }

  /** Entries up to the closing brace, or of a root without braces up to the end; its first key was read already. */
  private entries(start: Mark, close: number, first?: StringValue): Value {
    const entries: Entry[] = [];
    const keys: Key[] = [];
    this.path.push(undefined);
    if (first !== undefined) this.entryOf(first.value, first.at, entries, keys);
    for (let c = this.next(); !this.stopped && c !== close; c = this.next()) {
      if (c < 0) this.cutOff();
      else this.entry(c, entries, keys);
    }
    this.path.pop();
    if (!this.stopped && close !== END) this.pos++;
    return this.dict(entries, keys, this.spanFrom(start));
  }

  private entry(first: number, entries: Entry[], keys: Key[]): void {
    this.path[this.path.length - 1] = undefined;
    const start = this.source.mark(this.pos);
    const text = this.string(first);
    if (text !== undefined) this.entryOf(text, this.spanFrom(start), entries, keys);
  }

  private entryOf(text: string, keyAt: Position, entries: Entry[], keys: Key[]): void {
    const key = this.keys.of(text);
    this.path[this.path.length - 1] = key.text;
    const c = this.next();
    if (c === SEMICOLON) {
      // `key;` stands for a key that is its own value.
      this.pos++;
      entries.push({ key: key.text, value: { type: 'string', value: key.text, at: keyAt }, keyAt });
      keys.push(key);
      return;
    }
    if (c !== EQUALS) {
      if (c < 0) this.cutOff();
      else this.fault('An equals sign is expected after the key.');
      return;
    }
    this.pos++;
    const value = this.value();
    if (value === undefined) return;
    entries.push({ key: key.text, value, keyAt });
    keys.push(key);
    if (!this.stopped) this.endOfEntry();
  }

  private endOfEntry(): void {
    const c = this.next();
    if (c === SEMICOLON) this.pos++;
    else if (c === BRACE_CLOSE) this.report('syntax-error', 'A semicolon is missing after the value.');
    else if (c < 0) this.cutOff();
    else this.fault('A semicolon is expected after the value.');
  }

  private array(): Value {
    const start = this.enter();
    const items: Value[] = [];
    this.path.push(0);
    for (let c = this.next(); !this.stopped && c !== PAREN_CLOSE; c = this.next()) {
      this.path[this.path.length - 1] = items.length;
      const value = this.value();
      if (value === undefined) break;
      items.push(value);
      if (!this.stopped) this.endOfItem();
    }
    this.path.pop();
    if (!this.stopped) this.pos++;
    return { type: 'array', items, at: this.spanFrom(start) };
  }

  private endOfItem(): void {
    const c = this.next();
    if (c === COMMA) this.pos++;
    else if (c < 0) this.cutOff();
    else if (c !== PAREN_CLOSE) this.fault('A comma or the closing bracket is expected here.');
  }

  private angle(): Value | undefined {
    const { source } = this;
    const close = source.bytes.indexOf(GREATER, this.pos);
    if (close < 0) return this.cutOff();
    return this.scalarTo(close + 1, (text, at) =>
      angleOf(text.slice(1, -1), at, this.limits.maxIntegerDigits),
    );
  }

  private described(): Value | undefined {
    const { bytes } = this.source;
    if (!startsWithAt(bytes, this.pos, describedData)) return undefined;
    const close = bytes.indexOf(BRACE_CLOSE, this.pos);
    return close < 0 ? undefined : this.scalarTo(close + 1, describedDataOf);
  }

  private scalarTo(
    end: number,
    read: (text: string, at: Value['at']) => Scalar | undefined,
  ): Value | undefined {
    const { source } = this;
    this.checkLength(end - this.pos);
    const at = source.close(source.mark(this.pos), end);
    const scalar = read(source.repaired(this.pos, end), at);
    if (scalar === undefined) return undefined;
    if (scalar.code !== undefined) this.report(scalar.code, scalar.message ?? '');
    source.passTo(end);
    this.pos = end;
    return scalar.value;
  }

  private string(c: number): string | undefined {
    return c === QUOTE || c === APOSTROPHE ? this.quoted(c) : this.unquoted();
  }

  private quoted(quote: number): string | undefined {
    const { source } = this;
    const from = this.pos + 1;
    const end = closingQuote(source.bytes, from, quote);
    this.checkLength(end - from);
    if (end >= source.bytes.length) {
      this.pos = end;
      return this.cutOff();
    }
    const { text, hasLoneSurrogate } = unescaped(this.text(from, end));
    if (hasLoneSurrogate)
      this.report('invalid-escape', 'Half of a surrogate pair stands alone; it was replaced.');
    source.passTo(end);
    this.pos = end + 1;
    return text;
  }

  private unquoted(): string | undefined {
    const { bytes } = this.source;
    let end = this.pos;
    while (end < bytes.length && !endsWord(bytes, end)) end++;
    if (end === this.pos) return this.fault('A value is expected here.');
    this.checkLength(end - this.pos);
    const text = this.text(this.pos, end);
    if (!/^[\w$./:-]+$/.test(text))
      this.report('syntax-error', 'A character stands here that needs quotes around the text.');
    this.source.passTo(end);
    this.pos = end;
    return text;
  }

  private text(from: number, to: number): string {
    const text = this.source.wide(from, to);
    if (text !== undefined) return text;
    this.report('invalid-text', 'The text is not valid UTF-8; what could not be read was replaced.');
    return this.source.repaired(from, to);
  }

  /** The next byte that is neither blank nor comment, or -1. */
  private next(): number {
    for (;;) {
      const c = this.blank();
      const after = c < 0 ? this.pos : afterComment(this.source.bytes, this.pos);
      if (after === this.pos) return c;
      this.source.passTo(after);
      this.pos = after;
    }
  }
}

const enders = new Set([
  BRACE_OPEN,
  BRACE_CLOSE,
  PAREN_OPEN,
  PAREN_CLOSE,
  COMMA,
  EQUALS,
  SEMICOLON,
  LESS,
  GREATER,
  QUOTE,
  APOSTROPHE,
]);

function endsWord(bytes: Uint8Array, at: number): boolean {
  const c = bytes[at] as number;
  return c <= SPACE || enders.has(c) || afterComment(bytes, at) !== at;
}
