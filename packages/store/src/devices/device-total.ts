import type { Instant } from '@ringcheck/model';
import type pg from 'pg';
import type { DeviceFilter } from '../list-types.js';
import type { FleetState } from '../scans/fleet-state.js';
import type { KeptCounts } from '../scans/kept-counts.js';
import { readCount, readCounts, type CountDimension, type CountRow } from '../scans/scan-counts.js';

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

/** Where counts are read: of now, from what is kept; of a moment, from the database. */
export interface CountSource {
  all(dimension: CountDimension): Promise<readonly CountRow[]>;
  one(dimension: CountDimension, key: string): Promise<number | undefined>;
}

export const countsOfNow = (counts: KeptCounts, state: FleetState): CountSource => ({
  all: (dimension) => counts.all(dimension, state),
  one: (dimension, key) => counts.one(dimension, key, state),
});

export const countsOfThen = (pool: pg.Pool, asOf: Instant): CountSource => ({
  all: (dimension) => readCounts(pool, dimension, asOf),
  one: (dimension, key) => readCount(pool, dimension, key, asOf),
});

/** Devices a filter takes, where a scan counted them. */
export async function totalOf(
  counts: CountSource,
  filter: DeviceFilter,
  isPast: boolean,
): Promise<number | undefined> {
  const asked = Object.entries(filter).flatMap(([key, value]) => (value === undefined ? [] : [key]));
  if (asked.length === 0) {
    const all = await counts.all('verdict');
    return all.length === 0 ? undefined : all.reduce((sum, { devices }) => sum + devices, 0);
  }
  const counted = countedFilters.get(asked.sort().join());
  if (counted === undefined || (isPast && asked.some((name) => todays.has(name)))) return undefined;
  const key = counted.keys.map((name) => String(filter[name] ?? '').replaceAll('\n', ' ')).join('\n');
  return counts.one(counted.dimension, key);
}
