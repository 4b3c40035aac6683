import { openTable } from '../csv/table.js';
import type { SourceInput } from '../source.js';
import { readXml } from '../xml/read-xml.js';

/** Input of a delimited text. */
export function tableInput(...lines: readonly string[]): Pick<SourceInput, 'table'> {
  const table = openTable(lines.join('\n'));
  if (table === undefined) throw new Error('The text of the test is no table.');
  return { table };
}

/** Input of an XML text. */
export function xmlInput(text: string): Pick<SourceInput, 'xml'> {
  return { xml: readXml(text) };
}
