import type { Position } from '@ringcheck/model';
import {
  asciiBytes,
  BANG,
  CR,
  indexOfBytes,
  LESS,
  LF,
  QUESTION,
  SLASH,
  SPACE,
  startsWithAt,
  TAB,
} from '../bytes.js';
import { dataOf, dateOf, integerOf, looksTemplated, realOf, type Scalar } from '../scalars.js';
import type { XmlContext } from './context.js';
import type { FrameKind } from './frames.js';
import { Base64Scan } from './base64-scan.js';
import { dataLeaf, keyLeaf, leafAt, leafNamed, LeafReader, stringLeaf, type LeafKind } from './leaf.js';
import { markupAt } from './prolog.js';
import { byteClass, literalOf, textOf } from './references.js';
import { readTag, type Tag } from './tag.js';
import { TreeBuilder, type Consumer } from './tree.js';

const dictOpen = asciiBytes('dict>');
const arrayOpen = asciiBytes('array>');
const dictClose = asciiBytes('</dict>');
const arrayClose = asciiBytes('</array>');
const trueTag = asciiBytes('true/>');
const falseTag = asciiBytes('false/>');

/** Reads the elements of a property list in one pass over the bytes, which may arrive in pieces. */
export class XmlReader {
  readonly tree: TreeBuilder;
  pos: number;

  private readonly leaf: LeafReader;
  private readonly base64 = new Base64Scan();
  private startOffset = 0;
  private startLine = 1;
  private startColumn = 1;

  constructor(
    private readonly context: XmlContext,
    start: number,
    consume?: Consumer,
    consumeDepth?: number,
  ) {
    this.pos = start;
    this.leaf = new LeafReader(context);
    this.tree = new TreeBuilder(context, consume, consumeDepth);
  }

  /** Reads as far as the bytes go, or to the end of the root element. */
  run(): void {
    const { source } = this.context;
    while (!this.tree.closed) {
      const { bytes } = source;
      const { length } = bytes;
      let at = this.pos;
      for (; at < length; at++) {
        const c = bytes[at] as number;
        if (c > SPACE) break;
        if (c === LF || (c === CR && bytes[at + 1] !== LF)) source.newLine(at + 1);
        else if (c < SPACE && c !== CR && c !== TAB) break;
      }
      this.pos = at;
      if (at >= length) return;
      const moved = bytes[at] === LESS ? this.markup(at) : this.strayText(at);
      if (!moved) return;
    }
  }

  /** The input is over: closes what is open. */
  finish(): void {
    const { context, tree } = this;
    if (tree.closed || tree.top === undefined) return;
    const end = context.source.bytes.length;
    context.report(
      'truncated',
      `The file ends inside ${shown(tree.top.name).replace('An', 'an')}, opened in line ${tree.top.line}: it was cut off.`,
      end,
    );
    while (context.frames.length > 0) {
      tree.dropKey();
      tree.close(end, true);
    }
  }

  private markup(at: number): boolean {
    const { source } = this.context;
    const { bytes } = source;
    const c = bytes[at + 1];
    if (c === SLASH) return this.closeTag(at);
    this.begin(at);
    if (c === BANG || c === QUESTION) return this.skipMarkup(at);
    const kind = leafAt(bytes, at + 1);
    if (kind === keyLeaf && this.knownKey(at + 5)) return true;
    if (kind === dataLeaf && this.plainData(at + 6)) return true;
    if (kind !== undefined) return this.leafElement(kind, at + 1 + kind.open.length);
    if (startsWithAt(bytes, at + 1, trueTag)) return this.flag(true, at + 7);
    if (startsWithAt(bytes, at + 1, falseTag)) return this.flag(false, at + 8);
    if (startsWithAt(bytes, at + 1, dictOpen)) return this.open('dict', 'dict', at + 6);
    if (startsWithAt(bytes, at + 1, arrayOpen)) return this.open('array', 'array', at + 7);
    return this.otherTag(at);
  }

  /** A key that was met before, as nearly all are: its text is looked up, not made. */
  private knownKey(from: number): boolean {
    const { source, limits } = this.context;
    const { bytes } = source;
    let to = from;
    while (to < bytes.length && bytes[to] !== LESS) to++;
    if (to - from > limits.maxStringBytes || !startsWithAt(bytes, to, keyLeaf.close)) return false;
    const key = this.tree.keys.find(bytes, from, to);
    if (key === undefined || !key.isPlain) return false;
    this.pos = to + keyLeaf.close.length;
    this.tree.key(key, this.span(this.pos));
    return true;
  }

  private plainData(from: number): boolean {
    const { base64 } = this;
    if (!base64.read(this.context.source, from, dataLeaf.close)) return false;
    if (base64.end - from > this.context.limits.maxStringBytes) return false;
    this.pos = base64.end + dataLeaf.close.length;
    this.tree.accept({ type: 'data', value: base64.text, at: this.span(this.pos) });
    return true;
  }

  private flag(value: boolean, end: number): boolean {
    this.tree.accept({ type: 'boolean', value, at: this.span(end) });
    this.pos = end;
    return true;
  }

  private open(kind: FrameKind, name: string, next: number): boolean {
    this.tree.open(kind, name, {
      offset: this.startOffset,
      line: this.startLine,
      column: this.startColumn,
      next,
    });
    this.pos = next;
    return true;
  }

  /** Notes where an element begins, before what it holds moves the lines on. */
  private begin(at: number): void {
    const { source } = this.context;
    this.startOffset = source.fileOffset(at);
    this.startLine = source.line;
    this.startColumn = source.column(at);
  }

  private span(end: number): Position {
    return this.context.source.span(this.startOffset, this.startLine, this.startColumn, end);
  }

  private leafElement(kind: LeafKind, from: number): boolean {
    if (!this.leaf.read(kind, from)) return false;
    const { text, next } = this.leaf;
    this.pos = next;
    if (this.leaf.cut) return true;
    const at = this.span(next);
    if (kind === keyLeaf) this.tree.key(this.tree.keys.of(text), at);
    else if (kind === stringLeaf) this.tree.accept({ type: 'string', value: text, at });
    else this.scalar(kind, text, at);
    return true;
  }

  private scalar(kind: LeafKind, text: string, at: Position): void {
    const { context } = this;
    const { value, code, message } = scalarOf(kind, text, at, context.limits.maxIntegerDigits);
    if (code !== undefined) context.diagnostics.add(code, message ?? '', at, context.path);
    this.tree.accept(value);
  }

  private closeTag(at: number): boolean {
    const { context, tree } = this;
    const { bytes } = context.source;
    const { top } = tree;
    if (top?.kind === 'dict' && startsWithAt(bytes, at, dictClose)) return this.closeAt(at + 7);
    if (top?.kind === 'array' && startsWithAt(bytes, at, arrayClose)) return this.closeAt(at + 8);
    const tag = readTag(context.source, at + 2);
    if (tag === undefined) return this.unfinished();
    const depth = context.frames.findLastIndex((frame) => frame.name === tag.name);
    if (depth < 0) {
      context.report('mismatched-tag', 'This tag closes nothing that is open; it was left out.', at);
      this.pos = tag.next;
      context.source.passTo(tag.next);
      return true;
    }
    while (context.frames.length - 1 > depth && tree.top !== undefined) {
      context.report(
        'unclosed-element',
        `${shown(tree.top.name)}, opened in line ${tree.top.line}, is not closed before the tag of another.`,
        at,
      );
      tree.close(at);
    }
    context.source.passTo(tag.next);
    return this.closeAt(tag.next);
  }

  private closeAt(next: number): boolean {
    this.tree.close(next);
    this.pos = next;
    return true;
  }

  /** Comments, instructions, the document type, and CDATA where no text belongs. */
  private skipMarkup(at: number): boolean {
    const { context } = this;
    const markup = markupAt(context.source, at);
    if (!markup.closed) return this.unfinished();
    if (markup.kind === 'cdata') {
      const text = literalOf(context.source, at + 9, markup.next - 3, context.report);
      this.stray(text.trim(), markup.next);
    } else if (markup.kind === 'doctype' && context.frames.length > 0)
      context.report('unexpected-content', 'A document type stands inside the list.', at);
    else if (markup.kind === 'comment') reportHyphens(context, at + 4, markup.next - 3);
    context.source.passTo(markup.next);
    this.pos = markup.next;
    return true;
  }

  /** The rest of the bytes is the beginning of something: more is needed, or the file was cut off. */
  private unfinished(): boolean {
    if (this.context.final) {
      const { source } = this.context;
      source.passTo(source.bytes.length);
      this.pos = source.bytes.length;
    }
    return false;
  }

  /** Tags with blanks or attributes, self-closing ones, the root, and what belongs in no list. */
  private otherTag(at: number): boolean {
    const { context, tree } = this;
    const tag = readTag(context.source, at + 1);
    if (tag === undefined) return this.unfinished();
    const leaf = leafNamed(tag.name);
    if (leaf !== undefined && !tag.selfClosing) {
      // Lines inside the tag must not be counted twice when it is read again with more input.
      if (this.leaf.waits(leaf, tag.next)) return false;
      context.source.passTo(tag.next);
      return this.leafElement(leaf, tag.next);
    }
    if (leaf !== undefined) this.emptyLeaf(leaf, tag);
    else if (tag.name === 'dict' || tag.name === 'array') this.container(tag.name, tag);
    else if (tag.name === 'plist' && context.frames.length === 0) this.container('plist', tag);
    else this.unknown(tag, at);
    context.source.passTo(tag.next);
    this.pos = tag.next;
    if (context.frames.length === 0 && tag.name === 'plist') tree.closed = true;
    return true;
  }

  private emptyLeaf(kind: LeafKind, tag: Tag): void {
    const at = this.span(tag.next);
    if (kind === keyLeaf) this.tree.key(this.tree.keys.of(''), at);
    else if (kind === stringLeaf) this.tree.accept({ type: 'string', value: '', at });
    else this.scalar(kind, '', at);
  }

  private container(kind: 'plist' | 'dict' | 'array', tag: Tag): void {
    this.open(kind, kind, tag.next);
    if (tag.selfClosing) this.tree.close(tag.next);
  }

  private unknown(tag: Tag, at: number): void {
    const { context, tree } = this;
    if (tree.top?.kind === 'dict' && tree.top.key !== undefined && looksTemplated(tag.name)) {
      this.stray(context.source.repaired(at, tag.next), tag.next);
      return;
    }
    context.report(
      'unknown-element',
      `${shown(tag.name)} is no element of a property list; it was left out with all it holds.`,
      at,
    );
    tree.dropKey();
    if (!tag.selfClosing) this.open('unknown', tag.name, tag.next);
  }

  private strayText(at: number): boolean {
    const { context } = this;
    const { bytes } = context.source;
    const less = bytes.indexOf(LESS, at);
    if (less < 0 && !context.final) return false;
    const end = less < 0 ? bytes.length : less;
    let flags = 0;
    for (let i = at; i < end; i++) flags |= byteClass[bytes[i] as number] as number;
    this.begin(at);
    this.stray(textOf(context.source, at, end, flags, context.report).trim(), end);
    context.source.passTo(end);
    this.pos = end;
    return true;
  }

  /** Text between elements. A placeholder in the place of a value is one, whatever its type will be. */
  private stray(text: string, end: number): void {
    const { context, tree } = this;
    const { top } = tree;
    if (text === '' || top?.kind === 'unknown') return;
    const at = this.span(end);
    if (top?.kind === 'dict' && top.key !== undefined && looksTemplated(text)) {
      context.diagnostics.add(
        'templated-value',
        'A placeholder stands in the place of a value: the value is unknown until it is filled in.',
        at,
        context.path,
      );
      tree.accept({ type: 'templated', wanted: 'value', value: text, at });
    } else
      context.diagnostics.add(
        'stray-text',
        'Text stands where only elements may; it was left out.',
        at,
        context.path,
      );
  }
}

const hyphens = asciiBytes('--');

function reportHyphens(context: XmlContext, from: number, end: number): void {
  const at = indexOfBytes(context.source.bytes, hyphens, from, end);
  if (at >= 0)
    context.report(
      'double-hyphen-in-comment',
      'Two hyphens stand inside a comment: Apple reads such a file, other tools refuse it.',
      at,
    );
}

const namesOfTypes =
  /^(?:plist|dict|array|key|string|integer|real|date|data|true|false|bool|boolean|int|number|float|double|null|uid|set|map|list|object|text|dictionary|strng|sting|str)$/i;

/** A password with a `<` in it looks like an element: only names that somebody took for a type are repeated. */
function shown(name: string): string {
  return namesOfTypes.test(name) ? `<${name}>` : 'An element';
}

function scalarOf(kind: LeafKind, text: string, at: Position, maxDigits: number): Scalar {
  switch (kind.name) {
    case 'integer':
      return integerOf(text, at, maxDigits);
    case 'real':
      return realOf(text, at);
    case 'date':
      return dateOf(text, at);
    case 'data':
      return dataOf(text, at);
    case 'true':
    case 'false':
      return flagOf(kind.name === 'true', text, at);
    case 'key':
    case 'string':
      return { value: { type: 'string', value: text, at } };
  }
}

function flagOf(value: boolean, text: string, at: Position): Scalar {
  if (text.trim() === '') return { value: { type: 'boolean', value, at } };
  return {
    value: { type: 'boolean', value, at },
    code: 'unexpected-content',
    message: 'A boolean holds text; the element alone was read.',
  };
}
