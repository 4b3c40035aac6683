import { asciiBytes, GREATER, indexOfBytes, LESS, SLASH, SPACE, startsWithAt } from '../bytes.js';
import { DecodeError } from '../decode-error.js';
import type { XmlContext } from './context.js';
import { markupAt } from './prolog.js';
import { byteClass, literalOf, NEWLINE, PLAIN, STOP, textOf, WIDE } from './references.js';

export const leafNames = ['key', 'string', 'integer', 'real', 'date', 'data', 'true', 'false'] as const;
export type LeafName = (typeof leafNames)[number];

/** One element that holds text: its tags as bytes. */
export interface LeafKind {
  readonly name: LeafName;
  /** `key>`: what follows `<` in nearly every file. */
  readonly open: Uint8Array;
  /** `</key>` */
  readonly close: Uint8Array;
}

function leafKind(name: LeafName): LeafKind {
  return { name, open: asciiBytes(`${name}>`), close: asciiBytes(`</${name}>`) };
}

export const keyLeaf = leafKind('key');
export const stringLeaf = leafKind('string');
export const integerLeaf = leafKind('integer');
export const realLeaf = leafKind('real');
export const dateLeaf = leafKind('date');
export const dataLeaf = leafKind('data');
export const trueLeaf = leafKind('true');
export const falseLeaf = leafKind('false');

const leaves = [keyLeaf, stringLeaf, integerLeaf, realLeaf, dateLeaf, dataLeaf];
const byName = new Map<string, LeafKind>([...leaves, trueLeaf, falseLeaf].map((kind) => [kind.name, kind]));

export function leafNamed(name: string): LeafKind | undefined {
  return byName.get(name);
}

/** The leaf whose plain opening tag has its name at `at`. */
export function leafAt(bytes: Uint8Array, at: number): LeafKind | undefined {
  const kind = candidateAt(bytes, at);
  return kind !== undefined && startsWithAt(bytes, at, kind.open) ? kind : undefined;
}

function candidateAt(bytes: Uint8Array, at: number): LeafKind | undefined {
  switch (bytes[at]) {
    case 0x6b:
      return keyLeaf;
    case 0x73:
      return stringLeaf;
    case 0x69:
      return integerLeaf;
    case 0x72:
      return realLeaf;
    case 0x64:
      return bytes[at + 1] !== 0x61 ? undefined : bytes[at + 3] === 0x61 ? dataLeaf : dateLeaf;
    default:
      return undefined;
  }
}

/** Names that may open where a leaf was not closed. */
const plistNames = new Set<string>([...leafNames, 'dict', 'array', 'plist']);

/** The text of the leaf last read, and the first byte after it. One is kept per reader: a result object each would double the garbage. */
export class LeafReader {
  text = '';
  next = 0;
  /** The file ended inside the leaf: it is not known what it would have held. */
  cut = false;

  constructor(private readonly context: XmlContext) {}

  /** Whether a leaf whose text begins at `from` cannot be read before there is more input. */
  waits(leaf: LeafKind, from: number): boolean {
    const { final, source } = this.context;
    return !final && indexOfBytes(source.bytes, leaf.close, from) < 0;
  }

  /** Reads from just behind the opening tag. False when more input is needed; nothing has moved then. */
  read(leaf: LeafKind, from: number): boolean {
    const { source, limits } = this.context;
    const { bytes } = source;
    const { length } = bytes;
    this.cut = false;
    let flags = 0;
    let i = from;
    for (; i < length; i++) {
      const kind = byteClass[bytes[i] as number] as number;
      if (kind === PLAIN) continue;
      if (kind === STOP) break;
      flags |= kind;
    }
    if (i - from > limits.maxStringBytes) this.tooLong(from);
    if (startsWithAt(bytes, i, leaf.close)) {
      if ((flags & WIDE) !== 0) source.lineIsWide = true;
      this.text = textOf(source, from, i, flags, this.context.report);
      if ((flags & NEWLINE) !== 0) source.passTo(i);
      this.next = i + leaf.close.length;
      return true;
    }
    return this.readSlowly(leaf, from);
  }

  private tooLong(from: number): never {
    const { limits, source } = this.context;
    throw new DecodeError(
      'string-too-long',
      `A value is longer than ${limits.maxStringBytes} bytes, the limit for one value.`,
      source.at(from),
    );
  }

  /** Comments, CDATA and faults inside a leaf. */
  private readSlowly(kind: LeafKind, from: number): boolean {
    const { context } = this;
    const { source, report } = context;
    const { bytes } = source;
    if (this.waits(kind, from)) return false;
    let text = '';
    let at = from;
    for (;;) {
      const less = bytes.indexOf(LESS, at);
      const end = less < 0 ? bytes.length : less;
      if (text.length + end - at > context.limits.maxStringBytes) this.tooLong(at);
      text += this.run(at, end);
      at = end;
      if (less < 0) {
        this.cut = true;
        break;
      }
      const c = bytes[at + 1];
      if (c === SLASH) {
        at = this.closeTag(kind, at);
        break;
      }
      if (c === 0x21 || c === 0x3f) {
        const markup = markupAt(source, at);
        if (markup.closed && markup.kind === 'cdata')
          text += literalOf(source, at + 9, markup.next - 3, report);
        source.passTo(markup.next);
        at = markup.next;
      } else if (this.opensElement(at)) {
        report('unclosed-element', `<${kind.name}> is not closed before the next element.`, at);
        break;
      } else at = this.skipInner(kind, at);
    }
    this.text = text;
    this.next = at;
    return true;
  }

  private run(from: number, to: number): string {
    const { source, report } = this.context;
    let flags = 0;
    for (let i = from; i < to; i++) flags |= byteClass[source.bytes[i] as number] as number;
    if ((flags & WIDE) !== 0) source.lineIsWide = true;
    const text = textOf(source, from, to, flags, report);
    source.passTo(to);
    return text;
  }

  private closeTag(kind: LeafKind, at: number): number {
    const { source, report } = this.context;
    const nameEnd = at + 2 + kind.name.length;
    let end = nameEnd;
    while (end < source.bytes.length && (source.bytes[end] as number) <= SPACE) end++;
    const isOurs = startsWithAt(source.bytes, at, kind.close.subarray(0, -1));
    if (isOurs && source.bytes[end] === GREATER) {
      source.passTo(end);
      return end + 1;
    }
    report('mismatched-tag', `<${kind.name}> is closed by another tag.`, at);
    return at;
  }

  private opensElement(at: number): boolean {
    const { bytes } = this.context.source;
    let end = at + 1;
    while (end < bytes.length && end - at < 9 && isNameByte(bytes[end] as number)) end++;
    return plistNames.has(String.fromCharCode(...bytes.subarray(at + 1, end)));
  }

  /** A tag that belongs in no property list: its text is kept, the tag is not. */
  private skipInner(kind: LeafKind, at: number): number {
    const { source, report } = this.context;
    report('unexpected-element', `Inside <${kind.name}> only text may stand; a tag was left out.`, at);
    const close = source.bytes.indexOf(GREATER, at);
    const next = close < 0 ? source.bytes.length : close + 1;
    source.passTo(next);
    return next;
  }
}

export function isNameByte(c: number): boolean {
  return (c >= 0x61 && c <= 0x7a) || (c >= 0x41 && c <= 0x5a);
}
