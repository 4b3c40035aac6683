import {
  optional,
  type ColumnMapping,
  type DeviceRecord,
  type Diagnostic,
  type Position,
} from '@ringcheck/model';
import { diagnostic } from '../diagnostics.js';
import { isUnknownWord } from '../facts/vocabulary.js';
import { normalisedHeading, type ColumnId, type Header, type Heading } from './headings.js';
import { RowProblems } from './row-problems.js';
import { DeviceRows, type FilledCell } from './row-reader.js';
import type { CsvRow, CsvTable } from './table.js';

export interface DevicesOfTable {
  readonly devices: readonly DeviceRecord[];
  readonly diagnostics: readonly Diagnostic[];
}

const identityColumns: readonly ColumnId[] = ['serial', 'udid', 'jamfMobileId', 'jamfComputerId'];
/** Columns that may have several rows of one device. */
const repeatedColumns: readonly ColumnId[] = [
  'profileName',
  'profileId',
  'appName',
  'appId',
  'appVersion',
  'groupName',
  'ignored',
];
const refusesUnknownWords: readonly ColumnId[] = ['serial', 'udid'];
/** A list with any of these columns speaks of devices in use and not of devices bought. */
const inUseColumns: readonly ColumnId[] = [
  'udid',
  'name',
  'osVersion',
  'build',
  'supervised',
  'contactTime',
  'inventoryTime',
  'ip',
  'ssid',
  'tags',
  'jamfMobileId',
  'jamfComputerId',
];

/** Device records of a table with a header. Rows without an identity continue the row above where they can. */
export function readDevices(table: CsvTable, header: Header, mapping?: ColumnMapping): DevicesOfTable {
  const columns = columnsOf(header.headings);
  const problems = new RowProblems();
  const serials = new Map<string, Position>();
  const devices: DeviceRecord[] = [];
  const options = {
    creates: columns.some((column) => inUseColumns.includes(column.id)),
    listsProfiles: columns.some(({ id }) => id === 'profileName' || id === 'profileNames'),
  };
  let open: DeviceRows | undefined;
  const finish = () => {
    const device = open?.build(options);
    open = undefined;
    if (device === undefined) return;
    noteSerial(device, serials, problems);
    devices.push(device);
  };
  for (const row of table.rows(header.rowsBefore)) {
    const cells = filledCells(row, columns);
    if (hasExtraCells(row, header)) problems.tooManyCells(row.at());
    if (namesDevice(cells)) {
      finish();
      open = new DeviceRows(row.at(), problems, mapping?.dates);
      open.add(cells);
    } else if (open !== undefined && continues(row, cells)) open.add(cells);
    else problems.withoutIdentity(row.at());
  }
  finish();
  return {
    devices,
    diagnostics: [
      ...table.diagnostics(),
      ...problems.list(),
      ...missingColumns(header, mapping),
      ...unreadColumns(header),
    ],
  };
}

interface Column {
  readonly index: number;
  readonly id: ColumnId;
  readonly heading: string;
  readonly words?: ReadonlyMap<string, string>;
}

/** Known columns; the second of two equal headings of profiles speaks of provisioning profiles. */
function columnsOf(headings: readonly Heading[]): Column[] {
  const columns: Column[] = [];
  for (const [index, { id, text, words }] of headings.entries()) {
    if (id === undefined) continue;
    const next = normalisedHeading(headings[index + 1]?.text ?? '');
    const isSecond = columns.some((column) => column.id === id);
    const isProvisioning =
      id === 'profileName' && (isSecond || next === normalisedHeading('profile expiration date'));
    // Beside a device's serial number, Jamf's column "Group" is a list of its groups.
    const isGroups = id === 'group' && headings.some((heading) => heading.id?.startsWith('jamf') === true);
    columns.push({
      index,
      id: isProvisioning ? 'ignored' : isGroups ? 'groupName' : id,
      heading: text,
      ...optional('words', words),
    });
  }
  return columns;
}

function filledCells(row: CsvRow, columns: readonly Column[]): FilledCell[] {
  return columns.flatMap(({ index, id, heading, words }) => {
    const cell = row.cells[index];
    if (cell === undefined || cell.text.trim() === '') return [];
    if (refusesUnknownWords.includes(id) && isUnknownWord(cell.text)) return [];
    const text = words?.get(cell.text.trim().toLowerCase()) ?? cell.text;
    return [{ id, heading, text, at: cell.at }];
  });
}

function namesDevice(cells: readonly FilledCell[]): boolean {
  return cells.some((cell) => identityColumns.includes(cell.id));
}

function continues(row: CsvRow, cells: readonly FilledCell[]): boolean {
  const isLeadingEmpty = (row.cells[0]?.text ?? '').trim() === '';
  return isLeadingEmpty && cells.every((cell) => repeatedColumns.includes(cell.id));
}

function hasExtraCells(row: CsvRow, header: Header): boolean {
  return row.cells.slice(header.headings.length).some((cell) => cell.text.trim() !== '');
}

function noteSerial(device: DeviceRecord, serials: Map<string, Position>, problems: RowProblems): void {
  const { serial } = device.identity;
  if (serial === undefined) return;
  const first = serials.get(serial);
  if (first === undefined) serials.set(serial, device.at);
  else problems.duplicateSerial(serial, first, device.at);
}

function unreadColumns(header: Header): readonly Diagnostic[] {
  const unread = header.headings.filter(
    ({ id, text, isIgnored }) => id === undefined && text !== '' && isIgnored !== true,
  );
  if (unread.length === 0) return [];
  const names = unread.slice(0, 25).map(({ text }) => text.slice(0, 60));
  const more = unread.length > names.length ? ` and ${unread.length - names.length} more` : '';
  const message = `Columns that are not read: ${names.join(', ')}${more}.`;
  return [diagnostic('info', 'unimplemented-columns', message, header.row.at())];
}

/** A mapping that fits in part was meant for this table: what it names and the table has not is a fault of either. */
function missingColumns(header: Header, mapping: ColumnMapping | undefined): readonly Diagnostic[] {
  const present = new Set(header.headings.map(({ text }) => normalisedHeading(text)));
  const absent = (mapping?.columns ?? []).filter(({ heading }) => !present.has(normalisedHeading(heading)));
  if (mapping === undefined || absent.length === 0 || absent.length === mapping.columns.length) return [];
  const names = absent.slice(0, 10).map(({ column, heading }) => `${column}: "${heading.slice(0, 60)}"`);
  const there = header.headings.filter(({ id, text }) => id === undefined && text !== '');
  const left = there.slice(0, 10).map(({ text }) => text.slice(0, 60));
  const hint = left.length === 0 ? '' : ` Headings that nothing reads: ${left.join(', ')}.`;
  const message = `The mapping names headings that the table has not (${names.join(', ')}).${hint}`;
  return [diagnostic('warning', 'mapping-column-missing', message, header.row.at())];
}
