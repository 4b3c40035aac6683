import type { DocumentKind, Instant } from '@ringcheck/model';
import type pg from 'pg';
import { transaction } from '../database/pool.js';
import { tellsSince } from './told-since.js';

/** Held shared by intake and alone by forgetting: what intake finds stored is there when it commits. */
export const forgetLock = 7_246_405;

export interface ForgetRequest {
  /** Received last before this moment. */
  readonly before: Instant;
  /** Kinds of documents that every device is judged by, however old. */
  readonly keep: readonly DocumentKind[];
  /** Go on behind this document. */
  readonly after: number;
  /** Most documents looked at. */
  readonly limit: number;
}

export interface ForgottenDocuments {
  /** How many were removed. */
  readonly documents: number;
  /** The last one looked at; undefined: there are no more to look at. */
  readonly last: number | undefined;
}

/** Old documents with nothing in them but devices, which newer documents have followed and grouping has taken in. */
const candidates = `
  SELECT d.id FROM document d
  JOIN LATERAL (SELECT max(seq) AS seq, max(received_at) AS received_at FROM document_sighting
                WHERE document_id = d.id) s ON true
  WHERE d.id > $1 AND d.profile_count = 0 AND d.kind <> ALL($2::text[])
    AND (d.device_count > 0 OR d.status IN ('ignored', 'rejected'))
    AND s.received_at < $3 AND s.seq < (SELECT max(seq) FROM document_sighting)
    AND GREATEST(s.seq, d.seq) <= (SELECT watermark FROM grouping_progress)
  ORDER BY d.id LIMIT $4`;

/** Whether what a document says, or how it says it, is needed by something that stays. */
const isNeeded = `
  SELECT EXISTS (
      SELECT 1 FROM document_sighting WHERE document_id = $1 AND received_at >= $2)
    -- It is the last to say what a device is described by now.
    OR EXISTS (
      SELECT 1 FROM device_record r JOIN live_snapshot l USING (snapshot_id)
      WHERE r.document_id = $1 AND l.last_at <= coalesce(
        r.observed_at, (SELECT max(received_at) FROM document_sighting WHERE document_id = $1)))
    -- It holds the words of that, or of a record of another document.
    OR EXISTS (
      SELECT 1 FROM snapshot_body b WHERE b.document_id = $1 AND (
        EXISTS (SELECT 1 FROM live_snapshot l WHERE l.snapshot_id = b.snapshot_id)
        OR EXISTS (SELECT 1 FROM device_record r WHERE r.snapshot_id = b.snapshot_id AND r.document_id <> $1)))
    -- From every report of a build or of lines it is told since when they hold.
    OR EXISTS (
      SELECT 1 FROM device_record r JOIN device_snapshot s ON s.id = r.snapshot_id
      JOIN record_shape h ON h.id = s.shape_id AND ${tellsSince}
      WHERE r.document_id = $1 AND r.observed_at IS NOT NULL) AS needed`;

/** In one transaction: whoever is killed in the middle has removed nothing. Undefined: intake is at work. */
function forgetOne(pool: pg.Pool, id: string, before: Instant): Promise<boolean | undefined> {
  return transaction(pool, async (client) => {
    const { rows: locks } = await client.query<{ alone: boolean }>(
      'SELECT pg_try_advisory_xact_lock($1) AS alone',
      [forgetLock],
    );
    if (locks[0]?.alone !== true) return undefined;
    const { rows } = await client.query<{ needed: boolean }>(isNeeded, [id, before]);
    if (rows[0]?.needed !== false) return false;
    for (const table of ['device_record', 'snapshot_body', 'identity_recheck'])
      await client.query(`DELETE FROM ${table} WHERE document_id = $1`, [id]);
    await client.query('DELETE FROM document WHERE id = $1', [id]);
    return true;
  });
}

/**
 * Remove old documents whose every word has been replaced since, each in a transaction of its own. What devices are
 * described by, profiles, firewalls and everything any of them refers to stay, however old. Snapshots keep their
 * numbers: should the same be said again, its words are stored again.
 */
export async function forgetDocuments(pool: pg.Pool, request: ForgetRequest): Promise<ForgottenDocuments> {
  const { rows } = await pool.query<{ id: string }>(candidates, [
    request.after,
    request.keep,
    request.before,
    request.limit,
  ]);
  let documents = 0;
  for (const { id } of rows) {
    const isGone = await forgetOne(pool, id, request.before);
    if (isGone === undefined) return { documents, last: Number(id) - 1 };
    if (isGone) documents++;
  }
  return { documents, last: rows.length < request.limit ? undefined : Number(rows.at(-1)?.id) };
}
