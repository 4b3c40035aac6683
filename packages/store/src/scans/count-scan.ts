import { verdicts, type Verdict } from '@ringcheck/model';
import type pg from 'pg';

const longestKey = 400;

/** Devices that are there, read once: few kinds of them are counted on. */
const deviceKinds = `
  SELECT verdict, compliance, group_name, network_name, platform, count(*) AS devices,
    sum(finding_count) AS findings, sum(coverage_decided) AS decided, sum(coverage_applicable) AS applicable
  FROM device WHERE vanished_scan IS NULL GROUP BY 1, 2, 3, 4, 5`;

/** Devices by what lists show of them; pairs are joined by a line break, which no name holds. */
const deviceCounts = `
  SELECT CASE GROUPING(verdict, compliance, group_name, network_name, platform)
      WHEN 15 THEN 'verdict' WHEN 23 THEN 'compliance' WHEN 27 THEN 'group' WHEN 29 THEN 'network'
      WHEN 30 THEN 'platform' WHEN 11 THEN 'group.verdict' WHEN 19 THEN 'group.compliance'
      ELSE 'network.verdict' END AS dimension,
    concat_ws(E'\\n',
      CASE WHEN GROUPING(group_name) = 0 THEN replace(coalesce(group_name, ''), E'\\n', ' ') END,
      CASE WHEN GROUPING(network_name) = 0 THEN replace(coalesce(network_name, ''), E'\\n', ' ') END,
      CASE WHEN GROUPING(platform) = 0 THEN coalesce(platform, '') END,
      CASE WHEN GROUPING(verdict) = 0 THEN verdict END,
      CASE WHEN GROUPING(compliance) = 0 THEN coalesce(compliance, '') END) AS key,
    sum(devices)::int AS devices, sum(findings)::int AS findings
  FROM kind
  GROUP BY GROUPING SETS ((verdict), (compliance), (group_name), (network_name), (platform),
    (group_name, verdict), (group_name, compliance), (network_name, verdict))`;

/** Sums over all devices, not devices. */
const coverageCounts = `
  SELECT 'coverage' AS dimension, sides.key, sides.devices::int, 0 AS findings FROM (
    SELECT coalesce(sum(decided), 0) AS decided, coalesce(sum(applicable), 0) AS applicable FROM kind) summed,
  LATERAL (VALUES ('decided', summed.decided), ('applicable', summed.applicable)) AS sides(key, devices)`;

/** Findings by rule, cause and gap: devices counted once each. `found` names the rows. */
const said = (found: string): string => `
    SELECT o.*, 'rule' AS dimension, i.rule_id AS key FROM ${found} o JOIN finding_identity i ON i.id = o.identity_id
    UNION ALL
    SELECT o.*, 'cause', i.cause FROM ${found} o JOIN finding_identity i ON i.id = o.identity_id
      JOIN finding_content c ON c.id = o.content_id WHERE c.outcome <> 'unknown'
    UNION ALL
    SELECT o.*, 'gap', c.gap_key FROM ${found} o JOIN finding_content c ON c.id = o.content_id WHERE o.has_gap`;

const findingColumns = 'device_id, identity_id, content_id, has_gap';

const findingCounts = `
  WITH open AS (SELECT ${findingColumns} FROM finding WHERE to_scan_seq IS NULL),
  once AS (SELECT dimension, key, device_id, count(*) AS findings FROM (${said('open')}) said GROUP BY 1, 2, 3)
  SELECT dimension, key, count(*)::int AS devices, sum(findings)::int AS findings FROM once GROUP BY 1, 2`;

/**
 * The same from the counts of the scan before ($2) and the devices with a finding that this one ($3) opened or closed:
 * what they had then goes, what they have now comes.
 */
const changedFindingCounts = `
  WITH touched AS (
    SELECT device_id FROM finding WHERE from_scan_seq = $3 UNION SELECT device_id FROM finding WHERE to_scan_seq = $3),
  near AS (
    SELECT ${findingColumns}, from_scan_seq <> $3 AS was, to_scan_seq IS NULL AS "is" FROM finding
    WHERE device_id IN (SELECT device_id FROM touched) AND (to_scan_seq IS NULL OR to_scan_seq = $3)),
  once AS (
    SELECT dimension, key, device_id, count(*) FILTER (WHERE "is") AS now, count(*) FILTER (WHERE was) AS before
    FROM (${said('near')}) said GROUP BY 1, 2, 3),
  moved AS (
    SELECT dimension, left(key, ${longestKey}) AS key, sum((now > 0)::int - (before > 0)::int) AS devices,
      sum(now - before) AS findings
    FROM once GROUP BY 1, 2
    UNION ALL
    SELECT dimension, key, devices, findings FROM scan_count
    WHERE scan_id = $2::uuid AND dimension IN ('rule', 'cause', 'gap'))
  SELECT dimension, key, sum(devices)::int AS devices, sum(findings)::int AS findings FROM moved
  GROUP BY 1, 2 HAVING sum(devices) > 0`;

/** Counting on from the scan before pays while fewer than one device in so many changed. */
const oneIn = 5;

/**
 * Keep what a scan left: devices by verdict, compliance, group, network, platform, rule, cause and gap. `changed` of
 * them are not as the scan before left them: without any, its counts are kept; with few, only theirs are counted anew.
 * Returns the devices by verdict.
 */
export async function countScan(
  client: pg.ClientBase,
  { id, seq }: { readonly id: string; readonly seq: string },
  changed: number,
): Promise<Record<Verdict, number>> {
  const before = await countedBefore(client);
  if (before !== undefined && changed === 0) await copyCounts(client, id, before.id);
  else if (before !== undefined && changed * oneIn < before.devices)
    await insertCounts(client, changedFindingCounts, [id, before.id, seq]);
  else await insertCounts(client, findingCounts, [id]);
  const { rows } = await client.query<{ key: string; devices: number }>(
    `SELECT key, devices FROM scan_count WHERE scan_id = $1 AND dimension = 'verdict'`,
    [id],
  );
  const counted = new Map(rows.map(({ key, devices }) => [key, devices]));
  return Object.fromEntries(verdicts.map((verdict) => [verdict, counted.get(verdict) ?? 0])) as Record<
    Verdict,
    number
  >;
}

/** The scan that counted last and its devices; none when another one, that did not come to its end, wrote after it. */
async function countedBefore(
  client: pg.ClientBase,
): Promise<{ readonly id: string; readonly devices: number } | undefined> {
  const { rows } = await client.query<{ id: string; devices: number }>(
    `SELECT s.id, coalesce(sum(n.devices) FILTER (WHERE n.dimension = 'verdict'), 0)::int AS devices
     FROM (SELECT id, seq FROM scan WHERE status = 'done' ORDER BY seq DESC LIMIT 1) s
     JOIN scan_count n ON n.scan_id = s.id AND n.dimension IN ('verdict', 'coverage')
     WHERE NOT EXISTS (
       SELECT 1 FROM scan o WHERE o.seq > s.seq AND o.status IN ('failed', 'cancelled') AND o.chunks_done > 0)
     GROUP BY s.id`,
  );
  return rows[0];
}

async function insertCounts(
  client: pg.ClientBase,
  ofFindings: string,
  values: readonly (string | number)[],
): Promise<void> {
  await client.query(
    `WITH kind AS MATERIALIZED (${deviceKinds})
     INSERT INTO scan_count (scan_id, dimension, key, devices, findings)
     SELECT $1::uuid, dimension, left(key, ${longestKey}), sum(devices), sum(findings)
     FROM (${deviceCounts} UNION ALL ${coverageCounts} UNION ALL (${ofFindings})) counted GROUP BY 2, 3`,
    [...values],
  );
}

async function copyCounts(client: pg.ClientBase, id: string, from: string): Promise<void> {
  await client.query(
    `INSERT INTO scan_count (scan_id, dimension, key, devices, findings)
     SELECT $1::uuid, dimension, key, devices, findings FROM scan_count WHERE scan_id = $2::uuid`,
    [id, from],
  );
}
