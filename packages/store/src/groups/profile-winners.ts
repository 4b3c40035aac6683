import { profileNames } from '@ringcheck/model';
import type pg from 'pg';
import { indexable } from '../database/rows.js';

interface ProfileRow {
  readonly document_id: string;
  readonly index: number;
  readonly identifier: string;
  readonly uuid: string | null;
  readonly vendor_ids: string[];
  readonly display_name: string | null;
  readonly decoder_version: string;
  readonly path: string;
}

/** Every profile up to the watermark without its content, in the order in which `ProfileIndex` prefers them. */
async function loadNames(client: pg.ClientBase, upTo: number): Promise<readonly ProfileRow[]> {
  const { rows } = await client.query<ProfileRow>(
    `SELECT p.document_id, p.index, p.identifier, p.uuid, p.vendor_ids, p.display_name, d.decoder_version, s.path
     FROM profile p JOIN document d ON d.id = p.document_id AND d.seq <= $1
     JOIN LATERAL (SELECT min(path COLLATE "C") AS path, max(received_at) AS received_at
                   FROM document_sighting WHERE document_id = d.id AND seq <= $1) s ON s.path IS NOT NULL
     ORDER BY s.received_at DESC, s.path COLLATE "C", d.sha256, p.document_id, p.index`,
    [upTo],
  );
  return rows;
}

/** Which profile each name leads to; a display name that several profiles share leads to none. */
function winnersOf(rows: readonly ProfileRow[]): ReadonlyMap<string, string> {
  const winners = new Map<string, { readonly text: string; readonly identifier: string }>();
  for (const row of rows) {
    const text = `${row.document_id}#${row.index} ${row.decoder_version} ${row.path}`;
    const names = profileNames({
      identifier: row.identifier,
      vendorIds: row.vendor_ids,
      ...(row.uuid === null ? {} : { uuid: row.uuid }),
      ...(row.display_name === null ? {} : { displayName: row.display_name }),
    });
    for (const name of names.map(indexable)) {
      const held = winners.get(name);
      if (held === undefined) winners.set(name, { text, identifier: row.identifier });
      else if (name.startsWith('name ') && held.identifier !== row.identifier)
        winners.set(name, { text: 'several', identifier: held.identifier });
    }
  }
  return new Map([...winners].map(([name, { text }]) => [name, text]));
}

/**
 * Find the names that lead to another profile than before, and mark the groups that list one of them: no other group
 * can be changed by the profiles that came in.
 */
export async function markProfiles(client: pg.ClientBase, upTo: number): Promise<void> {
  const winners = winnersOf(await loadNames(client, upTo));
  const { rows } = await client.query<{ name: string; winner: string }>(
    'SELECT name, winner FROM profile_winner',
  );
  const before = new Map(rows.map((row) => [row.name, row.winner]));
  const changed = [...winners].filter(([name, winner]) => before.get(name) !== winner);
  const ended = [...before.keys()].filter((name) => !winners.has(name));
  const names = [...changed.map(([name]) => name), ...ended];
  if (names.length === 0) return;
  await client.query('DELETE FROM profile_winner WHERE name = ANY($1::text[])', [names]);
  await client.query('INSERT INTO profile_winner SELECT * FROM unnest($1::text[], $2::text[])', [
    changed.map(([name]) => name),
    changed.map(([, winner]) => winner),
  ]);
  await client.query(
    `INSERT INTO group_dirty
     SELECT DISTINCT l.group_id, $2::bigint FROM listed_names n
     JOIN device_snapshot s ON s.listed_id = n.id JOIN live_snapshot l ON l.snapshot_id = s.id
     JOIN device_group g ON g.id = l.group_id AND g.creates
     WHERE n.names && $1::text[]
     ON CONFLICT (group_id) DO UPDATE SET seq = EXCLUDED.seq`,
    [names, upTo],
  );
}
