import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

export type Cell = string | number | bigint | boolean | Date | null | readonly string[];

const escapes = new Map([
  ['\\', '\\\\'],
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\r', '\\r'],
]);

function escapeText(text: string): string {
  return /[\\\t\n\r]/.test(text) ? text.replace(/[\\\t\n\r]/g, (sign) => escapes.get(sign) ?? sign) : text;
}

/** A text array as PostgreSQL reads it. */
export function arrayLiteral(items: readonly string[]): string {
  return `{${items.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

function cellText(cell: Cell): string {
  if (cell === null) return '\\N';
  if (typeof cell === 'string') return escapeText(cell);
  if (typeof cell === 'boolean') return cell ? 't' : 'f';
  if (typeof cell === 'number' || typeof cell === 'bigint') return String(cell);
  if (cell instanceof Date) return cell.toISOString();
  return escapeText(arrayLiteral(cell));
}

const batchLength = 256 * 1024;

function* lines(rows: Iterable<readonly Cell[]>): Generator<string> {
  let batch = '';
  for (const row of rows) {
    batch += `${row.map(cellText).join('\t')}\n`;
    if (batch.length >= batchLength) {
      yield batch;
      batch = '';
    }
  }
  if (batch !== '') yield batch;
}

/** Insert rows by COPY. Text must be free of NUL (see `clean`). Table and columns are names of ours, never input. */
export async function copyRows(
  client: pg.ClientBase,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly Cell[]>,
): Promise<void> {
  const list = columns.map((column) => `"${column}"`).join(', ');
  const target = client.query(copyFrom(`COPY "${table}" (${list}) FROM STDIN`));
  await pipeline(Readable.from(lines(rows)), target);
}
