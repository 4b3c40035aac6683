import { get, getArray, type Value } from '@ringcheck/model';
import type { SourceInput } from '../source.js';

/** Roots of Classic documents, as XML elements and as the only key of JSON. */
export const classicRoots = [
  'computer',
  'computers',
  'mobile_device',
  'mobile_devices',
  'configuration_profile',
  'configuration_profiles',
  'os_x_configuration_profile',
  'os_x_configuration_profiles',
  'advanced_computer_search',
  'advanced_mobile_device_search',
] as const;
export type ClassicRoot = (typeof classicRoots)[number];

export function classicRootOf(name: string): ClassicRoot | undefined {
  return classicRoots.find((root) => root === name);
}

export type ApiRecordKind = 'computer' | 'mobile' | 'mobile-list-item';

/** Which record of the Pro API a value is; undefined for anything else. */
export function apiRecordKind(value: Value): ApiRecordKind | undefined {
  const has = (...keys: readonly string[]) => keys.every((key) => get(value, key) !== undefined);
  if (has('mobileDeviceId') && (has('general') || has('hardware'))) return 'mobile';
  if (has('id', 'udid', 'general') && (has('hardware') || has('operatingSystem'))) return 'computer';
  if (has('id', 'general') && has('operatingSystem')) return 'computer';
  if (has('serialNumber', 'wifiMacAddress', 'type', 'managementId')) return 'mobile-list-item';
  return undefined;
}

/** True for answers of the Jamf Pro API: pages, bare lists, single objects. */
export function recogniseApi({ value }: SourceInput): boolean {
  if (value === undefined) return false;
  const results = getArray(value, 'results');
  if (results !== undefined && get(value, 'totalCount') !== undefined)
    return results.length === 0 || results.some((result) => apiRecordKind(result) !== undefined);
  if (value.type === 'array') return value.items.some((item) => apiRecordKind(item) !== undefined);
  return apiRecordKind(value) !== undefined;
}

/** True for documents of the Classic API in XML or JSON. */
export function recogniseClassic({ value, xml }: SourceInput): boolean {
  if (xml?.root !== undefined) return classicRootOf(xml.root.name) !== undefined;
  if (value?.type !== 'dict' || value.entries.length !== 1) return false;
  const [only] = value.entries;
  return only !== undefined && classicRootOf(only.key) !== undefined && only.value.type !== 'string';
}
