import { hasHeading, headerOf } from '../csv/headings.js';
import { readInventory } from '../inventory-csv/source.js';
import type { Source, SourceInput } from '../source.js';

/** CSV exports of inventory searches of Jamf Pro, and of the devices of Jamf School. */
export const jamfCsvSource: Source = {
  id: 'jamf-csv',
  recognise: recogniseJamfCsv,
  read: (input) => readInventory(input, 'jamf-inventory'),
};

function recogniseJamfCsv(input: SourceInput): boolean {
  const header = input.table === undefined ? undefined : headerOf(input.table, input.mapping);
  if (header === undefined) return false;
  const has = (words: string) => hasHeading(header, words);
  if (has('JSS Computer ID') || has('JSS Mobile Device ID')) return true;
  return (
    (has('Last Inventory Update') && has('Serial Number')) || (has('DeviceUDID') && has('SupportsProfiles'))
  );
}
