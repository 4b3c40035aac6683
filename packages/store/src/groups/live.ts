import type pg from 'pg';

/** The documents that came in between two watermarks, with the age each has now. */
const stepDocuments = `
  CREATE TEMP TABLE step_document ON COMMIT DROP AS
  SELECT d.id, d.profile_count > 0 AS has_profiles, s.received_at,
    d.seq <= $1 AND EXISTS (SELECT 1 FROM document_sighting o WHERE o.document_id = d.id AND o.seq <= $1) AS was_seen
  FROM document d
  JOIN LATERAL (SELECT max(received_at) AS received_at FROM document_sighting
                WHERE document_id = d.id AND seq <= $2) s ON s.received_at IS NOT NULL
  WHERE d.seq <= $2 AND d.id IN (
    SELECT document_id FROM document_sighting WHERE seq > $1 AND seq <= $2
    UNION SELECT id FROM document WHERE seq > $1 AND seq <= $2)`;

/** SQL: the last time something was said, and whether that is the document's own word: so it is known when it was so. */
const lastSaid = `max(coalesce(r.observed_at, t.received_at)) AS last_at,
    coalesce(max(r.observed_at) = max(coalesce(r.observed_at, t.received_at)), false) AS is_observed`;

/** What they say, each snapshot with the last time it was said, and the first that was not known. */
const incomingSnapshots = `
  CREATE TEMP TABLE incoming ON COMMIT DROP AS
  SELECT r.snapshot_id, s.identity_id, s.shape_id, ${lastSaid},
    min(r.observed_at) FILTER (WHERE NOT t.was_seen) AS first_at
  FROM step_document t JOIN device_record r ON r.document_id = t.id JOIN device_snapshot s ON s.id = r.snapshot_id
  GROUP BY 1, 2, 3`;

/** Everything said under names whose records were read anew; their present state is forgotten first. */
const recheckedSnapshots = `
  INSERT INTO incoming
  SELECT r.snapshot_id, s.identity_id, s.shape_id, ${lastSaid}, NULL
  FROM rechecked x JOIN device_snapshot s USING (identity_id) JOIN device_record r ON r.snapshot_id = s.id
  JOIN document d ON d.id = r.document_id AND d.seq <= $1
  JOIN LATERAL (SELECT max(received_at) AS received_at FROM document_sighting
                WHERE document_id = d.id AND seq <= $1) t ON t.received_at IS NOT NULL
  GROUP BY 1, 2, 3`;

/** Temporary tables of one step: `step_document`, `incoming`, `rechecked`. Returns identities left without records. */
export async function openStep(
  client: pg.ClientBase,
  from: number,
  upTo: number,
): Promise<{ readonly lost: readonly number[]; readonly hasProfiles: boolean }> {
  await client.query(stepDocuments.replaceAll('$1', String(from)).replaceAll('$2', String(upTo)));
  await client.query('ANALYZE step_document');
  await client.query(incomingSnapshots);
  await client.query(
    `CREATE TEMP TABLE rechecked ON COMMIT DROP AS
     WITH due AS (
       DELETE FROM identity_recheck x USING document d WHERE d.id = x.document_id AND d.seq <= ${upTo}
       RETURNING x.identity_id)
     SELECT DISTINCT identity_id FROM due`,
  );
  await client.query('DELETE FROM live_snapshot WHERE identity_id IN (SELECT identity_id FROM rechecked)');
  await client.query('DELETE FROM incoming WHERE identity_id IN (SELECT identity_id FROM rechecked)');
  await client.query(recheckedSnapshots, [upTo]);
  await client.query('CREATE INDEX ON incoming (identity_id)');
  await client.query('ANALYZE incoming');
  const { rows: lost } = await client.query<{ id: string }>(
    `SELECT x.identity_id AS id FROM rechecked x
     WHERE NOT EXISTS (SELECT 1 FROM incoming i WHERE i.identity_id = x.identity_id)`,
  );
  const { rows } = await client.query<{ has: boolean | null }>(
    'SELECT bool_or(has_profiles) AS has FROM step_document',
  );
  return { lost: lost.map((row) => Number(row.id)), hasProfiles: rows[0]?.has === true };
}

/** The plain case first, which needs no look at parts: a newer record that speaks of the very same. */
const dropReplaced = `
  WITH gone AS (
    DELETE FROM live_snapshot l USING live_snapshot n
    WHERE l.identity_id IN (SELECT identity_id FROM added UNION SELECT identity_id FROM renewed)
      AND n.identity_id = l.identity_id AND n.shape_id = l.shape_id AND n.last_at > l.last_at
    RETURNING l.identity_id)
  INSERT INTO dirty_identity SELECT identity_id FROM gone`;

/** A newer record of the source, or several together, speak of everything this one speaks of. */
const dropSuperseded = `
  WITH several AS (
    SELECT l.identity_id FROM live_snapshot l
    WHERE l.identity_id IN (SELECT identity_id FROM added UNION SELECT identity_id FROM renewed)
    GROUP BY 1 HAVING count(*) > 1),
  gone AS (
    DELETE FROM live_snapshot l USING record_shape s, several x
    WHERE s.id = l.shape_id AND x.identity_id = l.identity_id AND s.parts <@ (
      SELECT array_agg(p.part) FROM live_snapshot n JOIN record_shape ns ON ns.id = n.shape_id, unnest(ns.parts) AS p(part)
      WHERE n.identity_id = l.identity_id AND n.last_at > l.last_at AND ns.source = s.source)
    RETURNING l.identity_id)
  INSERT INTO dirty_identity SELECT identity_id FROM gone`;

/** From what is no longer said it may be told since when the present holds. */
const markedPast = `
  UPDATE live_snapshot l SET has_past = s.has_past
  FROM (
    SELECT s.identity_id,
      count(*) > (SELECT count(*) FROM live_snapshot n WHERE n.identity_id = s.identity_id) AS has_past
    FROM device_snapshot s WHERE s.identity_id IN (SELECT identity_id FROM dirty_identity)
    GROUP BY 1 HAVING count(*) > 1) s
  WHERE l.identity_id = s.identity_id AND l.has_past <> s.has_past`;

/** An earlier document came in later: the evidence moves there. */
const movedEvidence = `
  INSERT INTO dirty_identity
  SELECT i.identity_id FROM incoming i
  JOIN snapshot_body b ON b.snapshot_id = i.snapshot_id
  JOIN step_document t ON t.id = b.document_id AND NOT t.was_seen
  WHERE NOT EXISTS (SELECT 1 FROM added a WHERE a.snapshot_id = i.snapshot_id)`;

/** A report came in later than one that says the same and was made after it: what changed since may be other. */
const saidLate = `
  INSERT INTO dirty_identity
  SELECT i.identity_id FROM incoming i JOIN live_snapshot l USING (snapshot_id)
  WHERE i.first_at < l.last_at AND (l.has_past OR EXISTS (
    SELECT 1 FROM live_snapshot o WHERE o.group_id = l.group_id AND o.snapshot_id <> l.snapshot_id))`;

/** A document known before is called by another path from now on, in all evidence. */
const renamedDocuments = `
  INSERT INTO dirty_identity
  SELECT s.identity_id FROM step_document t
  JOIN snapshot_body b ON b.document_id = t.id JOIN device_snapshot s ON s.id = b.snapshot_id
  WHERE t.was_seen
    AND (SELECT min(path COLLATE "C") FROM document_sighting WHERE document_id = t.id AND seq <= $1)
     <> (SELECT min(path COLLATE "C") FROM document_sighting WHERE document_id = t.id AND seq <= $2)`;

/**
 * Bring the snapshots devices are described by up to date with `incoming`; identities of which more changed than
 * the age are collected in the temporary table `dirty_identity`, renewed ages in `renewed`.
 */
export async function applyIncoming(client: pg.ClientBase, from: number, upTo: number): Promise<void> {
  await client.query('CREATE TEMP TABLE dirty_identity (identity_id bigint) ON COMMIT DROP');
  await client.query('INSERT INTO dirty_identity SELECT identity_id FROM rechecked');
  await client.query(saidLate);
  await client.query(
    `CREATE TEMP TABLE renewed ON COMMIT DROP AS
     SELECT l.snapshot_id, l.identity_id, l.group_id, l.last_at AS old_at, i.last_at, i.is_observed
     FROM incoming i JOIN live_snapshot l USING (snapshot_id)
     WHERE (i.last_at, i.is_observed) > (l.last_at, l.is_observed)`,
  );
  await client.query('ANALYZE renewed');
  await client.query(
    `UPDATE live_snapshot l SET last_at = r.last_at, is_observed = r.is_observed
     FROM renewed r WHERE l.snapshot_id = r.snapshot_id`,
  );
  await client.query('CREATE TEMP TABLE added (snapshot_id bigint, identity_id bigint) ON COMMIT DROP');
  await client.query(
    `WITH made AS (
       INSERT INTO live_snapshot (snapshot_id, identity_id, shape_id, last_at, is_observed, group_id)
       SELECT i.snapshot_id, i.identity_id, i.shape_id, i.last_at, i.is_observed, m.group_id
       FROM incoming i JOIN group_member m USING (identity_id)
       ON CONFLICT (snapshot_id) DO NOTHING RETURNING snapshot_id, identity_id)
     INSERT INTO added SELECT snapshot_id, identity_id FROM made`,
  );
  await client.query('ANALYZE added');
  await client.query('INSERT INTO dirty_identity SELECT identity_id FROM added');
  await client.query(dropReplaced);
  await client.query(dropSuperseded);
  await client.query(markedPast);
  await client.query(movedEvidence);
  await client.query(renamedDocuments, [from, upTo]);
}

/**
 * Groups whose ages alone changed, where that may matter: what is stale now may be fresh again, or two of its records
 * may have changed places, or come closer together than makes a contradiction.
 */
const agedGroups = `
  WITH touched AS (SELECT DISTINCT group_id FROM renewed),
  row AS (
    SELECT l.group_id, l.snapshot_id, l.last_at AS new_at, coalesce(r.old_at, l.last_at) AS old_at
    FROM touched JOIN live_snapshot l USING (group_id)
    LEFT JOIN renewed r ON r.snapshot_id = l.snapshot_id),
  several AS (SELECT group_id FROM row GROUP BY 1 HAVING count(*) > 1)
  SELECT t.group_id FROM touched t JOIN group_judged j USING (group_id) WHERE j.ages_matter
  UNION
  SELECT a.group_id FROM several JOIN row a USING (group_id) JOIN row b USING (group_id)
  WHERE a.snapshot_id < b.snapshot_id AND (
    (a.old_at < b.old_at) <> (a.new_at < b.new_at) OR (a.old_at > b.old_at) <> (a.new_at > b.new_at)
    OR (a.old_at - b.old_at BETWEEN '-7 days' AND '7 days') <> (a.new_at - b.new_at BETWEEN '-7 days' AND '7 days'))`;

/** Mark the groups of which anything changed that could change an outcome. */
export async function markDirty(client: pg.ClientBase, upTo: number): Promise<void> {
  await client.query('ANALYZE dirty_identity');
  await client.query(
    `INSERT INTO group_dirty (group_id, seq)
     SELECT DISTINCT g.id, $1::bigint FROM (
       SELECT m.group_id FROM dirty_identity d JOIN group_member m USING (identity_id)
       UNION SELECT group_id FROM (${agedGroups}) AS aged) AS changed
     JOIN device_group g ON g.id = changed.group_id AND g.creates
     ON CONFLICT (group_id) DO UPDATE SET seq = EXCLUDED.seq`,
    [upTo],
  );
}
