/** An `edit` block (or the settings of a `config` block without any): its settings and the blocks inside. */
export interface Entry {
  readonly name: string;
  readonly line: number;
  readonly settings: Map<string, { readonly values: string[]; readonly line: number }>;
  readonly tables: Tables;
}

/** Entries by the path of their `config` block. */
export type Tables = Map<string, Entry[]>;

interface Frame {
  readonly path: string;
  readonly tables: Tables;
  entry: Entry | undefined;
}

const mostDepth = 60;

/** All blocks of a configuration; those of a VDOM are below the entry of its name in the table `vdom`. */
export function readBlocks(text: string): Tables {
  const root: Tables = new Map();
  const stack: Frame[] = [];
  for (const { words, line } of statementsOf(text)) {
    const [verb, first = '', ...rest] = words;
    const frame = stack[stack.length - 1];
    if (verb === 'config' && stack.length < mostDepth) {
      // Between two `edit` lines of a table stands nothing; a block there belongs to the table's parent.
      const parent = frame?.entry?.tables ?? frame?.tables ?? root;
      const tables = frame?.path === 'global' ? root : parent;
      stack.push({ path: [first, ...rest].join(' '), tables, entry: undefined });
    } else if (verb === 'end') stack.pop();
    else if (frame === undefined) continue;
    else if (verb === 'edit') frame.entry = open(frame, first, line);
    else if (verb === 'next') frame.entry = undefined;
    else if (verb === 'set' || verb === 'append') {
      frame.entry ??= open(frame, '', line);
      const before = verb === 'append' ? (frame.entry.settings.get(first)?.values ?? []) : [];
      for (const value of rest) before.push(value);
      frame.entry.settings.set(first, { values: before, line });
    } else if (verb === 'unset') frame.entry?.settings.delete(first);
  }
  return root;
}

/** VDOMs are listed before they are filled: the same name is the same entry. */
function open({ path, tables }: Frame, name: string, line: number): Entry {
  const table = tables.get(path) ?? [];
  tables.set(path, table);
  const known = path === 'vdom' || name === '' ? table.find((entry) => entry.name === name) : undefined;
  if (known !== undefined) return known;
  const entry: Entry = { name, line, settings: new Map(), tables: new Map() };
  table.push(entry);
  return entry;
}

/** Words of each statement; a quoted value may run over several lines. */
function* statementsOf(text: string): Generator<{ words: string[]; line: number }> {
  const pattern = /"((?:[^"\\]|\\[\s\S]?)*)(?:"|$)|#[^\n]*|\n|[^\s"#][^\s"]*/g;
  let words: string[] = [];
  let start = 1;
  let line = 1;
  for (const match of text.matchAll(pattern)) {
    const [whole, quoted] = match;
    if (whole === '\n') {
      if (words.length > 0) yield { words, line: start };
      words = [];
      line += 1;
      continue;
    }
    // A hash only starts a comment at the start of a line; elsewhere it belongs to a value.
    if (whole.startsWith('#') && words.length === 0) continue;
    if (words.length === 0) start = line;
    words.push(quoted === undefined ? whole : quoted.replace(/\\([\s\S])/g, '$1'));
    if (quoted !== undefined) line += whole.split('\n').length - 1;
  }
  if (words.length > 0) yield { words, line: start };
}
