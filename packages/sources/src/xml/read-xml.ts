import { SaxesParser } from 'saxes';
import type { Diagnostic } from '@ringcheck/model';
import { diagnostic } from '../diagnostics.js';
import { TextPositions, type TextCodingInfo } from '../text-positions.js';
import type { XmlDocument, XmlElement } from './element.js';

export interface XmlLimits {
  readonly maxDepth: number;
  readonly maxElements: number;
  readonly maxErrors: number;
}

const defaultLimits: XmlLimits = { maxDepth: 128, maxElements: 5_000_000, maxErrors: 20 };

/** Ends the walk of a document that goes beyond a limit or declares entities. */
class XmlRefusal extends Error {
  constructor(readonly found: Diagnostic) {
    super(found.message);
  }
}

interface OpenElement {
  readonly name: string;
  readonly attributes: XmlElement['attributes'];
  readonly children: XmlElement[];
  text: string;
  readonly start: number;
  readonly contentStart: number;
}

/** Reads an XML document to a tree with positions. Never throws; entity declarations are refused. */
export function readXml(
  text: string,
  coding?: TextCodingInfo,
  limits: XmlLimits = defaultLimits,
): XmlDocument {
  const builder = new TreeBuilder(text, new TextPositions(text, coding), limits);
  return builder.read();
}

class TreeBuilder {
  private readonly stack: OpenElement[] = [];
  private readonly diagnostics: Diagnostic[] = [];
  private readonly parser = new SaxesParser({ xmlns: false, position: true });
  private root: XmlElement | undefined;
  private elements = 0;

  constructor(
    private readonly text: string,
    private readonly positions: TextPositions,
    private readonly limits: XmlLimits,
  ) {}

  read(): XmlDocument {
    this.listen();
    try {
      this.parser.write(this.text).close();
    } catch (error) {
      if (!(error instanceof XmlRefusal)) throw error;
      this.diagnostics.push(error.found);
      return { positions: this.positions, diagnostics: this.diagnostics };
    }
    this.closeTruncated();
    return {
      ...(this.root === undefined ? {} : { root: this.root }),
      positions: this.positions,
      diagnostics: this.diagnostics,
    };
  }

  private listen(): void {
    this.parser.on('doctype', (doctype) => {
      if (/<!ENTITY/i.test(doctype))
        this.refuse(
          'entity-declaration',
          'The document declares entities, which is refused. Remove its DOCTYPE.',
        );
    });
    this.parser.on('opentag', (tag) => this.open(tag.name, tag.attributes));
    this.parser.on('text', (text) => this.addText(text));
    this.parser.on('cdata', (text) => this.addText(text));
    this.parser.on('closetag', (tag) => this.close(tag.isSelfClosing));
    this.parser.on('error', (error) => this.malformed(error.message));
  }

  private open(name: string, attributes: Record<string, string>): void {
    const end = this.parser.position;
    if (this.stack.length >= this.limits.maxDepth)
      this.refuse('too-deep', `Elements are nested more than ${this.limits.maxDepth} deep.`);
    if (++this.elements > this.limits.maxElements)
      this.refuse('too-many-values', `The document has more than ${this.limits.maxElements} elements.`);
    this.stack.push({
      name,
      attributes: Object.entries(attributes).map(([key, value]) => ({ name: key, value })),
      children: [],
      text: '',
      start: Math.max(0, this.text.lastIndexOf(`<${name}`, end - 1)),
      contentStart: end,
    });
  }

  private addText(text: string): void {
    const element = this.stack.at(-1);
    if (element !== undefined) element.text += text;
  }

  private close(isSelfClosing: boolean): void {
    const end = this.parser.position;
    const element = this.stack.at(-1);
    if (element === undefined) return;
    // Without a closing tag of its own there is nothing to look for: the search would run to the file's beginning.
    const closing = isSelfClosing ? -1 : this.text.lastIndexOf('</', end - 1);
    this.finish(closing >= element.contentStart ? closing : element.contentStart, end);
  }

  private finish(contentEnd: number, end: number): void {
    const element = this.stack.pop();
    if (element === undefined) return;
    const { name, attributes, children, text, start, contentStart } = element;
    const at = this.positions.at(start, end);
    const done: XmlElement = { name, attributes, children, text, contentStart, contentEnd, at };
    const parent = this.stack.at(-1);
    if (parent === undefined) this.root ??= done;
    else parent.children.push(done);
  }

  private closeTruncated(): void {
    while (this.stack.length > 0) this.finish(this.text.length, this.text.length);
  }

  private malformed(message: string): void {
    if (this.diagnostics.length >= this.limits.maxErrors) return;
    // The parser puts line and column before its text; ours stand in `at`.
    const plain = message.replace(/^\d+:\d+:\s*/, '').slice(0, 200);
    this.diagnostics.push(
      diagnostic(
        'error',
        'malformed-xml',
        `The XML is damaged here: ${plain}`,
        this.positions.at(this.parser.position),
      ),
    );
  }

  private refuse(code: string, message: string): never {
    throw new XmlRefusal(diagnostic('error', code, message, this.positions.at(this.parser.position)));
  }
}
