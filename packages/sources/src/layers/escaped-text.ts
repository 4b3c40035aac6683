import type { Locate, Position } from '@ringcheck/model';
import { lastAtOrBefore } from '../text-positions.js';

/** A document that stands escaped inside a text: its bytes, and the way from them to characters of that text. */
export interface UnescapedText {
  readonly bytes: Uint8Array;
  /** Turns byte offsets into positions, by the place of the character the byte came from. */
  readonly locate: (placeOf: (start: number, end?: number) => Position) => Locate;
}

/** What one escape stands for, and how many characters it takes. */
interface Escape {
  readonly text: string;
  readonly length: number;
}

const named = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** The document in the text of an XML element, as it stands between the tags (from `start` to `end`). */
export function unescapeXml(text: string, start: number, end: number): UnescapedText {
  const open = '<![CDATA[';
  const builder = new LayerBuilder();
  let at = start;
  while (at < end) {
    const next = nextOf(text, at, end, /[&<]/g);
    builder.copy(text, at, next);
    at = next;
    if (at >= end) break;
    if (text.startsWith(open, at)) {
      const close = text.indexOf(']]>', at);
      const stop = close < 0 || close > end ? end : close;
      builder.copy(text, at + open.length, stop);
      at = Math.min(end, stop + 3);
      continue;
    }
    const escape = xmlReference(text, at);
    builder.put(escape.text, at);
    at += escape.length;
  }
  return builder.build();
}

/** The document in a JSON string, as it stands between the quotes. */
export function unescapeJson(text: string, start: number, end: number): UnescapedText {
  const builder = new LayerBuilder();
  let at = start;
  while (at < end) {
    const next = nextOf(text, at, end, /\\/g);
    builder.copy(text, at, next);
    at = next;
    if (at >= end) break;
    const escape = jsonEscape(text, at);
    builder.put(escape.text, at);
    at += escape.length;
  }
  return builder.build();
}

function nextOf(text: string, from: number, end: number, special: RegExp): number {
  special.lastIndex = from;
  const found = special.exec(text)?.index ?? end;
  return Math.min(found, end);
}

function xmlReference(text: string, at: number): Escape {
  const match = /^&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|[a-z]{2,4});/.exec(text.slice(at, at + 12));
  const name = match?.[1];
  if (match === null || name === undefined) return { text: text.charAt(at), length: 1 };
  const resolved = name.startsWith('#') ? characterOf(name) : named.get(name);
  return resolved === undefined ? { text: '&', length: 1 } : { text: resolved, length: match[0].length };
}

function characterOf(reference: string): string | undefined {
  const isHex = reference.startsWith('#x');
  const code = Number.parseInt(reference.slice(isHex ? 2 : 1), isHex ? 16 : 10);
  const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : undefined;
}

const jsonEscapes = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

function jsonEscape(text: string, at: number): Escape {
  const letter = text.charAt(at + 1);
  if (letter !== 'u') return { text: jsonEscapes.get(letter) ?? letter, length: 2 };
  const units = /^(?:\\u[0-9a-fA-F]{4}){1,2}/.exec(text.slice(at, at + 12))?.[0];
  if (units === undefined) return { text: '\ufffd', length: 2 };
  const first = Number.parseInt(units.slice(2, 6), 16);
  const second = units.length === 12 ? Number.parseInt(units.slice(8, 12), 16) : 0;
  const isPair = first >= 0xd800 && first <= 0xdbff && second >= 0xdc00 && second <= 0xdfff;
  if (isPair) return { text: String.fromCharCode(first, second), length: 12 };
  const isHalf = first >= 0xd800 && first <= 0xdfff;
  return { text: isHalf ? '\ufffd' : String.fromCharCode(first), length: 6 };
}

/** Collects the inner text, and for each run of plain characters where it began inside and outside. */
class LayerBuilder {
  private readonly parts: string[] = [];
  private readonly inner: number[] = [];
  private readonly outer: number[] = [];
  private bytes = 0;

  /** Characters that stand for themselves. Beyond ASCII each begins a run, since bytes and characters part there. */
  copy(text: string, start: number, end: number): void {
    if (end <= start) return;
    this.parts.push(text.slice(start, end));
    let isRunOpen = false;
    for (let i = start; i < end; i++) {
      const width = utf8Width(text.charCodeAt(i));
      if (!isRunOpen || width !== 1) this.mark(i);
      isRunOpen = width === 1;
      this.bytes += width;
    }
  }

  put(text: string, at: number): void {
    this.mark(at);
    this.parts.push(text);
    for (let i = 0; i < text.length; i++) this.bytes += utf8Width(text.charCodeAt(i));
  }

  private mark(outer: number): void {
    this.inner.push(this.bytes);
    this.outer.push(outer);
  }

  build(): UnescapedText {
    const { inner, outer } = this;
    const outerOf = (offset: number) => {
      const run = lastAtOrBefore(inner, offset);
      const next = outer[run + 1] ?? Number.POSITIVE_INFINITY;
      return Math.min((outer[run] ?? 0) + offset - (inner[run] ?? 0), next);
    };
    return {
      bytes: new TextEncoder().encode(this.parts.join('')),
      locate: (placeOf) => (offset, end) =>
        end === undefined ? placeOf(outerOf(offset)) : placeOf(outerOf(offset), outerOf(end)),
    };
  }
}

/** Half of a surrogate pair counts two of its four bytes. */
function utf8Width(code: number): number {
  if (code < 0x80) return 1;
  return code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 2 : 3;
}
