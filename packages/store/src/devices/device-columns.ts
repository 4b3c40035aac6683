import { verdicts } from '@ringcheck/model';
import { clean } from '../database/rows.js';
import type { DeviceResult } from '../types.js';

/** Columns of the list view that come from a result, in the order of `deviceCells`. */
export const deviceColumns = [
  ['name', 'text'],
  ['name_sort', 'text'],
  ['platform', 'text'],
  ['os_version', 'text'],
  ['os_sort', 'text'],
  ['serial', 'text'],
  ['udid', 'text'],
  ['search', 'text'],
  ['verdict', 'text'],
  ['verdict_rank', 'smallint'],
  ['expected', 'text'],
  ['compliance', 'text'],
  ['coverage_decided', 'int'],
  ['coverage_applicable', 'int'],
  ['group_name', 'text'],
  ['intent', 'text'],
  ['network_name', 'text'],
  ['worst_rule', 'text'],
  ['worst_outcome', 'text'],
  ['finding_count', 'int'],
  ['fingerprint', 'text'],
  ['review_at', 'timestamptz'],
] as const;

export type DeviceCell = string | number | null;

const text = (value: string | undefined) => (value === undefined ? null : clean(value));

/** `26.0.1` -> `000026.000000.000001`: text that sorts as the version does. */
export function versionSort(version: string | undefined): string {
  if (version === undefined || !/^\d{1,6}(\.\d{1,6}){0,4}$/.test(version)) return '';
  return version
    .split('.')
    .map((part) => part.padStart(6, '0'))
    .join('.');
}

/** Name and ids as a search looks through them: in lower case, one a line. */
function searchText({ name, publicId, serial, udid }: DeviceResult): string {
  return [name, publicId, serial, udid]
    .flatMap((part) => (part === undefined ? [] : [clean(part).slice(0, 200)]))
    .join('\n')
    .toLowerCase();
}

export function deviceCells(device: DeviceResult): readonly DeviceCell[] {
  const worst = device.findings[0];
  return [
    text(device.name),
    clean(device.name ?? '')
      .toLowerCase()
      .slice(0, 100),
    device.platform ?? null,
    text(device.osVersion),
    versionSort(device.osVersion),
    text(device.serial)?.slice(0, 200) ?? null,
    text(device.udid)?.slice(0, 200) ?? null,
    searchText(device),
    device.verdict,
    verdicts.indexOf(device.verdict),
    device.expected ?? null,
    device.compliance ?? null,
    device.coverage.decided,
    device.coverage.applicable,
    text(device.group),
    device.intent ?? null,
    text(device.network),
    worst?.ruleId ?? null,
    worst?.outcome ?? null,
    device.findings.length,
    device.fingerprint ?? null,
    device.reviewAt ?? null,
  ];
}
