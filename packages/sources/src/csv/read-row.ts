/** A cell as written, without its quotes; `start` and `end` count UTF-16 units of the text. */
export interface RawCell {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface RawRow {
  readonly cells: readonly RawCell[];
  /** Where the next row begins. */
  readonly next: number;
  /** Place of a quote that is never closed. */
  readonly unclosedQuote?: number;
}

const maxCellsPerRow = 4096;
/** A quoted cell beyond this was never closed; without the bound, damaged files would be read again and again. */
const maxQuotedLength = 1_000_000;

/** Reads the row that begins at `at`. Quotes are doubled inside quotes, and a quoted cell may hold line ends. */
export function readRow(text: string, at: number, delimiter: string): RawRow {
  const cells: RawCell[] = [];
  let unclosedQuote: number | undefined;
  let next = at;
  for (;;) {
    const isQuoted = text[next] === '"';
    const quoted = isQuoted ? readQuoted(text, next, delimiter) : undefined;
    if (isQuoted && quoted === undefined) unclosedQuote ??= next;
    const cell = quoted ?? readPlain(text, next, delimiter);
    if (cells.length < maxCellsPerRow) cells.push(cell);
    next = cell.end;
    if (text[next] !== delimiter) break;
    next++;
  }
  return {
    cells,
    next: afterLineEnd(text, next),
    ...(unclosedQuote === undefined ? {} : { unclosedQuote }),
  };
}

function readPlain(text: string, start: number, delimiter: string): RawCell {
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end++;
  return { text: text.slice(start, end), start, end };
}

/** Undefined when the quote is never closed. Text between the closing quote and the delimiter is kept. */
function readQuoted(text: string, start: number, delimiter: string): RawCell | undefined {
  const parts: string[] = [];
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0 || quote - start > maxQuotedLength) return undefined;
    parts.push(text.slice(at, quote));
    at = quote + 1;
    if (text[at] !== '"') break;
    parts.push('"');
    at++;
  }
  const rest = readPlain(text, at, delimiter);
  return { text: parts.join('') + rest.text, start, end: rest.end };
}

function afterLineEnd(text: string, at: number): number {
  if (text[at] === '\r' && text[at + 1] === '\n') return at + 2;
  return at < text.length ? at + 1 : at;
}
