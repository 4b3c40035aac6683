import { compliances, intents, keysOf, outcomes, platforms, verdicts, type Writable } from '@ringcheck/model';
import { heldAt } from '../database/query.js';
import { instant, some, word } from '../database/rows.js';
import type { DeviceItem, ListedDevice } from '../list-types.js';

/** What a list shows of a row of the table `device`, and what orders it. */
export interface ListedRow {
  readonly id: string;
  readonly public_id: string;
  readonly name: string | null;
  readonly name_sort: string;
  readonly platform: string | null;
  readonly os_version: string | null;
  readonly os_sort: string;
  readonly serial: string | null;
  readonly udid: string | null;
  readonly verdict: string;
  readonly verdict_rank: number;
  readonly expected: string | null;
  readonly compliance: string | null;
  readonly coverage_decided: number;
  readonly coverage_applicable: number;
  readonly group_name: string | null;
  readonly intent: string | null;
  readonly network_name: string | null;
  readonly worst_rule: string | null;
  readonly worst_outcome: string | null;
  readonly finding_count: number;
}

/** A whole row, with the device's aliases. */
export interface DeviceRow extends ListedRow {
  readonly fingerprint: string | null;
  readonly review_at: Date | null;
  readonly first_seen_scan: string;
  readonly vanished_scan: string | null;
  readonly updated_at: Date;
  readonly aliases: readonly string[];
}

const listed = keysOf<keyof ListedRow>({
  id: true,
  public_id: true,
  name: true,
  name_sort: true,
  platform: true,
  os_version: true,
  os_sort: true,
  serial: true,
  udid: true,
  verdict: true,
  verdict_rank: true,
  expected: true,
  compliance: true,
  coverage_decided: true,
  coverage_applicable: true,
  group_name: true,
  intent: true,
  network_name: true,
  worst_rule: true,
  worst_outcome: true,
  finding_count: true,
});

/** A device as it is, as far as a list shows it. */
export const listedColumns = listed.map((column) => `d.${column}`).join(', ');

const aliases = `ARRAY(SELECT alias FROM device_alias a WHERE a.device_id = d.id ORDER BY alias) AS aliases`;

/** A device as it is. */
export const presentColumns = `d.*, ${aliases}`;

/** Devices with the verdict in force at a moment. */
export const pastDevices = (p: string): string =>
  `device d JOIN verdict_interval v ON v.device_id = d.id AND ${heldAt('v', p)}`;

/** A device as it was: what was not kept is absent unless the same verdict still holds. Names and places are today's. */
export const pastColumns = (p: string): string =>
  `d.*, v.verdict, v.expected, v.coverage_decided, v.coverage_applicable,
   CASE WHEN v.to_scan_seq IS NULL THEN d.compliance END AS compliance,
   CASE WHEN v.to_scan_seq IS NULL THEN d.worst_rule END AS worst_rule,
   CASE WHEN v.to_scan_seq IS NULL THEN d.worst_outcome END AS worst_outcome,
   (SELECT count(*)::int FROM finding f WHERE f.device_id = d.id AND ${heldAt('f', p)}) AS finding_count, ${aliases}`;

export function listedOf(row: ListedRow): ListedDevice {
  const device: Writable<ListedDevice> = {
    id: Number(row.id),
    publicId: row.public_id,
    verdict: word(verdicts, row.verdict),
    coverage: { decided: row.coverage_decided, applicable: row.coverage_applicable },
    findings: row.finding_count,
  };
  // One by one: objects made for each field were a tenth of what a page took.
  if (row.name !== null) device.name = row.name;
  if (row.platform !== null) device.platform = word(platforms, row.platform);
  if (row.os_version !== null) device.osVersion = row.os_version;
  if (row.serial !== null) device.serial = row.serial;
  if (row.udid !== null) device.udid = row.udid;
  if (row.group_name !== null) device.group = row.group_name;
  if (row.intent !== null) device.intent = word(intents, row.intent);
  if (row.network_name !== null) device.network = row.network_name;
  if (row.expected !== null) device.expected = word(verdicts, row.expected);
  if (row.compliance !== null) device.compliance = word(compliances, row.compliance);
  if (row.worst_rule !== null && row.worst_outcome !== null)
    device.worst = { ruleId: row.worst_rule, outcome: word(outcomes, row.worst_outcome) };
  return device;
}

export function deviceOf(row: DeviceRow): DeviceItem {
  return {
    ...listedOf(row),
    aliases: row.aliases,
    ...some('fingerprint', row.fingerprint),
    ...some('reviewAt', row.review_at === null ? undefined : instant(row.review_at)),
    firstSeenScan: Number(row.first_seen_scan),
    ...some('vanishedScan', row.vanished_scan === null ? undefined : Number(row.vanished_scan)),
    updatedAt: instant(row.updated_at),
  };
}
