import type { Instant } from '@ringcheck/model';
import type pg from 'pg';
import { heldAt } from '../database/query.js';
import type { CoveringWaiver } from '../list-types.js';

/** What a waiver may ask of a device, beside tags and the two names of its model. */
const plainTraits = ['serials', 'udids', 'name', 'site', 'group'] as const;

/** A glob (`*` any text, `?` one character, whatever the case) as a LIKE pattern over lower-case text. */
export function globPattern(glob: string): string {
  return glob
    .trim()
    .toLowerCase()
    .replace(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%')
    .replaceAll('?', '_');
}

const traitOf: Readonly<Record<(typeof plainTraits)[number], string>> = {
  serials: 'serial',
  udids: 'udid',
  name: 'name',
  site: 'site',
  group: 'group',
};

const isLike = (trait: string, patterns: string): string => `lower(btrim(${trait})) LIKE ANY (${patterns})`;

/** A key left out asks for nothing; one that is asked of a trait the device lacks does not hold. */
const holds = (key: string, condition: string): string =>
  `(w."${key}" IS NULL OR coalesce(${condition}, false))`;

const named = [
  ...plainTraits.map((key) => holds(key, isLike(`t."${traitOf[key]}"`, `w."${key}"`))),
  holds('platform', 't.platform = ANY (w.platform)'),
  holds('model', `(${isLike('t."modelName"', 'w.model')}) OR ${isLike('t."productName"', 'w.model')}`),
  holds(
    'tags',
    `EXISTS (SELECT 1 FROM json_array_elements_text(t.tags) AS tag WHERE ${isLike('tag', 'w.tags')})`,
  ),
].join('\n      AND ');

/**
 * One number, whatever the size of the fleet: the database reads each device's traits once and findings by index.
 * `held` says which rows hold, of a table's short name; `live` which devices are listed.
 */
const queryFor = (held: (table: string) => string, live: string): string => `WITH w AS MATERIALIZED (
    SELECT * FROM json_to_recordset($1::json) AS w(rule text, tags text[], serials text[], udids text[],
      platform text[], model text[], name text[], site text[], "group" text[])),
  t AS MATERIALIZED (
    SELECT d.id, t.* FROM device d JOIN verdict_interval v ON v.device_id = d.id AND ${held('v')}
    LEFT JOIN shared_part r ON r.id = v.results_id
    CROSS JOIN LATERAL json_to_record(coalesce(v.own -> 'traits', r.body -> 'traits', v.results -> 'traits')) AS t(
      serial text, udid text, platform text, "modelName" text, "productName" text, name text, site text,
      "group" text, tags json)
    WHERE ${live}),
  covered AS (SELECT DISTINCT t.id, w.rule FROM t JOIN w ON ${named})
  SELECT count(DISTINCT f.id) AS hidden FROM covered c
  JOIN finding f ON f.device_id = c.id AND ${held('f')}
  JOIN finding_identity i ON i.id = f.identity_id AND (c.rule = '*' OR c.rule = i.rule_id)`;

const now = queryFor((table) => `${table}.to_scan_seq IS NULL`, 'd.vanished_scan IS NULL');
const past = queryFor((table) => heldAt(table, '$2'), 'true');

/** How many findings, open now or at a moment, the waivers cover. */
export async function countHidden(
  pool: pg.Pool,
  waivers: readonly CoveringWaiver[],
  asOf: Instant | undefined,
): Promise<number> {
  if (waivers.length === 0) return 0;
  const given = JSON.stringify(waivers.map(asPatterns));
  const { rows } =
    asOf === undefined
      ? await pool.query<{ hidden: string }>(now, [given])
      : await pool.query<{ hidden: string }>(past, [given, asOf]);
  return Number(rows[0]?.hidden ?? 0);
}

/** What no row can hold matches none, and the database refuses to be asked for it. */
function isStorable(text: string): boolean {
  return !/[\0\p{Surrogate}]/u.test(text);
}

function asPatterns({ rule, select }: CoveringWaiver): object {
  const { platform, ...globs } = select;
  const patterns = Object.entries(globs).map(([key, values]) => [
    key,
    values.filter(isStorable).map(globPattern),
  ]);
  return { rule, ...(platform === undefined ? {} : { platform }), ...Object.fromEntries(patterns) };
}
