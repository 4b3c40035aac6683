import type { DeviceRecord, Value } from '@ringcheck/model';
import { columnIdOf, type ColumnId } from '../csv/headings.js';
import { RowProblems } from '../csv/row-problems.js';
import { DeviceRows, type FilledCell } from '../csv/row-reader.js';

/** One hit of an advanced search: its keys are the headings of the CSV export, with underscores for blanks. */
export function readSearchHit(
  hit: Value,
  vendorPrefix: 'macos' | 'mobile',
  problems: RowProblems,
): DeviceRecord | undefined {
  if (hit.type !== 'dict') return undefined;
  const idColumn: ColumnId = vendorPrefix === 'macos' ? 'jamfComputerId' : 'jamfMobileId';
  const cells = hit.entries.flatMap(({ key, value }): FilledCell[] => {
    const id = key === 'id' ? idColumn : columnIdOf(key);
    const content =
      value.type === 'string' ? value.value : value.type === 'integer' ? String(value.value) : '';
    return id === undefined || content.trim() === ''
      ? []
      : [{ id, heading: key, text: content, at: () => value.at }];
  });
  const rows = new DeviceRows(hit.at, problems);
  rows.add(cells);
  return rows.build({ creates: true, listsProfiles: false });
}
