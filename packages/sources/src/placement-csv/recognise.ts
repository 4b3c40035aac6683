import { headerOf, type ColumnId } from '../csv/headings.js';
import type { SourceInput } from '../source.js';

const placementColumns: readonly (ColumnId | undefined)[] = ['serial', 'udid', 'group', 'network'];

/** True for a table of serial number, group and network and nothing else that is known. */
export function recognisePlacementCsv(input: SourceInput): boolean {
  const header = input.table === undefined ? undefined : headerOf(input.table, input.mapping);
  if (header === undefined) return false;
  const known = header.headings.filter((heading) => heading.id !== undefined);
  return (
    known.every((heading) => placementColumns.includes(heading.id)) &&
    known.some((heading) => heading.id === 'group' || heading.id === 'network')
  );
}
