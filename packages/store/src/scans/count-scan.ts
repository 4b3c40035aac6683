import { verdicts, type Verdict } from '@ringcheck/model';
import type pg from 'pg';

/** Devices that are there, by what lists show of them; pairs are joined by a line break, which no name holds. */
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
    count(*)::int AS devices, sum(finding_count)::int AS findings
  FROM device WHERE vanished_scan IS NULL
  GROUP BY GROUPING SETS ((verdict), (compliance), (group_name), (network_name), (platform),
    (group_name, verdict), (group_name, compliance), (network_name, verdict))`;

/** Sums over all devices, not devices. */
const coverageCounts = `
  SELECT 'coverage' AS dimension, sides.key, sides.devices::int, 0 AS findings FROM (
    SELECT coalesce(sum(coverage_decided), 0) AS decided, coalesce(sum(coverage_applicable), 0) AS applicable
    FROM device WHERE vanished_scan IS NULL) summed,
  LATERAL (VALUES ('decided', summed.decided), ('applicable', summed.applicable)) AS sides(key, devices)`;

/** Open findings by rule, cause and gap: devices counted once each. */
const findingCounts = `
  WITH open AS (
    SELECT device_id, identity_id, content_id, has_gap FROM finding WHERE to_scan_seq IS NULL),
  said AS (
    SELECT 'rule' AS dimension, i.rule_id AS key, o.device_id
      FROM open o JOIN finding_identity i ON i.id = o.identity_id
    UNION ALL
    SELECT 'cause', i.cause, o.device_id FROM open o JOIN finding_identity i ON i.id = o.identity_id
      JOIN finding_content c ON c.id = o.content_id WHERE c.outcome <> 'unknown'
    UNION ALL
    SELECT 'gap', c.gap_key, o.device_id FROM open o JOIN finding_content c ON c.id = o.content_id
      WHERE o.has_gap),
  once AS (SELECT dimension, key, device_id, count(*) AS findings FROM said GROUP BY 1, 2, 3)
  SELECT dimension, key, count(*)::int AS devices, sum(findings)::int AS findings FROM once GROUP BY 1, 2`;

/**
 * Keep what this scan left: devices by verdict, compliance, group, network, platform, rule, cause and gap. A scan that
 * changed nothing keeps what the one before it kept. Returns the devices by verdict.
 */
export async function countScan(
  client: pg.ClientBase,
  id: string,
  hasChanged: boolean,
): Promise<Record<Verdict, number>> {
  const isCopied = !hasChanged && (await copyLast(client, id));
  if (!isCopied) {
    await client.query(
      `INSERT INTO scan_count (scan_id, dimension, key, devices, findings)
       SELECT $1::uuid, dimension, left(key, 400), sum(devices), sum(findings)
       FROM (${deviceCounts} UNION ALL ${coverageCounts} UNION ALL (${findingCounts})) counted GROUP BY 2, 3`,
      [id],
    );
  }
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

async function copyLast(client: pg.ClientBase, id: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `INSERT INTO scan_count (scan_id, dimension, key, devices, findings)
     SELECT $1::uuid, dimension, key, devices, findings FROM scan_count
     WHERE scan_id = (SELECT id FROM scan WHERE status = 'done' AND seq < (SELECT seq FROM scan WHERE id = $1)
                      ORDER BY seq DESC LIMIT 1)`,
    [id],
  );
  return (rowCount ?? 0) > 0;
}
