import type { Diagnostic, DocumentKind, Profile, SourceDocument } from '@ringcheck/model';
import type pg from 'pg';
import { instant } from '../database/rows.js';
import type { StoredProfile } from '../types.js';

/**
 * A document as the watermark shows it: of all its sightings up to there, the first path by order, and the latest
 * receipt. The same rule as of a set of files held in memory, so that server and CLI name the same evidence.
 */
const seenDocument = `
  SELECT d.id, d.sha256, d.kind, s.path, s.received_at
  FROM document d
  JOIN LATERAL (
    SELECT min(path COLLATE "C") AS path, max(received_at) AS received_at
    FROM document_sighting WHERE document_id = d.id AND seq <= $1) s ON s.path IS NOT NULL
  WHERE d.seq <= $1`;

interface SeenRow {
  readonly sha256: string;
  readonly kind: string;
  readonly path: string;
  readonly received_at: Date;
}

const seenOf = (row: SeenRow) => ({
  document: { path: row.path, sha256: row.sha256 },
  receivedAt: instant(row.received_at),
});

/** Every profile up to the watermark, each distinct document once. */
export async function loadProfiles(pool: pg.Pool, watermark: number): Promise<readonly StoredProfile[]> {
  const { rows } = await pool.query<SeenRow & { document_id: string; index: number; body: Profile }>({
    name: 'load-profiles',
    text: `WITH seen AS (${seenDocument})
           SELECT p.document_id, p.index, p.body, seen.sha256, seen.kind, seen.path, seen.received_at
           FROM profile p JOIN seen ON seen.id = p.document_id ORDER BY p.document_id, p.index`,
    values: [watermark],
  });
  return rows.map((row) => {
    const seen = seenOf(row);
    return {
      documentId: Number(row.document_id),
      index: row.index,
      ...seen,
      profile: { ...row.body, document: seen.document },
    };
  });
}

/** Documents of some kinds with their text, without devices and profiles: firewall policies, policy files. */
export async function loadTexts(
  pool: pg.Pool,
  kinds: readonly DocumentKind[],
  watermark: number,
): Promise<readonly SourceDocument[]> {
  const { rows } = await pool.query<
    SeenRow & {
      diagnostics: readonly Diagnostic[];
      body: Omit<SourceDocument, 'devices' | 'profiles' | 'diagnostics'>;
    }
  >({
    name: 'load-texts',
    text: `WITH seen AS (${seenDocument} AND d.kind = ANY($2::text[]))
           SELECT d.diagnostics, d.body, seen.sha256, seen.kind, seen.path, seen.received_at
           FROM seen JOIN document d USING (id) ORDER BY d.id`,
    values: [watermark, kinds],
  });
  return rows.map((row) => {
    const seen = seenOf(row);
    return {
      ...row.body,
      ref: seen.document,
      receivedAt: seen.receivedAt,
      diagnostics: row.diagnostics,
      devices: [],
      profiles: [],
    };
  });
}
