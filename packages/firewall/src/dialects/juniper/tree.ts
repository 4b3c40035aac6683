import { linesOf } from '../../text.js';

/** A statement of a Junos configuration: its words and what stands in its braces. */
export interface Node {
  readonly words: readonly string[];
  readonly line: number;
  readonly children: Node[];
}

/** Curly or `set` form as one tree; inactive and deleted statements are left out. */
export function readTree(text: string): Node {
  return /^\s*set\s+\S/m.test(text) && !/\{\s*$/m.test(text) ? readSet(text) : readCurly(text);
}

function readCurly(text: string): Node {
  const root: Node = { words: [], line: 1, children: [] };
  const stack: Node[] = [root];
  let words: string[] = [];
  let line = 1;
  let start = 1;
  for (const match of text.matchAll(
    /\/\*[\s\S]*?\*\/|#[^\n]*|"((?:[^"\\]|\\.)*)"|\n|[{};[\]]|[^\s{};"[\]]+/g,
  )) {
    const [sign, quoted] = match;
    const parent = stack[stack.length - 1] ?? root;
    if (sign === '{' || sign === ';') {
      const isOff = words[0] === 'inactive:';
      // Templates for `load replace` mark what they replace.
      const plain = /^(replace|protect|inactive):$/.test(words[0] ?? '') ? words.slice(1) : words;
      const node: Node = { words: plain, line: start, children: [] };
      if (!isOff && (plain.length > 0 || sign === '{')) parent.children.push(node);
      if (sign === '{') stack.push(node);
      words = [];
    } else if (sign === '}') {
      if (stack.length > 1) stack.pop();
      words = [];
    } else if (
      sign !== '\n' &&
      sign !== '[' &&
      sign !== ']' &&
      !sign.startsWith('/*') &&
      !sign.startsWith('#')
    ) {
      if (words.length === 0) start = line;
      words.push(quoted ?? sign);
    }
    line += sign.split('\n').length - 1;
  }
  return root;
}

function readSet(text: string): Node {
  const root: Node = { words: [], line: 1, children: [] };
  for (const line of linesOf(text)) {
    const words = [...line.text.matchAll(/"((?:[^"\\]|\\.)*)"|[^\s"[\]]+/g)].map(
      (match) => match[1] ?? match[0],
    );
    if (words[0] === 'set') root.children.push({ words: words.slice(1), line: line.number, children: [] });
  }
  return root;
}

/**
 * The statements below a path of words. Words of a statement and its braces are one path, so that
 * `a b c;`, `a { b c; }` and `set a b c` read the same.
 */
export function below(node: Node, path: readonly string[]): Node[] {
  if (path.length === 0) return [node];
  return node.children.flatMap((child) => {
    const shared = Math.min(child.words.length, path.length);
    for (let index = 0; index < shared; index += 1) if (child.words[index] !== path[index]) return [];
    if (child.words.length > path.length) {
      const rest: Node = {
        words: child.words.slice(path.length),
        line: child.line,
        children: child.children,
      };
      return [{ words: [], line: child.line, children: [rest] }];
    }
    return below(child, path.slice(shared));
  });
}

/** First words below a path, each with everything that stands under it, in order. */
export function named(node: Node, path: readonly string[]): Map<string, Node> {
  const found = new Map<string, Node>();
  for (const part of below(node, path)) {
    for (const child of part.children) {
      const [name, ...rest] = child.words;
      if (name === undefined) continue;
      const known = found.get(name) ?? { words: [name], line: child.line, children: [] };
      if (rest.length > 0) known.children.push({ words: rest, line: child.line, children: child.children });
      else known.children.push(...child.children);
      found.set(name, known);
    }
  }
  return found;
}

/** All words that follow a path, whether in a list, in braces or repeated. */
export function valuesOf(node: Node, path: readonly string[]): string[] {
  return below(node, path).flatMap((part) => part.children.flatMap((child) => [...child.words]));
}

export function has(node: Node, path: readonly string[]): boolean {
  return below(node, path).length > 0;
}
