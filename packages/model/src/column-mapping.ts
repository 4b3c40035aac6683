/** Columns of a table that a mapping file may name, by the words of the plain inventory. */
export const mappableColumns = [
  'serial',
  'udid',
  'name',
  'platform',
  'modelName',
  'productName',
  'partNumber',
  'osVersion',
  'build',
  'supplementalBuild',
  'supervised',
  'enrolment',
  'userApproved',
  'sharedIpad',
  'lostMode',
  'tags',
  'site',
  'ssid',
  'ip',
  'timeZone',
  'inventoryTime',
  'contactTime',
  'freeGb',
  'totalGb',
  'freeMb',
  'totalMb',
  'freeBytes',
  'totalBytes',
  'cellular',
  'dataRoaming',
  'roaming',
  'currentMcc',
  'currentMnc',
  'homeMcc',
  'currentCarrier',
  'homeCarrier',
  'phone',
  'iccid',
  'firewall',
  'group',
  'network',
  'profileName',
  'profileId',
  'appName',
  'appId',
  'appVersion',
] as const;
export type MappableColumn = (typeof mappableColumns)[number];

export interface MappedColumn {
  readonly column: MappableColumn;
  /** Heading in the table; compared without case, blanks and signs. */
  readonly heading: string;
  /** Words of cells, in lower case, and what each stands for. */
  readonly words: readonly { readonly from: string; readonly to: string }[];
}

/** What an admin states of the headings of their own tables. It goes before every guess. */
export interface ColumnMapping {
  readonly columns: readonly MappedColumn[];
  /** Headings that are left out whatever they look like. */
  readonly ignore: readonly string[];
  /** How dates such as 03/02/2026 are meant; without it they are not guessed at. */
  readonly dates?: 'day-first' | 'month-first';
}
