import type { Entry, Locate, Value } from '@ringcheck/model';
import { QUOTE, SPACE } from '../bytes.js';
import type { Diagnostics } from '../diagnostics.js';
import { unicodeEncodingOf } from '../encoding.js';
import type { Key } from '../keys.js';
import type { PlistLimits } from '../limits.js';
import { integerOf, looksTemplated } from '../scalars.js';
import { TextReader } from '../text-reader.js';
import { TextSource, type Mark } from '../text-source.js';
import { stringAt } from './string.js';

const BRACE_OPEN = 0x7b;
const BRACE_CLOSE = 0x7d;
const BRACKET_OPEN = 0x5b;
const BRACKET_CLOSE = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;

/** Reads a whole JSON document. Undefined when nothing of it is usable; throws only DecodeError. */
export function decodeJsonText(
  bytes: Uint8Array,
  diagnostics: Diagnostics,
  limits: PlistLimits,
  locate?: Locate,
): Value | undefined {
  const encoding = unicodeEncodingOf(bytes) ?? { label: 'utf-8', unit: 0, bomLength: 0 };
  return new JsonReader(TextSource.of(bytes, encoding, locate), diagnostics, limits).document();
}

class JsonReader extends TextReader {
  document(): Value | undefined {
    const value = this.value();
    if (this.stopped || value === undefined) return value;
    const c = this.blank();
    if (c === BRACE_OPEN || c === BRACKET_OPEN)
      this.report(
        'second-document',
        'Another document begins here: only the first was read. Save each in a file of its own.',
      );
    else if (c >= 0) this.report('trailing-content', 'Something follows the document; it was passed over.');
    return value;
  }

  private value(): Value | undefined {
    const c = this.blank();
    if (c < 0) return this.cutOff();
    this.countValue();
    if (c === BRACE_OPEN && this.source.bytes[this.pos + 1] === BRACE_OPEN) return this.mustache();
    if (c === BRACE_OPEN) return this.object();
    if (c === BRACKET_OPEN) return this.array();
    const start = this.source.mark(this.pos);
    if (c !== QUOTE) return this.word(start);
    const text = this.string();
    return text === undefined ? undefined : { type: 'string', value: text, at: this.spanFrom(start) };
  }

  private object(): Value {
    const start = this.enter();
    const entries: Entry[] = [];
    const keys: Key[] = [];
    this.path.push(undefined);
    for (let c = this.blank(); !this.stopped && c !== BRACE_CLOSE; c = this.separator(BRACE_CLOSE)) {
      if (c < 0) this.cutOff();
      else if (c !== QUOTE) this.fault('A key in double quotes is expected here.');
      else this.entry(entries, keys);
    }
    this.path.pop();
    if (!this.stopped) this.pos++;
    return this.dict(entries, keys, this.spanFrom(start));
  }

  private entry(entries: Entry[], keys: Key[]): void {
    const keyStart = this.source.mark(this.pos);
    const text = this.string();
    if (text === undefined) return;
    const key = this.keys.of(text);
    const keyAt = this.spanFrom(keyStart);
    this.path[this.path.length - 1] = key.text;
    const c = this.blank();
    if (c < 0) {
      this.cutOff();
      return;
    }
    if (c !== COLON) {
      this.fault('A colon is expected after the key.');
      return;
    }
    this.pos++;
    const value = this.value();
    if (value === undefined) return;
    entries.push({ key: key.text, value, keyAt });
    keys.push(key);
  }

  private array(): Value {
    const start = this.enter();
    const items: Value[] = [];
    this.path.push(0);
    for (let c = this.blank(); !this.stopped && c !== BRACKET_CLOSE; c = this.separator(BRACKET_CLOSE)) {
      this.path[this.path.length - 1] = items.length;
      const value = this.value();
      if (value !== undefined) items.push(value);
    }
    this.path.pop();
    if (!this.stopped) this.pos++;
    return { type: 'array', items, at: this.spanFrom(start) };
  }

  /** Passes the comma between members. Gives the next byte that is no blank. */
  private separator(close: number): number {
    if (this.stopped) return -1;
    const c = this.blank();
    if (c === close) return c;
    if (c < 0) {
      this.cutOff();
      return c;
    }
    if (c !== COMMA) {
      this.fault('A comma or the closing bracket is expected here.');
      return c;
    }
    this.pos++;
    const next = this.blank();
    if (next === close) this.report('syntax-error', 'A comma stands before the closing bracket.');
    return next;
  }

  /** Numbers, `true`, `false`, `null`, and placeholders without quotes. */
  private word(start: Mark): Value | undefined {
    const { bytes } = this.source;
    const from = this.pos;
    let end = from;
    while (end < bytes.length && !endsWord(bytes[end] as number)) end++;
    this.checkLength(end - from);
    const value = this.wordValue(this.source.repaired(from, end), end, start);
    if (value === undefined) return this.fault('This is no value of JSON.');
    this.pos = end;
    return value;
  }

  /** `{{name}}` where a value should be: no object begins with two braces. */
  private mustache(): Value | undefined {
    const { source } = this;
    const start = source.mark(this.pos);
    let end = this.pos;
    while (end < source.bytes.length && source.bytes[end] !== BRACE_CLOSE) end++;
    if (source.bytes[end + 1] !== BRACE_CLOSE) return this.fault('A key in double quotes is expected here.');
    this.checkLength(end - this.pos);
    const value = this.wordValue(source.repaired(this.pos, end + 2), end + 2, start);
    source.passTo(end + 2);
    this.pos = end + 2;
    return value;
  }

  private wordValue(text: string, end: number, start: Mark): Value | undefined {
    const at = this.source.close(start, end);
    if (text === 'true' || text === 'false') return { type: 'boolean', value: text === 'true', at };
    if (text === 'null') return { type: 'null', at };
    if (/^-?(?:0|[1-9]\d*)$/.test(text)) {
      const { value, code, message } = integerOf(text, at, this.limits.maxIntegerDigits);
      if (code !== undefined) this.report(code, message ?? '');
      return value;
    }
    if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text))
      return { type: 'real', value: Number(text), at };
    if (!looksTemplated(text)) return undefined;
    this.report(
      'templated-value',
      'A placeholder stands in the place of a value: the value is unknown until it is filled in.',
    );
    return { type: 'templated', wanted: 'value', value: text, at };
  }

  private string(): string | undefined {
    const read = stringAt(this.source, this.pos, this.limits, this.reportAt);
    if (read === undefined) {
      this.pos = this.source.bytes.length;
      return this.cutOff();
    }
    this.pos = read.next;
    return read.text;
  }
}

const enders = new Set([COMMA, BRACE_OPEN, BRACE_CLOSE, BRACKET_OPEN, BRACKET_CLOSE, QUOTE, COLON]);

function endsWord(c: number): boolean {
  return c <= SPACE || enders.has(c);
}
