/** An `edit` block: its name, its settings, and the blocks inside. */
export interface Entry {
  readonly name: string;
  readonly line: number;
  readonly settings: Map<string, { readonly values: readonly string[]; readonly line: number }>;
}

interface Frame {
  readonly path: string;
  entry: Entry | undefined;
}

/** All entries by the path of their `config` block; blocks of several VDOMs follow each other. */
export function readBlocks(text: string): Map<string, Entry[]> {
  const tables = new Map<string, Entry[]>();
  const stack: Frame[] = [];
  for (const { words, line } of statementsOf(text)) {
    const [verb, first = '', ...rest] = words;
    const frame = stack[stack.length - 1];
    if (verb === 'config') stack.push({ path: [first, ...rest].join(' '), entry: undefined });
    else if (verb === 'end') stack.pop();
    else if (verb === 'edit' && frame !== undefined) {
      frame.entry = { name: first, line, settings: new Map() };
      const table = tables.get(frame.path) ?? [];
      table.push(frame.entry);
      tables.set(frame.path, table);
    } else if (verb === 'next' && frame !== undefined) frame.entry = undefined;
    else if (verb === 'set') frame?.entry?.settings.set(first, { values: rest, line });
    else if (verb === 'append') {
      const before = frame?.entry?.settings.get(first)?.values ?? [];
      frame?.entry?.settings.set(first, { values: [...before, ...rest], line });
    }
  }
  return tables;
}

/** Words of each statement; a quoted value may run over several lines. */
function* statementsOf(text: string): Generator<{ words: string[]; line: number }> {
  const pattern = /"((?:[^"\\]|\\[\s\S])*)"|#[^\n]*|\n|[^\s"#][^\s"]*/g;
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
