/** Text put into a document at an offset; nothing of the document is taken away. */
export interface Edit {
  readonly at: number;
  readonly insert: string;
}

/** The document with every edit in it; edits at one offset keep their order. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const ordered = edits.map((edit, order) => ({ ...edit, order }));
  ordered.sort((a, b) => a.at - b.at || a.order - b.order);
  let out = '';
  let from = 0;
  for (const { at, insert } of ordered) {
    out += text.slice(from, at) + insert;
    from = at;
  }
  return out + text.slice(from);
}

/** Lines of a document with where they stand in it. */
export interface PlacedLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  readonly start: number;
  /** Offset of the next line. */
  readonly next: number;
}

export function placedLines(text: string): readonly PlacedLine[] {
  const lines: PlacedLine[] = [];
  let start = 0;
  for (const match of text.matchAll(/\r\n|\n|\r|$/g)) {
    if (match.index < start) continue;
    const next = match.index + match[0].length;
    lines.push({ number: lines.length + 1, text: text.slice(start, match.index), start, next });
    start = next;
    if (match[0] === '') break;
  }
  return lines;
}

/** The line end a document uses. */
export function lineEnd(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}

/** Whole lines put before a line, indented like it. */
export function linesBefore(text: string, line: PlacedLine, added: readonly string[]): Edit {
  const indent = /^\s*/.exec(line.text)?.[0] ?? '';
  return { at: line.start, insert: block(text, added, indent) };
}

/** Whole lines put after a line, indented like it. */
export function linesAfter(text: string, line: PlacedLine, added: readonly string[]): Edit {
  const indent = /^\s*/.exec(line.text)?.[0] ?? '';
  const isLast = line.next === line.start + line.text.length;
  const insert = block(text, added, indent);
  return { at: line.next, insert: isLast ? lineEnd(text) + insert : insert };
}

function block(text: string, added: readonly string[], indent: string): string {
  const end = lineEnd(text);
  return added.map((line) => `${line === '' ? '' : indent}${line}${end}`).join('');
}
