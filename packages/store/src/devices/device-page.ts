import { verdicts, type Instant } from '@ringcheck/model';
import type pg from 'pg';
import { anywhere, Conditions, heldAt } from '../database/query.js';
import { clean, decodeCursor, encodeCursor, some } from '../database/rows.js';
import { addWords } from '../findings/findings.js';
import type { DeviceFilter, DevicePage, DevicePageRequest, DeviceSort } from '../list-types.js';
import type { FleetState } from '../scans/fleet-state.js';
import type { KeptCounts } from '../scans/kept-counts.js';
import { listedColumns, listedOf, pastColumns, pastDevices, type ListedRow } from './device-row.js';
import { countsOfNow, countsOfThen, totalOf } from './device-total.js';
import type { OrderedDevices } from './ordered-devices.js';
import type { SearchTexts } from './search-texts.js';
import type { Place } from './verdict-ranks.js';
import { mostLookedInto, withFinding, wordsOf, wayTo, type Way } from './with-finding.js';

/** What lists of devices are made from. */
export interface DeviceSources {
  readonly pool: pg.Pool;
  readonly state: () => Promise<FleetState>;
  readonly counts: KeptCounts;
  readonly texts: SearchTexts;
  readonly ordered: OrderedDevices;
}

/**
 * Column of each order. The number of the row breaks ties, which are most devices of a verdict: new rows then come last in
 * their run of an index, where long random ids would go to any place of it.
 */
const sortColumns = {
  verdict: ['d.verdict_rank', 'number'],
  name: ['d.name_sort', 'text'],
  osVersion: ['d.os_sort', 'text'],
  id: ['d.public_id', 'text'],
} as const;

function addFilter(conditions: Conditions, filter: DeviceFilter, verdictTable: 'd' | 'v'): void {
  // The place of the verdict leads into the order worst first, and is in its index.
  if (verdictTable === 'v') conditions.add(filter.verdict, (p) => `v.verdict = ${p}`);
  else if (filter.verdict !== undefined)
    conditions.add(verdicts.indexOf(filter.verdict), (p) => `d.verdict_rank = ${p}`);
  conditions.add(filter.compliance, (p) => `d.compliance = ${p}`);
  conditions.add(filter.platform, (p) => `d.platform = ${p}`);
  conditions.add(filter.group, (p) => `d.group_name = ${p}`);
  conditions.add(filter.network, (p) => `d.network_name = ${p}`);
  const wanted = wantedText(filter);
  conditions.add(wanted === undefined ? undefined : anywhere(wanted), (p) => `d.search LIKE ${p}`);
}

const wantedText = ({ text }: DeviceFilter): string | undefined =>
  text === undefined ? undefined : clean(text).toLowerCase();

function addCursor(conditions: Conditions, sort: DeviceSort, cursor: string): void {
  const [column, part] = sortColumns[sort];
  if (sort === 'id') {
    const [id] = decodeCursor(cursor, ['text']);
    conditions.add(id, (p) => `d.public_id > ${p}`);
    return;
  }
  const [value, id] = decodeCursor(cursor, [part, 'number']);
  const first = conditions.bind(value);
  conditions.add(id, (p) => `(${column}, d.id) > (${first}, ${p})`);
}

const orderOf = (sort: DeviceSort): string =>
  sort === 'id' ? 'ORDER BY d.public_id' : `ORDER BY ${sortColumns[sort][0]}, d.id`;

type Sorted = DevicePageRequest & { readonly sort: DeviceSort };
interface Found {
  readonly rows: readonly ListedRow[];
  readonly total: number | undefined;
}

/** Conditions of the filter and the cursor, and the order. */
function asked(request: Sorted, verdictTable: 'd' | 'v'): { conditions: Conditions; order: string } {
  const { filter = {}, cursor, sort } = request;
  const conditions = new Conditions();
  addFilter(conditions, filter, verdictTable);
  if (cursor !== undefined) addCursor(conditions, sort, cursor);
  return { conditions, order: orderOf(sort) };
}

/** Devices a search found, and the way to those with a finding where there is a choice. */
interface Plan {
  readonly found: readonly number[] | undefined;
  readonly way: Way;
  /**
   * What is read before findings are asked for and rows are put in order: the first devices in order, as no others may be
   * needed; or all that the other conditions take, as they are few.
   */
  readonly before: 'first' | 'all' | undefined;
}

async function rowsOfNow(pool: pg.Pool, request: Sorted, plan: Plan): Promise<readonly ListedRow[]> {
  const { conditions, order } = asked(request, 'd');
  conditions.always('d.vanished_scan IS NULL');
  conditions.add(plan.found, (p) => `d.id = ANY (${p}::bigint[])`);
  const bound = plan.before === 'first' ? `${order} LIMIT ${mostLookedInto}` : 'OFFSET 0';
  const inner = `(SELECT d.* FROM device d ${conditions.where} ${bound}) d`;
  const outer = plan.before === undefined ? conditions : conditions.within();
  const words = wordsOf(request.filter);
  if (words !== undefined) outer.always(withFinding(conditions, words, plan.way));
  const from = `FROM ${plan.before === undefined ? 'device d' : inner} ${outer.where}`;
  const page = `${order} LIMIT ${conditions.bind(request.limit + 1)}`;
  // Passed by in order, devices are told apart by an index alone; only those of the page are read.
  const isPassedBy = words !== undefined && plan.way === 'collect';
  const { rows } = await pool.query<ListedRow>(
    isPassedBy
      ? `SELECT ${listedColumns} FROM (SELECT d.id ${from} ${page}) p JOIN device d ON d.id = p.id ${order}`
      : `SELECT ${listedColumns} ${from} ${page}`,
    conditions.values,
  );
  if (plan.before === 'first' && rows.length <= request.limit)
    return rowsOfNow(pool, request, { ...plan, way: 'collect', before: undefined });
  return rows;
}

/** The rows of these devices; undefined when one of them has another place by now, or none. */
async function rowsAt(
  pool: pg.Pool,
  request: Sorted,
  places: readonly Place[],
): Promise<readonly ListedRow[] | undefined> {
  const { conditions, order } = asked(request, 'd');
  conditions.always('d.vanished_scan IS NULL');
  conditions.add(
    places.map(({ id }) => id),
    (p) => `d.id = ANY (${p}::bigint[])`,
  );
  const { rows } = await pool.query<ListedRow>(
    `SELECT ${listedColumns} FROM device d ${conditions.where} ${order}`,
    conditions.values,
  );
  const stand = places.every(({ id, rank }, i) => {
    const row = rows[i];
    return row !== undefined && Number(row.id) === id && row.verdict_rank === rank;
  });
  return stand ? rows : undefined;
}

/** What of a filter is answered without the rows of devices. */
const inMemory = new Set(['text', 'ruleId', 'cause', 'gap', 'verdict']);

/** The first places in the order worst first, where memory knows all devices of the list. */
async function placesOf(
  { ordered }: DeviceSources,
  request: Sorted,
  { found, way }: Plan,
  state: FleetState,
): Promise<readonly Place[] | undefined> {
  const { filter = {}, sort, cursor } = request;
  const { text, verdict } = filter;
  const isKnown = Object.entries(filter).every(([key, value]) => value === undefined || inMemory.has(key));
  if (sort !== 'verdict' || !isKnown) return undefined;
  const [rank, id] = cursor === undefined ? [] : decodeCursor(cursor, ['number', 'number']);
  const after = rank === undefined || id === undefined ? undefined : { rank, id };
  const only = verdict === undefined ? undefined : verdicts.indexOf(verdict);
  const wanted = { most: request.limit + 1, after, only };
  const words = wordsOf(filter);
  if (words === undefined) return found && ordered.among(found, wanted, state);
  return found === undefined && text === undefined && way !== 'look into each'
    ? ordered.having(words, wanted, state)
    : undefined;
}

async function planOf(
  { texts, counts }: DeviceSources,
  { filter = {}, limit }: Sorted,
  state: FleetState,
): Promise<Plan> {
  const wanted = wantedText(filter);
  const found = wanted === undefined || wanted === '' ? undefined : await texts.find(wanted, state);
  const words = wordsOf(filter);
  if (found !== undefined) return { found, way: 'look into each', before: undefined };
  const source = countsOfNow(counts, state);
  const all = await totalOf(source, {}, false);
  const way = wayTo(limit + 1, await totalOf(source, words ?? filter, false), all);
  if (words !== undefined) return { found, way, before: way === 'look into each' ? 'first' : undefined };
  // Not counted is not few.
  const isFew = way === 'look up' && (await totalOf(source, filter, false)) !== undefined;
  return { found, way, before: isFew ? 'all' : undefined };
}

async function pageOfNow(sources: DeviceSources, request: Sorted): Promise<Found> {
  const state = await sources.state();
  const total = await totalOf(countsOfNow(sources.counts, state), request.filter ?? {}, false);
  const plan = await planOf(sources, request, state);
  // A cursor is decoded whatever was found: one of another list is refused.
  const isNothing = plan.found?.length === 0 && request.cursor === undefined;
  if (isNothing) return { rows: [], total };
  const places = await placesOf(sources, request, plan, state);
  const rows = places && (await rowsAt(sources.pool, request, places));
  return { rows: rows ?? (await rowsOfNow(sources.pool, request, plan)), total };
}

async function pageOfThen({ pool }: DeviceSources, request: Sorted, asOf: Instant): Promise<Found> {
  const { conditions, order } = asked(request, 'v');
  const at = conditions.bind(asOf);
  const words = wordsOf(request.filter);
  if (words !== undefined) {
    const said = conditions.within();
    addWords(said, words);
    said.always(heldAt('f', at));
    conditions.always(`d.id IN (SELECT f.device_id FROM finding f ${said.where})`);
  }
  const most = `LIMIT ${conditions.bind(request.limit + 1)}`;
  const { rows } = await pool.query<ListedRow>(
    `SELECT ${pastColumns(at)} FROM ${pastDevices(at)} ${conditions.where} ${order} ${most}`,
    conditions.values,
  );
  return { rows, total: await totalOf(countsOfThen(pool, asOf), request.filter ?? {}, true) };
}

/** One page of devices: as the last scan left them, or with the verdicts of a past moment. */
export async function pageOfDevices(sources: DeviceSources, request: DevicePageRequest): Promise<DevicePage> {
  const { limit, asOf, sort: wished = 'verdict' } = request;
  // The past has no index by verdict: it is listed by id unless a name or version orders it.
  const sort = asOf !== undefined && wished === 'verdict' ? 'id' : wished;
  const sorted = { ...request, sort };
  const { rows, total } =
    asOf === undefined ? await pageOfNow(sources, sorted) : await pageOfThen(sources, sorted, asOf);
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  return {
    items: kept.map(listedOf),
    ...some('total', total),
    ...some('next', rows.length > limit && last ? cursorOf(last, sort) : undefined),
  };
}

function cursorOf(row: ListedRow, sort: DeviceSort): string {
  if (sort === 'id') return encodeCursor([row.public_id]);
  const values = { verdict: row.verdict_rank, name: row.name_sort, osVersion: row.os_sort };
  return encodeCursor([values[sort], Number(row.id)]);
}
