/** A value of a JSON text with its offsets. */
export interface JsonNode {
  readonly start: number;
  end: number;
  /** Members of an object, in order. */
  readonly members: Map<string, JsonNode>;
  /** Items of a list; of a single value there are none. */
  readonly items: JsonNode[];
  readonly kind: 'object' | 'list' | 'value';
}

const deepest = 200;

/** Where the values of a valid JSON text stand; undefined when it nests too deep to be a policy. */
export function jsonPlaces(text: string): JsonNode | undefined {
  const open: JsonNode[] = [];
  let root: JsonNode | undefined;
  let key: string | undefined;
  const place = (node: JsonNode): void => {
    const parent = open[open.length - 1];
    if (parent === undefined) root ??= node;
    else if (parent.kind === 'list') parent.items.push(node);
    else if (key !== undefined) parent.members.set(key, node);
    key = undefined;
  };
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]|[^\s{}[\],:"]+/g)) {
    const sign = match[0];
    const start = match.index;
    const end = start + sign.length;
    if (sign === '{' || sign === '[') {
      const node = nodeOf(sign === '{' ? 'object' : 'list', start, end);
      place(node);
      if (open.length >= deepest) return undefined;
      open.push(node);
    } else if (sign === '}' || sign === ']') {
      const node = open.pop();
      if (node !== undefined) node.end = end;
    } else if (sign.startsWith('"') && open[open.length - 1]?.kind === 'object' && key === undefined) {
      key = sign.slice(1, -1);
    } else place(nodeOf('value', start, end));
  }
  return root;
}

function nodeOf(kind: JsonNode['kind'], start: number, end: number): JsonNode {
  return { kind, start, end, members: new Map(), items: [] };
}

/** The value itself; the text is known to be JSON. */
export function jsonAt(text: string, node: JsonNode): unknown {
  return JSON.parse(text.slice(node.start, node.end)) as unknown;
}

/** A member of a plain object that is a text or a number, as text; empty else. */
export function fieldText(value: unknown, name: string): string {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return '';
  const field = new Map<string, unknown>(Object.entries(value)).get(name);
  return typeof field === 'string' || typeof field === 'number' ? String(field) : '';
}

/** Every object of the tree, in the order of the text. */
export function objectsIn(root: JsonNode): JsonNode[] {
  const found: JsonNode[] = [];
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind === 'object') found.push(node);
    const children = node.kind === 'object' ? [...node.members.values()] : node.items;
    for (let index = children.length - 1; index >= 0; index -= 1) {
      const child = children[index];
      if (child !== undefined) waiting.push(child);
    }
  }
  return found;
}

/** Text that puts new items before an item of a list, on lines of their own where the item has one. */
export function itemsBefore(text: string, node: JsonNode, items: readonly unknown[]): string {
  const before = text.slice(text.lastIndexOf('\n', node.start - 1) + 1, node.start);
  const gap = /^\s*$/.test(before) ? `,${/\r\n|\n/.exec(text)?.[0] ?? '\n'}${before}` : ', ';
  return items.map((item) => JSON.stringify(item) + gap).join('');
}

/** Text that puts new items at the end of a list, and where it goes. */
export function itemsAtEnd(
  text: string,
  list: JsonNode,
  items: readonly unknown[],
): { at: number; insert: string } {
  const last = list.items[list.items.length - 1];
  const joined = items.map((item) => JSON.stringify(item)).join(', ');
  if (last === undefined) return { at: list.start + 1, insert: joined };
  const before = text.slice(text.lastIndexOf('\n', last.start - 1) + 1, last.start);
  const gap = /^\s*$/.test(before) ? `,${/\r\n|\n/.exec(text)?.[0] ?? '\n'}${before}` : ', ';
  return { at: last.end, insert: items.map((item) => gap + JSON.stringify(item)).join('') };
}
