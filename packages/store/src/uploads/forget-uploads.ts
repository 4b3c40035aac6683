import type { Instant } from '@ringcheck/model';
import type pg from 'pg';
import { transaction } from '../database/pool.js';

/** What one batch removed; all zeros: nothing is left to remove. */
export interface ForgottenUploads {
  readonly files: number;
  readonly uploads: number;
  readonly originals: number;
}

/**
 * Remove at most `batch` files received before the moment of which no document is left, uploads without files, and
 * originals that no file refers to.
 */
export async function forgetUploads(
  pool: pg.Pool,
  before: Instant,
  batch: number,
): Promise<ForgottenUploads> {
  const removed = async (sql: string): Promise<number> =>
    (await pool.query(sql, [before, batch])).rowCount ?? 0;
  const files = await removed(
    `DELETE FROM upload_file WHERE id IN (
       SELECT f.id FROM upload_file f JOIN upload u ON u.id = f.upload_id
       WHERE u.received_at < $1 AND f.status <> 'pending'
         AND NOT EXISTS (SELECT 1 FROM document_sighting s WHERE s.upload_file_id = f.id)
       ORDER BY f.id LIMIT $2)`,
  );
  const uploads = await removed(
    `DELETE FROM upload WHERE id IN (
       SELECT u.id FROM upload u WHERE u.received_at < $1
         AND NOT EXISTS (SELECT 1 FROM upload_file f WHERE f.upload_id = u.id)
       ORDER BY u.received_at, u.id LIMIT $2)`,
  );
  return { files, uploads, originals: await forgetOriginals(pool, before, batch) };
}

function forgetOriginals(pool: pg.Pool, before: Instant, batch: number): Promise<number> {
  return transaction(pool, async (client) => {
    // An upload of the same bytes that is about to commit holds on to the row.
    const { rows } = await client.query<{ id: string }>(
      `SELECT id FROM blob b WHERE created_at < $1
         AND NOT EXISTS (SELECT 1 FROM upload_file f WHERE f.sha256 = b.sha256)
       ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED`,
      [before, batch],
    );
    const ids = rows.map(({ id }) => id);
    // Looked at again under the lock: one may have committed in between.
    const { rows: gone } = await client.query<{ id: string }>(
      `DELETE FROM blob b WHERE id = ANY($1::uuid[])
         AND NOT EXISTS (SELECT 1 FROM upload_file f WHERE f.sha256 = b.sha256) RETURNING id`,
      [ids],
    );
    await client.query('DELETE FROM blob_chunk WHERE blob_id = ANY($1::uuid[])', [gone.map(({ id }) => id)]);
    return gone.length;
  });
}
