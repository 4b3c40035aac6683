import { LF, QUOTE, SPACE, TAB } from '../bytes.js';
import { DecodeError } from '../decode-error.js';
import type { PlistLimits } from '../limits.js';
import type { TextSource } from '../text-source.js';
import type { Report } from '../xml/references.js';

const BACKSLASH = 0x5c;

export interface JsonString {
  readonly text: string;
  /** First byte after the closing quote. */
  readonly next: number;
}

/** The string whose opening quote is at `quote`; undefined when the file ends inside it. */
export function stringAt(
  source: TextSource,
  quote: number,
  limits: PlistLimits,
  report: Report,
): JsonString | undefined {
  const { bytes } = source;
  const from = quote + 1;
  let end = from;
  let all = 0;
  let special = false;
  for (; end < bytes.length; end++) {
    const c = bytes[end] as number;
    if (c === QUOTE) break;
    all |= c;
    if (c === BACKSLASH) {
      special = true;
      end++;
    } else if (c < SPACE) special = true;
  }
  if (end - from > limits.maxStringBytes)
    throw new DecodeError(
      'string-too-long',
      `A value is longer than ${limits.maxStringBytes} bytes, the limit for one value.`,
      source.at(quote),
    );
  if (end >= bytes.length) return undefined;
  const isWide = all >= 0x80;
  if (isWide) source.lineIsWide = true;
  const text = special
    ? unescaped(source, from, end, isWide, report)
    : stretch(source, from, end, isWide, report);
  if (special) source.passTo(end);
  return { text, next: end + 1 };
}

function stretch(source: TextSource, from: number, to: number, isWide: boolean, report: Report): string {
  if (from === to) return '';
  if (!isWide) return source.ascii(from, to);
  const text = source.wide(from, to);
  if (text !== undefined) return text;
  report(
    'invalid-text',
    'The text is not valid in the encoding of the file; what could not be read was replaced.',
    from,
  );
  return source.repaired(from, to);
}

function unescaped(source: TextSource, from: number, to: number, isWide: boolean, report: Report): string {
  const { bytes } = source;
  const pieces: string[] = [];
  let plainFrom = from;
  for (let i = from; i < to; i++) {
    const c = bytes[i] as number;
    if (c !== BACKSLASH && c >= SPACE) continue;
    pieces.push(stretch(source, plainFrom, i, isWide, report));
    if (c === BACKSLASH) {
      const escape = escapeAt(source, i, to, report);
      pieces.push(escape.text);
      i = escape.next - 1;
    } else {
      report('control-character', 'A control character stands in the text unescaped.', i);
      pieces.push(c === TAB || c === LF || c === 13 ? String.fromCharCode(c) : '\ufffd');
    }
    plainFrom = i + 1;
  }
  pieces.push(stretch(source, plainFrom, to, isWide, report));
  return pieces.join('');
}

const simpleEscapes = new Map([
  [0x22, '"'],
  [0x5c, '\\'],
  [0x2f, '/'],
  [0x62, '\b'],
  [0x66, '\f'],
  [0x6e, '\n'],
  [0x72, '\r'],
  [0x74, '\t'],
]);

function escapeAt(source: TextSource, at: number, end: number, report: Report): JsonString {
  const { bytes } = source;
  const simple = simpleEscapes.get(bytes[at + 1] as number);
  if (simple !== undefined) return { text: simple, next: at + 2 };
  const unit = unitAt(bytes, at, end);
  if (unit < 0) {
    report('invalid-escape', 'This escape is unknown to JSON; it was replaced.', at);
    return { text: '\ufffd', next: Math.min(at + 2, end) };
  }
  if (unit < 0xd800 || unit > 0xdfff) return { text: String.fromCharCode(unit), next: at + 6 };
  const low = unit < 0xdc00 ? unitAt(bytes, at + 6, end) : -1;
  if (low >= 0xdc00 && low <= 0xdfff) return { text: String.fromCharCode(unit, low), next: at + 12 };
  report('invalid-escape', 'Half of a surrogate pair stands alone; it was replaced.', at);
  return { text: '\ufffd', next: at + 6 };
}

/** The number of a `\uXXXX` escape at `at`, or -1. */
function unitAt(bytes: Uint8Array, at: number, end: number): number {
  if (at + 6 > end || bytes[at] !== BACKSLASH || bytes[at + 1] !== 0x75) return -1;
  let unit = 0;
  for (let i = at + 2; i < at + 6; i++) {
    const digit = hexDigit(bytes[i] as number);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

export function hexDigit(c: number): number {
  if (c >= 0x30 && c <= 0x39) return c - 0x30;
  const lower = c | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
