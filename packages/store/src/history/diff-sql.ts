/**
 * Changes between scan $1 and scan $2 as one list: what was open at one of them and not at the other. Only rows that
 * begin or end in between are looked at, so the cost follows the change. `rank` is the place in `changeKinds`.
 */
const findings = `
  opened AS (
    SELECT device_id, identity_id, content_id FROM finding
    WHERE from_scan_seq > $1 AND from_scan_seq <= $2 AND (to_scan_seq IS NULL OR to_scan_seq > $2)),
  closed AS (
    SELECT device_id, identity_id, content_id FROM finding
    WHERE to_scan_seq > $1 AND to_scan_seq <= $2 AND from_scan_seq <= $1),
  finding_change AS (
    SELECT CASE WHEN c.device_id IS NULL THEN 0 WHEN o.device_id IS NULL THEN 1 ELSE 2 END AS rank,
      device_id, identity_id, coalesce(o.content_id, c.content_id) AS content_id, c.content_id AS before_id
    FROM opened o FULL JOIN closed c USING (device_id, identity_id))`;

const devices = `
  begun AS (
    SELECT device_id, verdict FROM verdict_interval
    WHERE from_scan_seq > $1 AND from_scan_seq <= $2 AND (to_scan_seq IS NULL OR to_scan_seq > $2)),
  ended AS (
    SELECT device_id, verdict FROM verdict_interval
    WHERE to_scan_seq > $1 AND to_scan_seq <= $2 AND from_scan_seq <= $1),
  device_change AS (
    SELECT CASE WHEN e.device_id IS NULL THEN 3 WHEN b.device_id IS NULL THEN 4 ELSE 5 END AS rank,
      device_id, e.verdict AS before, b.verdict AS after
    FROM begun b FULL JOIN ended e USING (device_id)
    WHERE e.device_id IS NULL OR b.device_id IS NULL OR e.verdict <> b.verdict)`;

const changes = `WITH ${findings}, ${devices}, change AS (
  SELECT rank, device_id, identity_id, content_id, before_id, NULL AS before, NULL AS after FROM finding_change
  UNION ALL
  SELECT rank, device_id, 0, NULL, NULL, before, after FROM device_change)`;

/** $3 a rank or null, $4 to $6 the cursor or null, $7 the limit. */
export const changePageSql = `${changes}
  SELECT change.rank, d.public_id, d.name, change.identity_id, change.before, change.after,
    i.rule_id, i.scope, i.cause, c.outcome, c.severity, c.stage, p.outcome AS outcome_before
  FROM change JOIN device d ON d.id = change.device_id
  LEFT JOIN finding_identity i ON i.id = change.identity_id
  LEFT JOIN finding_content c ON c.id = change.content_id
  LEFT JOIN finding_content p ON p.id = change.before_id AND change.rank = 2
  WHERE ($3::int IS NULL OR change.rank = $3)
    AND ($4::int IS NULL OR (change.rank, d.public_id, change.identity_id) > ($4::int, $5::text, $6::int))
  ORDER BY change.rank, d.public_id, change.identity_id LIMIT $7`;

export const changeCountSql = `${changes} SELECT rank, count(*)::int AS count FROM change GROUP BY rank`;
