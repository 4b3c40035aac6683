import type { Entry, Value } from '@ringcheck/model';
import { openTable, type CsvTable } from '@ringcheck/sources';

type Row = CsvTable['head'][number];

/** The rows of a delimited text as dictionaries by heading; undefined when it has no two columns anywhere. */
export function csvValue(...[text, coding]: Parameters<typeof openTable>): Value | undefined {
  const table = openTable(text, coding);
  // Exports often begin with a title line: the first row that fills two cells is the header.
  const headerAt = table?.head.findIndex(
    (row) => row.cells.filter((cell) => cell.text.trim() !== '').length > 1,
  );
  const header = headerAt === undefined ? undefined : table?.head[headerAt];
  if (table === undefined || headerAt === undefined || header === undefined) return undefined;
  const keys = headings(header);
  const items = [...table.rows(headerAt + 1)].map((row) => rowValue(row, keys));
  return { type: 'array', items, at: { ...header.at(), offset: 0, line: 1, column: 1 } };
}

/** Columns without a name are called by their number, columns of one name get one. */
function headings(header: Row): string[] {
  const seen = new Map<string, number>();
  return header.cells.map((cell, column) => {
    const name = cell.text.trim() === '' ? `column ${column + 1}` : cell.text.trim();
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}#${count}`;
  });
}

function rowValue(row: Row, keys: readonly string[]): Value {
  const entries = row.cells.map((cell, column): Entry => {
    const at = cell.at();
    const key = keys[column] ?? `column ${column + 1}`;
    return { key, value: { type: 'string', value: cell.text, at }, keyAt: at };
  });
  return { type: 'dict', entries, at: row.at() };
}
