import { SaxesParser } from 'saxes';

/** An element with its offsets: of `<`, behind the start tag, of the end tag, behind it. */
export interface XmlPlace {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly parent: XmlPlace | undefined;
  readonly children: XmlPlace[];
  /** Line as the parser of policies counts it. */
  readonly line: number;
  readonly start: number;
  readonly inner: number;
  innerEnd: number;
  text: string;
}

/** Where the elements of a readable document stand; undefined when it is none. */
export function xmlPlaces(text: string): XmlPlace | undefined {
  const shift = text.startsWith('\ufeff') ? 1 : 0;
  const parser = new SaxesParser({ position: true });
  const open: XmlPlace[] = [];
  let root: XmlPlace | undefined;
  let isBroken = false;
  parser.on('error', () => {
    isBroken = true;
  });
  parser.on('opentag', (tag) => {
    const inner = parser.position + shift;
    const parent = open[open.length - 1];
    const place: XmlPlace = {
      name: tag.name,
      attributes: new Map(Object.entries(tag.attributes)),
      parent,
      children: [],
      line: parser.line,
      start: text.lastIndexOf(`<${tag.name}`, inner - 1),
      inner,
      innerEnd: inner,
      text: '',
    };
    parent?.children.push(place);
    root ??= place;
    open.push(place);
  });
  const addText = (part: string): void => {
    const last = open[open.length - 1];
    if (last !== undefined) last.text += part;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', (tag) => {
    const place = open.pop();
    if (place === undefined) return;
    const end = parser.position + shift;
    place.innerEnd = tag.isSelfClosing ? end : text.lastIndexOf('</', end - 1);
  });
  parser.write(text.slice(shift)).close();
  return isBroken ? undefined : root;
}

/** Every element of that name, in the order of the text. */
export function placesNamed(root: XmlPlace, name: string): XmlPlace[] {
  const found: XmlPlace[] = [];
  const waiting = [root];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    if (place.name === name) found.push(place);
    for (let index = place.children.length - 1; index >= 0; index -= 1) {
      const child = place.children[index];
      if (child !== undefined) waiting.push(child);
    }
  }
  return found;
}

export function childOf(place: XmlPlace | undefined, name: string): XmlPlace | undefined {
  return place?.children.find((child) => child.name === name);
}

/** Text that puts elements before one, on lines of their own where it has one. */
export function elementsBefore(text: string, offset: number, elements: readonly string[]): string {
  const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const gap = /^\s*$/.test(before) ? `${/\r\n|\n/.exec(text)?.[0] ?? '\n'}${before}` : '';
  return elements.map((element) => element + gap).join('');
}

export function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
