import type pg from 'pg';

/** Mark the groups for which an answer was given, replaced or withdrawn between two watermarks. */
export async function markAttested(client: pg.ClientBase, from: number, upTo: number): Promise<void> {
  const { rows } = await client.query<{ device: string }>(
    `SELECT device FROM attestation WHERE seq > $1 AND seq <= $2
     UNION SELECT device FROM attestation WHERE ended_seq > $1 AND ended_seq <= $2`,
    [from, upTo],
  );
  if (rows.length === 0) return;
  await client.query(
    `INSERT INTO group_dirty (group_id, seq)
     SELECT id, $1::bigint FROM device_group
     WHERE creates AND (public_id = ANY($2::text[]) OR aliases && $2::text[])
     ON CONFLICT (group_id) DO UPDATE SET seq = EXCLUDED.seq`,
    [upTo, rows.map(({ device }) => device)],
  );
}
