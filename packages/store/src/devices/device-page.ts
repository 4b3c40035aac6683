import { verdicts, type Instant } from '@ringcheck/model';
import type pg from 'pg';
import { anywhere, Conditions, heldAt } from '../database/query.js';
import { clean, decodeCursor, encodeCursor, some } from '../database/rows.js';
import { addWords } from '../findings/findings.js';
import type { DeviceFilter, DevicePage, DevicePageRequest, DeviceSort } from '../list-types.js';
import { readCount, readCounts, type CountDimension } from '../scans/scan-counts.js';
import { deviceOf, pastColumns, pastDevices, presentColumns, type DeviceRow } from './device-row.js';

/** Column of each order; the public id breaks ties. */
const sortColumns = {
  verdict: ['d.verdict_rank', 'number'],
  name: ['d.name_sort', 'text'],
  osVersion: ['d.os_sort', 'text'],
  id: ['d.public_id', 'text'],
} as const;

function addFilter(
  conditions: Conditions,
  filter: DeviceFilter,
  verdictTable: 'd' | 'v',
  openAt: string,
): void {
  conditions.add(filter.verdict, (p) => `${verdictTable}.verdict = ${p}`);
  // Leads into the order worst first at the right place.
  if (verdictTable === 'd' && filter.verdict !== undefined)
    conditions.add(verdicts.indexOf(filter.verdict), (p) => `d.verdict_rank = ${p}`);
  conditions.add(filter.compliance, (p) => `d.compliance = ${p}`);
  conditions.add(filter.platform, (p) => `d.platform = ${p}`);
  conditions.add(filter.group, (p) => `d.group_name = ${p}`);
  conditions.add(filter.network, (p) => `d.network_name = ${p}`);
  const { ruleId, cause, gap } = filter;
  if (ruleId !== undefined || cause !== undefined || gap !== undefined) {
    const said = conditions.within();
    addWords(said, { ...some('ruleId', ruleId), ...some('cause', cause), ...some('gap', gap) });
    said.always(openAt);
    conditions.always(`d.id IN (SELECT f.device_id FROM finding f ${said.where})`);
  }
  const wanted = filter.text === undefined ? undefined : clean(filter.text).toLowerCase();
  conditions.add(wanted === undefined ? undefined : anywhere(wanted), (p) => `d.search LIKE ${p}`);
}

function addCursor(conditions: Conditions, sort: DeviceSort, cursor: string): void {
  const [column, part] = sortColumns[sort];
  if (sort === 'id') {
    const [id] = decodeCursor(cursor, ['text']);
    conditions.add(id, (p) => `d.public_id > ${p}`);
    return;
  }
  const [value, id] = decodeCursor(cursor, [part, 'text']);
  const first = conditions.bind(value);
  conditions.add(id, (p) => `(${column}, d.public_id) > (${first}, ${p})`);
}

/** One page of devices: as the last scan left them, or with the verdicts of a past moment. */
export async function pageOfDevices(pool: pg.Pool, request: DevicePageRequest): Promise<DevicePage> {
  const { limit, cursor, filter = {}, asOf } = request;
  // The past has no index by verdict: it is listed by id unless a name or version orders it.
  const sort =
    asOf !== undefined && (request.sort ?? 'verdict') === 'verdict' ? 'id' : (request.sort ?? 'verdict');
  const conditions = new Conditions();
  let [columns, from, openAt] = [presentColumns, 'device d', 'f.to_scan_seq IS NULL'];
  if (asOf === undefined) conditions.always('d.vanished_scan IS NULL');
  else {
    const at = conditions.bind(asOf);
    [columns, from, openAt] = [pastColumns(at), pastDevices(at), heldAt('f', at)];
  }
  addFilter(conditions, filter, asOf === undefined ? 'd' : 'v', openAt);
  if (cursor !== undefined) addCursor(conditions, sort, cursor);
  const [column] = sortColumns[sort];
  const { rows } = await pool.query<DeviceRow>(
    `SELECT ${columns} FROM ${from} ${conditions.where} ORDER BY ${column}, d.public_id LIMIT ${conditions.bind(limit + 1)}`,
    conditions.values,
  );
  const total = await totalOf(pool, filter, asOf);
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  return {
    items: kept.map(deviceOf),
    ...some('total', total),
    ...some('next', rows.length > limit && last ? cursorOf(last, sort) : undefined),
  };
}

/** Filters that scans keep count of, by the name of the count. */
const countedFilters = new Map<string, { dimension: CountDimension; keys: readonly (keyof DeviceFilter)[] }>(
  (
    [
      ['verdict', ['verdict']],
      ['compliance', ['compliance']],
      ['platform', ['platform']],
      ['group', ['group']],
      ['network', ['network']],
      ['rule', ['ruleId']],
      ['cause', ['cause']],
      ['gap', ['gap']],
      ['group.verdict', ['group', 'verdict']],
      ['group.compliance', ['group', 'compliance']],
      ['network.verdict', ['network', 'verdict']],
    ] as const
  ).map(([dimension, keys]) => [[...keys].sort().join(), { dimension, keys }]),
);

/** Filters by what is today's also in a list of the past. */
const todays = new Set(['compliance', 'platform', 'group', 'network']);

async function totalOf(pool: pg.Pool, filter: DeviceFilter, asOf?: Instant): Promise<number | undefined> {
  const asked = Object.entries(filter).flatMap(([key, value]) => (value === undefined ? [] : [key]));
  if (asked.length === 0) {
    const all = await readCounts(pool, 'verdict', asOf);
    return all.length === 0 ? undefined : all.reduce((sum, { devices }) => sum + devices, 0);
  }
  const counted = countedFilters.get(asked.sort().join());
  if (counted === undefined || (asOf !== undefined && asked.some((name) => todays.has(name))))
    return undefined;
  const key = counted.keys.map((name) => String(filter[name] ?? '').replaceAll('\n', ' ')).join('\n');
  return readCount(pool, counted.dimension, key, asOf);
}

function cursorOf(row: DeviceRow, sort: DeviceSort): string {
  const values = { verdict: row.verdict_rank, name: row.name_sort, osVersion: row.os_sort, id: '' };
  return encodeCursor(sort === 'id' ? [row.public_id] : [values[sort], row.public_id]);
}
