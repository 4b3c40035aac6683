import type { CsvRow, CsvTable } from './table.js';

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

/** Words of one column, as exports write them, parted by `|`; compared without case, blanks and signs. */
const synonyms: readonly (readonly [ColumnId, string])[] = [
  [
    'serial',
    'serial|serial number|serial no|hardware serial|device serial|device serial number|Seriennummer|Numéro de série|N. Serie|Número de serie|シリアル|シリアル番号',
  ],
  [
    'udid',
    "udid|device udid|unique identifier|unique device identifier|Geräte-UDID|UDID de l'appareil|UDID del dispositivo",
  ],
  [
    'name',
    "device name|display name|computer name|friendly name|device friendly name|device reported name|name|Anzeigename|Gerätename|Nom de l'appareil|Nombre del dispositivo|表示名|デバイス名",
  ],
  ['platform', 'platform|os|os type|operating system name|device type|device family|product family'],
  ['modelName', 'model|model name|asset model|device model|marketing name|Modell|Modèle|Modelo|モデル'],
  [
    'productName',
    'model identifier|product name|product type|machine model|hardware model|model id|Modellkennung|Identificateur de modèle|Identificador de modelo|モデル識別子',
  ],
  [
    'partNumber',
    'model number|part number|order no of device|Teilenummer|Modellnummer|Numéro de modèle|Référence|Número de modelo|Número de pieza|モデル番号|部品番号',
  ],
  [
    'osVersion',
    'os version|operating system version|operating system|display os version|Betriebssystemversion|OS-Version|Version du système|Versión del SO|OSバージョン',
  ],
  [
    'build',
    'build|os build|operating system build|build version|build number|Build-Nummer|Version de build|Compilación|OSビルド',
  ],
  [
    'supplementalBuild',
    'os supplemental build version|operating system supplemental build version|supplemental build version',
  ],
  ['supervised', 'supervised|is supervised|supervised status|Betreut|Supervisé|Supervisado|監視対象'],
  ['tags', 'tags|tag|labels'],
  ['site', 'site|location|building|location name|Standort|Lieu|Localización|場所'],
  ['ssid', 'ssid|wifi ssid|last ssid'],
  [
    'ip',
    'ip|ip address|current ip address|last reported ipv4 address|last reported ip address|wifi ipv4 address|primary ip|IP-Adresse|Adresse IP|Dirección IP|IPアドレス',
  ],
  ['inventoryTime', 'last inventory update|detail updated at|date info|DateModified|最終インベントリ更新日'],
  [
    'contactTime',
    'last seen|last seen at|last check in|last checkin|last checkin mdm|last sync|last sync date time|last contact|date last beat|last connected|seen time|Zuletzt gesehen|Letzter Check-in|Dernière connexion|Dernier contact|Última conexión|最終接続日時',
  ],
  ['enrolment', 'device ownership type|enrollment type|enroll type|enrollment method'],
  ['automatedEnrolment', 'enrolled via automated device enrollment|enrolled via dep'],
  ['userApproved', 'user approved mdm|is user approved enrollment'],
  ['isAppleSilicon', 'apple silicon'],
  ['sharedIpad', 'shared ipad|is shared'],
  ['lostMode', 'lost mode enabled|is lost mode enabled'],
  ['doNotDisturb', 'do not disturb enabled'],
  ['timeZone', 'time zone|timezone|Zeitzone'],
  ['freeMb', 'available space mb|boot drive available mb|free storage mb'],
  ['totalMb', 'capacity mb|drive capacity mb|total storage mb'],
  ['freeGb', 'available capacity|gigs disk space available|available device capacity|free storage gb'],
  ['totalGb', 'total capacity|gigs total disk space|device capacity|total storage gb'],
  ['freeBytes', 'free storage bytes|free storage space in bytes'],
  ['totalBytes', 'total storage bytes|total storage space in bytes'],
  ['cellular', 'cellular technology'],
  ['dataRoaming', 'data roaming enabled'],
  ['roaming', 'roaming|is roaming'],
  ['currentMcc', 'current mobile country code|current mcc'],
  ['currentMnc', 'current mobile network code|current mnc'],
  ['homeMcc', 'home mobile country code|subscriber mcc'],
  ['currentCarrier', 'current carrier network'],
  ['homeCarrier', 'home carrier network|subscriber carrier|subscriber carrier network'],
  ['phone', 'phone number|device phone number|Telefonnummer|Numéro de téléphone|Número de teléfono|電話番号'],
  ['iccid', 'iccid'],
  ['firewall', 'firewall enabled'],
  ['group', 'group'],
  ['network', 'network'],
  ['jamfMobileId', 'jss mobile device id'],
  ['jamfComputerId', 'jss computer id'],
  ['intuneId', 'device id'],
  ['profileName', 'profile name'],
  ['profileId', 'profile id'],
  ['profileNames', 'supports profiles'],
  ['groupName', 'member of'],
  ['appName', 'application title'],
  ['appId', 'application id'],
  ['appVersion', 'application version'],
  ['ignored', 'asset tag|jamf binary version|profile version|management id'],
];

const columnByWord = new Map<string, ColumnId>(
  synonyms.flatMap(([id, words]) =>
    words.split('|').map((word): [string, ColumnId] => [normalisedHeading(word), id]),
  ),
);

/** A heading without case, blanks, dots, dashes and underscores. */
export function normalisedHeading(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s\u00a0\ufeff_\-.:/'’"()]+/gu, '');
}

export interface Heading {
  readonly text: string;
  readonly id?: ColumnId;
}

export interface Header {
  readonly headings: readonly Heading[];
  /** Rows up to and including the header. */
  readonly rowsBefore: number;
  readonly row: CsvRow;
}

const identityColumns: readonly ColumnId[] = ['serial', 'udid', 'jamfMobileId', 'jamfComputerId'];

/** The header of a table: the first row that names a device and one thing more. Undefined when there is none. */
export function headerOf(table: CsvTable): Header | undefined {
  for (const [index, row] of table.head.entries()) {
    const headings = row.cells.map((cell) => headingOf(cell.text));
    const named = headings.filter((heading) => heading.id !== undefined);
    if (named.length > 1 && hasIdentity(headings)) return { headings, rowsBefore: index + 1, row };
  }
  return undefined;
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
