import type { Diagnostic } from '@ringcheck/model';
import { SaxesParser } from 'saxes';

/** An element with the line it starts on; text is that of the element itself. */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Element[];
  readonly line: number;
  text: string;
}

const deepest = 200;
const mostElements = 2_000_000;

/** The root element, or why there is none. Entity declarations and broken markup are refused, not repaired. */
export function parseXml(text: string): { root: Element } | { diagnostic: Diagnostic } {
  const parser = new SaxesParser({ position: true });
  const open: Element[] = [];
  let root: Element | undefined;
  let problem: string | undefined;
  let count = 0;
  parser.on('error', (error) => {
    problem ??= error.message;
  });
  parser.on('doctype', () => {
    problem ??= 'document type declarations are not read';
  });
  parser.on('opentag', (tag) => {
    count += 1;
    if (problem !== undefined || open.length >= deepest || count > mostElements) {
      problem ??= 'the document is too large or too deep';
      return;
    }
    const element: Element = {
      name: tag.name,
      attributes: new Map(Object.entries(tag.attributes)),
      children: [],
      line: parser.line,
      text: '',
    };
    open[open.length - 1]?.children.push(element);
    root ??= element;
    open.push(element);
  });
  const addText = (part: string): void => {
    const last = open[open.length - 1];
    if (last !== undefined) last.text += part;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(text.replace(/^\ufeff/, '')).close();
  if (problem === undefined && root !== undefined) return { root };
  const message = `The XML cannot be read: ${(problem ?? 'it is empty').slice(0, 150)}`;
  return { diagnostic: { code: 'firewall-xml', severity: 'error', message } };
}

export function child(element: Element | undefined, ...path: readonly string[]): Element | undefined {
  let current = element;
  for (const name of path) current = current?.children.find((one) => one.name === name);
  return current;
}

export function childText(element: Element | undefined, name: string): string {
  return child(element, name)?.text.trim() ?? '';
}

export function childrenNamed(element: Element | undefined, name: string): Element[] {
  return element?.children.filter((one) => one.name === name) ?? [];
}

/** Every element below that has the given path of names, wherever it starts. */
export function everywhere(element: Element, name: string): Element[] {
  const found: Element[] = [];
  const waiting = [element];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.name === name) found.push(next);
    for (let index = next.children.length - 1; index >= 0; index -= 1)
      waiting.push(next.children[index] as Element);
  }
  return found;
}
