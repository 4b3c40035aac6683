import type pg from 'pg';
import { transaction } from '../database/pool.js';
import { intakeLock, lastIntake } from '../documents/intake.js';
import type { Grouping } from '../types.js';
import { markAttested } from './attested.js';
import { applyIncoming, markDirty, openStep } from './live.js';
import { markProfiles } from './profile-winners.js';
import { groupNew, ungroup } from './regroup.js';

/** Most records and documents that one transaction takes in. */
const stepRecords = 200_000;
const stepDocuments = 20_000;

/**
 * Bring groups up to a watermark, which no scan that writes may be behind of: in steps, each of them whole, so that
 * it goes on where it was cut. What is known already costs nothing.
 */
export async function advanceTo(pool: pg.Pool, grouping: Grouping, target: number): Promise<void> {
  while (await advanceStep(pool, grouping, target));
}

/**
 * Bring groups up to everything received, unless a scan reads them: then its successor does. Returns whether it did.
 */
export async function advanceIdle(pool: pg.Pool, grouping: Grouping): Promise<boolean> {
  const target = await transaction(pool, async (client) => {
    // A scan that begins from here on has a watermark at least as high as ours.
    await client.query('SELECT pg_advisory_xact_lock($1)', [intakeLock]);
    const { rows } = await client.query<{ seq: string; writing: boolean }>(
      `SELECT ${lastIntake} AS seq,
         EXISTS (SELECT 1 FROM scan WHERE writing) AS writing`,
    );
    return rows[0] === undefined || rows[0].writing ? undefined : Number(rows[0].seq);
  });
  if (target === undefined) return false;
  await advanceTo(pool, grouping, target);
  return true;
}

/** One transaction's worth; whether there may be more. */
function advanceStep(pool: pg.Pool, grouping: Grouping, target: number): Promise<boolean> {
  return transaction(pool, async (client) => {
    await client.query('INSERT INTO grouping_progress (id) VALUES (1) ON CONFLICT DO NOTHING');
    // The row is the lock: one groups at a time, and the next sees how far it came.
    const { rows } = await client.query<{ watermark: string }>(
      'SELECT watermark FROM grouping_progress WHERE id = 1 FOR UPDATE',
    );
    const from = Number(rows[0]?.watermark ?? 0);
    if (from >= target) return false;
    const upTo = await endOfStep(client, from, target);
    if (upTo !== undefined) await takeIn(client, grouping, from, upTo);
    await client.query('UPDATE grouping_progress SET watermark = $1 WHERE id = 1', [upTo ?? target]);
    return upTo !== undefined && upTo < target;
  });
}

/** Undefined when nothing came in. */
async function endOfStep(client: pg.ClientBase, from: number, target: number): Promise<number | undefined> {
  const { rows } = await client.query<{ up_to: string | null }>(
    `WITH event AS (
       (SELECT s.seq, d.device_count FROM document_sighting s JOIN document d ON d.id = s.document_id
        WHERE s.seq > $1 AND s.seq <= $2 ORDER BY s.seq LIMIT ${stepDocuments})
       UNION ALL
       (SELECT seq, 0 FROM document WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT ${stepDocuments})
       UNION ALL
       (SELECT seq, 0 FROM attestation WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT ${stepDocuments})
       UNION ALL
       (SELECT ended_seq, 0 FROM attestation WHERE ended_seq > $1 AND ended_seq <= $2 ORDER BY 1 LIMIT ${stepDocuments})),
     running AS (
       SELECT seq, sum(device_count) OVER (ORDER BY seq) AS records, row_number() OVER (ORDER BY seq) AS place FROM event)
     SELECT coalesce(max(seq) FILTER (WHERE records <= ${stepRecords} AND place <= ${stepDocuments}), min(seq)) AS up_to
     FROM running`,
    [from, target],
  );
  const upTo = rows[0]?.up_to ?? null;
  return upTo === null ? undefined : Number(upTo);
}

async function takeIn(client: pg.ClientBase, grouping: Grouping, from: number, upTo: number): Promise<void> {
  const { lost, hasProfiles } = await openStep(client, from, upTo);
  const step = { client, grouping, upTo };
  await ungroup(step, lost);
  await groupNew(step);
  await applyIncoming(client, from, upTo);
  await markDirty(client, upTo);
  await markAttested(client, from, upTo);
  if (hasProfiles) await markProfiles(client, upTo);
}
