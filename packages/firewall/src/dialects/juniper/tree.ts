import { linesOf } from '../../text.js';

/** A statement of a Junos configuration: its words and what stands in its braces. */
export interface Node {
  readonly words: readonly string[];
  readonly line: number;
  readonly children: Node[];
}

export interface Tree {
  readonly root: Node;
  /** Policies and terms that are switched off. */
  readonly inactive: readonly { readonly line: number; readonly text: string }[];
}

const ruleWords = new Set(['policy', 'term']);

/** Curly or `set` form as one tree; inactive and deleted statements are left out, groups put where they apply. */
export function readTree(text: string): Tree {
  const isSet = /^[ \t]*set\s+\S/m.test(text) && !/\{\s*$/m.test(text);
  const tree = isSet ? readSet(text) : readCurly(text);
  for (const name of valuesOf(tree.root, ['apply-groups'])) {
    for (const group of below(tree.root, ['groups', name]))
      for (const child of [...group.children]) tree.root.children.push(child);
  }
  return tree;
}

function readCurly(text: string): Tree {
  const root: Node = { words: [], line: 1, children: [] };
  const inactive: { line: number; text: string }[] = [];
  const stack: Node[] = [root];
  let words: string[] = [];
  let line = 1;
  let start = 1;
  for (const match of text.matchAll(
    /\/\*[\s\S]*?(?:\*\/|$)|#[^\n]*|"((?:[^"\\]|\\[\s\S]?)*)(?:"|$)|\n|[{};[\]]|[^\s{};"[\]]+/g,
  )) {
    const [sign, quoted] = match;
    const parent = stack[stack.length - 1] ?? root;
    if (sign === '{' || sign === ';') {
      const isOff = words[0] === 'inactive:';
      // Templates for `load replace` mark what they replace.
      const plain = /^(replace|protect|inactive):$/.test(words[0] ?? '') ? words.slice(1) : words;
      const node: Node = { words: plain, line: start, children: [] };
      if (isOff && ruleWords.has(plain[0] ?? '')) inactive.push({ line: start, text: words.join(' ') });
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
  return { root, inactive };
}

function readSet(text: string): Tree {
  const root: Node = { words: [], line: 1, children: [] };
  const off = new Map<string, { line: number; words: readonly string[] }>();
  for (const line of linesOf(text)) {
    const words = [...line.text.matchAll(/"((?:[^"\\]|\\[\s\S]?)*)(?:"|$)|[^\s"[\]]+/g)].map(
      (match) => match[1] ?? match[0],
    );
    const [verb, ...rest] = words;
    if (verb === 'set') root.children.push({ words: rest, line: line.number, children: [] });
    else if (verb === 'deactivate' || verb === 'delete')
      off.set(rest.join(' '), { line: line.number, words });
  }
  const inactive = [...off.values()]
    .filter(({ words }) => words[0] === 'deactivate' && ruleWords.has(words.at(-2) ?? ''))
    .map(({ line, words }) => ({ line, text: words.join(' ') }));
  if (off.size === 0) return { root, inactive };
  const kept = root.children.filter(({ words }) => !startsWithAny(words, off));
  return { root: { ...root, children: kept }, inactive };
}

function startsWithAny(words: readonly string[], paths: ReadonlyMap<string, unknown>): boolean {
  let path = '';
  return words.some((word) => {
    path = path === '' ? word : `${path} ${word}`;
    return paths.has(path);
  });
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
      else for (const grandchild of child.children) known.children.push(grandchild);
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
