import type { FactName, FactValues, Value } from '@ringcheck/model';
import type { ClaimBuilder } from '../facts/claim-builder.js';
import {
  bool,
  build,
  buildInOsVersion,
  fromBytes,
  fromGigabytes,
  fromMegabytes,
  hasCellular,
  ipAddress,
  osVersion,
  partNumber,
  text,
  timeZone,
} from '../facts/convert.js';
import { enrolmentOf } from '../facts/enrolment.js';
import { isUnknownWord } from '../facts/vocabulary.js';
import type { ColumnId } from './headings.js';

/** Adds what a cell says; false when the cell says something that is not understood. */
export type ColumnReader = (value: Value, claims: ClaimBuilder, path: string) => boolean;

function gives<K extends FactName>(
  name: K,
  convert: (value: Value) => FactValues[K] | undefined,
): ColumnReader {
  return (value, claims, path) => {
    const converted = convert(value);
    claims.add(name, converted, value.at, path);
    return converted !== undefined || (value.type === 'string' && isUnknownWord(value.value));
  };
}

/** Columns whose cells are facts by themselves. */
export const columnReaders: ReadonlyMap<ColumnId, ColumnReader> = new Map<ColumnId, ColumnReader>([
  ['name', gives('name', text)],
  ['productName', gives('productName', text)],
  ['modelName', readModel],
  ['partNumber', gives('partNumber', partNumber)],
  ['osVersion', readOsVersion],
  ['build', gives('build', build)],
  ['supplementalBuild', gives('supplementalBuild', text)],
  ['supervised', gives('isSupervised', bool)],
  ['tags', gives('tags', tagList)],
  ['site', gives('site', siteName)],
  ['ssid', gives('ssid', text)],
  ['ip', gives('ipAddress', ipAddress)],
  ['enrolment', gives('enrolment', (value) => enrolmentOf(text(value)))],
  ['automatedEnrolment', gives('enrolment', (value) => (bool(value) === true ? 'automated' : undefined))],
  ['userApproved', gives('isUserApproved', bool)],
  ['isAppleSilicon', gives('isAppleSilicon', bool)],
  ['sharedIpad', gives('isSharedIpad', bool)],
  ['lostMode', gives('lostMode', bool)],
  ['doNotDisturb', gives('doNotDisturb', bool)],
  ['timeZone', gives('timeZone', timeZone)],
  ['freeMb', gives('storageFreeGB', fromMegabytes)],
  ['totalMb', gives('storageTotalGB', fromMegabytes)],
  ['freeGb', gives('storageFreeGB', fromGigabytes)],
  ['totalGb', gives('storageTotalGB', fromGigabytes)],
  ['freeBytes', gives('storageFreeGB', fromBytes)],
  ['totalBytes', gives('storageTotalGB', fromBytes)],
  ['cellular', gives('hasCellular', hasCellular)],
  ['dataRoaming', gives('dataRoamingEnabled', bool)],
  ['firewall', gives('firewall', firewallState)],
]);

/** Columns where a cell that is not understood is nothing to report: free text, or words that mean "no". */
export const freeColumns: ReadonlySet<ColumnId> = new Set<ColumnId>([
  'partNumber',
  'enrolment',
  'automatedEnrolment',
  'timeZone',
  'cellular',
  'lostMode',
]);

/** One heading serves for marketing names and, in some consoles, for part numbers. */
function readModel(value: Value, claims: ClaimBuilder, path: string): boolean {
  const asPart = partNumber(value);
  if (asPart === undefined) return gives('modelName', text)(value, claims, path);
  claims.add('partNumber', asPart, value.at, path);
  return true;
}

function readOsVersion(value: Value, claims: ClaimBuilder, path: string): boolean {
  claims.add('build', buildInOsVersion(value), value.at, path);
  // Some consoles write the name of the system alone when the version is not known.
  const known = text(value);
  const isNameOnly = known !== undefined && /^[A-Za-z ]+$/.test(known);
  return gives('osVersion', osVersion)(value, claims, path) || isNameOnly;
}

/** `a;b`, `[a,b]` or `a,b`. */
export function tagList(value: Value): readonly string[] | undefined {
  const known = text(value);
  if (known === undefined) return undefined;
  const inner = known.startsWith('[') && known.endsWith(']') ? known.slice(1, -1) : known;
  const tags = inner.split(inner.includes(';') ? ';' : ',').map((tag) => tag.trim());
  return [...new Set(tags.filter((tag) => tag !== ''))];
}

function siteName(value: Value): string | undefined {
  const known = text(value);
  return known === undefined || known.toLowerCase() === 'none' || known === '-1' ? undefined : known;
}

function firewallState(value: Value): FactValues['firewall'] | undefined {
  const enabled = bool(value);
  return enabled === undefined ? undefined : { enabled, applications: [] };
}
