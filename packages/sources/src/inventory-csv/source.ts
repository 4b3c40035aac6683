import type { Diagnostic, DocumentKind } from '@ringcheck/model';
import { headerOf } from '../csv/headings.js';
import { readDevices } from '../csv/read-devices.js';
import { capped, diagnostic } from '../diagnostics.js';
import type { Source, SourceInput, SourceOutput } from '../source.js';
import { recogniseInventoryCsv } from './recognise.js';

/** A table of devices from any console, by the words of its header. */
export const inventoryCsvSource: Source = {
  id: 'inventory-csv',
  recognise: recogniseInventoryCsv,
  read: (input) => readInventory(input, 'inventory-csv'),
};

/** Headings of the plain inventory, as the messages and the documentation name them. */
export const inventoryHeadings =
  'serial, udid, name, platform, model number, os version, build, supervised, tags, site, ssid, ip, last seen';

/** Reads a table of devices as a document of the given kind. */
export function readInventory(input: SourceInput, kind: DocumentKind): SourceOutput {
  const header = input.table === undefined ? undefined : headerOf(input.table, input.mapping);
  if (input.table === undefined || header === undefined)
    return { kind, status: 'rejected', devices: [], profiles: [], diagnostics: [noHeader()] };
  const { devices, diagnostics } = readDevices(input.table, header, input.mapping);
  const isPartial = diagnostics.some((found) => found.severity !== 'info');
  return {
    kind,
    status: isPartial ? 'partial' : 'ingested',
    devices,
    profiles: [],
    diagnostics: capped([...diagnostics, ...noRows(devices.length)]),
  };
}

/** What to say of a table without a header. */
export function noHeader(): Diagnostic {
  const message = `The table has no header that names devices. Its first line must name at least "serial" or "udid" and one more of: ${inventoryHeadings}.`;
  return diagnostic('error', 'csv-without-header', message, { offset: 0, line: 1, column: 1 });
}

function noRows(count: number): readonly Diagnostic[] {
  if (count > 0) return [];
  return [diagnostic('warning', 'no-devices', 'The table has a header and no device below it.')];
}
