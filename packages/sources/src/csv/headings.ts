import type { ColumnMapping } from '@ringcheck/model';
import { exportHeadings } from './export-headings.js';
import type { CsvRow, CsvTable } from './table.js';
import { translatedHeadings } from './translated-headings.js';

/** What a column holds. */
export type ColumnId =
  | 'serial'
  | 'udid'
  | 'name'
  | 'platform'
  | 'partNumber'
  | 'productName'
  | 'modelName'
  | 'osVersion'
  | 'build'
  | 'supplementalBuild'
  | 'supervised'
  | 'tags'
  | 'site'
  | 'ssid'
  | 'ip'
  | 'inventoryTime'
  | 'contactTime'
  | 'enrolment'
  | 'automatedEnrolment'
  | 'userApproved'
  | 'isAppleSilicon'
  | 'sharedIpad'
  | 'lostMode'
  | 'doNotDisturb'
  | 'timeZone'
  | 'freeMb'
  | 'totalMb'
  | 'freeGb'
  | 'totalGb'
  | 'freeBytes'
  | 'totalBytes'
  | 'cellular'
  | 'dataRoaming'
  | 'roaming'
  | 'currentMcc'
  | 'currentMnc'
  | 'homeMcc'
  | 'currentCarrier'
  | 'homeCarrier'
  | 'phone'
  | 'iccid'
  | 'firewall'
  | 'group'
  | 'network'
  | 'jamfMobileId'
  | 'jamfComputerId'
  | 'intuneId'
  | 'profileName'
  | 'profileId'
  | 'profileNames'
  | 'appName'
  | 'appId'
  | 'appVersion'
  | 'groupName'
  | 'ignored';

const columnByWord = new Map<string, ColumnId>(
  [...exportHeadings, ...translatedHeadings].flatMap(([id, words]) =>
    words.split('|').map((word): [string, ColumnId] => [normalisedHeading(word), id]),
  ),
);

/** A heading without case, accents, blanks, dots, dashes and underscores. */
export function normalisedHeading(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]+/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s\u00a0\ufeff_\-.:/'’"()]+/gu, '');
}

export interface Heading {
  readonly text: string;
  readonly id?: ColumnId;
  /** What the words of its cells stand for, where a mapping says so; in lower case. */
  readonly words?: ReadonlyMap<string, string>;
  /** A mapping says that it is to be left out. */
  readonly isIgnored?: boolean;
}

export interface Header {
  readonly headings: readonly Heading[];
  /** Rows up to and including the header. */
  readonly rowsBefore: number;
  readonly row: CsvRow;
}

const identityColumns: readonly ColumnId[] = ['serial', 'udid', 'jamfMobileId', 'jamfComputerId'];

/**
 * The header of a table: the first row that names a device and one thing more. Undefined when there is none.
 * What a mapping states goes before what the words of a heading suggest.
 */
export function headerOf(table: CsvTable, mapping?: ColumnMapping): Header | undefined {
  for (const [index, row] of table.head.entries()) {
    const headings = headingsOf(
      row.cells.map((cell) => cell.text),
      mapping,
    );
    const named = headings.filter((heading) => heading.id !== undefined);
    if (named.length > 1 && hasIdentity(headings)) return { headings, rowsBefore: index + 1, row };
  }
  return undefined;
}

function headingsOf(texts: readonly string[], mapping: ColumnMapping | undefined): readonly Heading[] {
  if (mapping === undefined) return texts.map(headingOf);
  const present = new Set(texts.map(normalisedHeading));
  const stated = new Map(
    mapping.columns
      .map((column) => [normalisedHeading(column.heading), column] as const)
      .filter(([heading]) => present.has(heading)),
  );
  const taken = new Set<ColumnId>([...stated.values()].map(({ column }) => column));
  const ignored = new Set(mapping.ignore.map(normalisedHeading));
  return texts.map((text): Heading => {
    const key = normalisedHeading(text);
    const column = stated.get(key);
    if (column !== undefined) {
      const words = new Map(column.words.map(({ from, to }) => [from, to]));
      return { text: text.trim(), id: column.column, words };
    }
    if (ignored.has(key)) return { text: text.trim(), isIgnored: true };
    const guessed = headingOf(text);
    return guessed.id !== undefined && taken.has(guessed.id) ? { text: guessed.text } : guessed;
  });
}

/** What a column of this heading holds. */
export function columnIdOf(heading: string): ColumnId | undefined {
  return columnByWord.get(normalisedHeading(heading));
}

function headingOf(text: string): Heading {
  const id = columnIdOf(text);
  return { text: text.trim(), ...(id === undefined ? {} : { id }) };
}

function hasIdentity(headings: readonly Heading[]): boolean {
  return headings.some(({ id }) => id !== undefined && identityColumns.includes(id));
}

/** True when one of the headings reads like this, without case, blanks and signs. */
export function hasHeading(header: Header, words: string): boolean {
  const wanted = normalisedHeading(words);
  return header.headings.some((heading) => normalisedHeading(heading.text) === wanted);
}
