import { headerOf } from '../csv/headings.js';
import type { SourceInput } from '../source.js';

/** True for a table whose header names serial number or UDID and one thing more that is known. */
export function recogniseInventoryCsv(input: SourceInput): boolean {
  return input.table !== undefined && headerOf(input.table, input.mapping) !== undefined;
}
