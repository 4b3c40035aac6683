import type { Diagnostic, Position } from '@ringcheck/model';
import { diagnostic } from '../diagnostics.js';
import { TextPositions, type TextCodingInfo } from '../text-positions.js';
import { readRow, type RawCell, type RawRow } from './read-row.js';

/** A cell without its quotes and spreadsheet guards. */
export interface CsvCell {
  readonly text: string;
  /** Place of the cell in its row, from 0. */
  readonly column: number;
  readonly at: () => Position;
}

export interface CsvRow {
  readonly cells: readonly CsvCell[];
  readonly at: () => Position;
}

/** A delimited text. Rows are read anew at each walk, so that a large export is never in memory as objects. */
export interface CsvTable {
  readonly delimiter: string;
  /** The first rows, for the recognition of the header. */
  readonly head: readonly CsvRow[];
  /** Rows after the first `skip` ones; blank rows are left out. */
  readonly rows: (skip: number) => Iterable<CsvRow>;
  readonly diagnostics: () => readonly Diagnostic[];
}

const delimiters = [',', ';', '\t', '|'];
const headRows = 10;

/** Opens a delimited text; undefined when no line of its beginning has two cells. */
export function openTable(text: string, coding?: TextCodingInfo): CsvTable | undefined {
  const positions = new TextPositions(text, coding);
  const { delimiter, start } = dialectOf(text);
  const problems: number[] = [];
  const rows = (skip: number) => walk(positions, start, delimiter, skip, problems);
  const head: CsvRow[] = [];
  for (const row of rows(0)) {
    head.push(row);
    if (head.length === headRows) break;
  }
  problems.length = 0;
  if (!head.some((row) => row.cells.length > 1)) return undefined;
  return { delimiter, head, rows, diagnostics: () => quoteProblems(problems, positions) };
}

function* walk(
  positions: TextPositions,
  start: number,
  delimiter: string,
  skip: number,
  problems: number[],
): Iterable<CsvRow> {
  let at = start;
  let seen = 0;
  const { text } = positions;
  while (at < text.length) {
    const row = readRow(text, at, delimiter);
    if (row.unclosedQuote !== undefined) problems.push(row.unclosedQuote);
    at = row.next;
    if (isBlank(row)) continue;
    if (seen++ >= skip) yield toRow(row, positions);
  }
}

function isBlank(row: RawRow): boolean {
  return row.cells.every((cell) => cell.text.trim() === '');
}

function toRow(row: RawRow, positions: TextPositions): CsvRow {
  const first = row.cells[0]?.start ?? 0;
  return {
    cells: row.cells.map((cell, column) => toCell(cell, column, positions)),
    at: () => positions.at(first, row.next),
  };
}

function toCell(cell: RawCell, column: number, positions: TextPositions): CsvCell {
  return { text: withoutGuard(cell.text), column, at: () => positions.at(cell.start, cell.end) };
}

/** Spreadsheets keep a text from becoming a number by `'123` or `="123"`; the guard is not part of the value. */
function withoutGuard(text: string): string {
  const trimmed = text.trim();
  if (trimmed.startsWith('="') && trimmed.endsWith('"') && trimmed.length > 2) return trimmed.slice(2, -1);
  return trimmed.startsWith("'") ? trimmed.slice(1) : trimmed;
}

/** The delimiter that the first line with any uses most; `sep=;` of a spreadsheet goes before all. */
function dialectOf(text: string): { delimiter: string; start: number } {
  const hint = /^sep=(.)\r?\n/.exec(text.slice(0, 8));
  if (hint?.[1] !== undefined) return { delimiter: hint[1], start: hint[0].length };
  let at = 0;
  for (let line = 0; line < headRows && at < text.length; line++) {
    const counts = delimiters.map((delimiter) => readRow(text, at, delimiter).cells.length);
    const most = Math.max(...counts);
    if (most > 1) return { delimiter: delimiters[counts.indexOf(most)] ?? ',', start: 0 };
    at = readRow(text, at, ',').next;
  }
  return { delimiter: ',', start: 0 };
}

function quoteProblems(offsets: readonly number[], positions: TextPositions): readonly Diagnostic[] {
  const [first] = offsets;
  if (first === undefined) return [];
  const message = `A quote is opened and never closed (${offsets.length} times); the cell was read to the end of its line.`;
  return [diagnostic('warning', 'unclosed-quote', message, positions.at(first))];
}
