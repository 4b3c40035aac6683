import { mappableColumns } from '@ringcheck/model';
import { z } from 'zod';

const word = z.string().max(200);
const words = z.array(word).max(200);
const heading = z.string().min(1).max(200);

const withWords = z.strictObject({
  column: heading.describe('The heading of the column in the table.'),
  true: words.optional().describe('Words of cells that mean yes.'),
  false: words.optional().describe('Words of cells that mean no.'),
  values: z
    .record(word, word)
    .optional()
    .describe('Words of cells, and what Ringcheck would write for each.'),
});

const column = z.union([heading, withWords]);
const columns = Object.fromEntries(mappableColumns.map((name) => [name, column.optional()]));

/** Shape of a mapping file. */
export const columnMappingSchema = z.strictObject({
  version: z.literal(1),
  columns: z
    .strictObject(columns)
    .describe('What Ringcheck calls a column, and the heading it has in the table.'),
  ignore: words.optional().describe('Headings that are left out whatever they look like.'),
  dates: z
    .enum(['day-first', 'month-first'])
    .optional()
    .describe('How dates such as 03/02/2026 are meant. Without it they are not guessed at.'),
});

/** Keys under which a text keeps its spelling where YAML sees a number or a switch. */
export const mappingTextKeys: ReadonlySet<string> = new Set([
  ...mappableColumns,
  ...['column', 'true', 'false', 'ignore', 'dates'],
]);

/** The published JSON Schema of the mapping file (draft 2020-12). */
export const columnMappingJsonSchema: Readonly<Record<string, unknown>> = {
  ...z.toJSONSchema(columnMappingSchema, { io: 'input' }),
  title: 'Ringcheck column mapping',
};
