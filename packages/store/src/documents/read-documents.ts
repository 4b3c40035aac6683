import type { DeviceRecord, Diagnostic, DocumentKind, Profile, SourceDocument } from '@ringcheck/model';
import { documentKinds } from '@ringcheck/model';
import type pg from 'pg';
import { instant, some, word } from '../database/rows.js';
import type { IdentityRow, RecordKey, StoredProfile, StoredRecord } from '../types.js';

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

const batchSize = 20_000;

/** Identity columns of every device record up to the watermark, in batches, in a fixed order. */
export async function* identityRows(
  pool: pg.Pool,
  watermark: number,
): AsyncGenerator<readonly IdentityRow[]> {
  let after: readonly [number, number] = [0, -1];
  for (;;) {
    const { rows } = await pool.query<{
      document_id: string;
      index: number;
      creates: boolean;
      serial: string | null;
      udid: string | null;
      enrolment_id: string | null;
      vendor_id: string | null;
    }>({
      name: 'identity-rows',
      text: `SELECT r.document_id, r.index, r.creates, r.serial, r.udid, r.enrolment_id, r.vendor_id
             FROM device_record r JOIN document d ON d.id = r.document_id
             WHERE d.seq <= $1 AND (r.document_id, r.index) > ($2, $3)
             ORDER BY r.document_id, r.index LIMIT ${batchSize}`,
      values: [watermark, ...after],
    });
    if (rows.length === 0) return;
    const batch = rows.map((row) => ({
      documentId: Number(row.document_id),
      index: row.index,
      creates: row.creates,
      ...some('serial', row.serial),
      ...some('udid', row.udid),
      ...some('enrolmentId', row.enrolment_id),
      ...some('vendorId', row.vendor_id),
    }));
    yield batch;
    const last = batch.at(-1);
    if (!last || batch.length < batchSize) return;
    after = [last.documentId, last.index];
  }
}

/** Whole device records, ordered by document and place. Keys above the watermark give nothing. */
export async function loadRecords(
  pool: pg.Pool,
  keys: readonly RecordKey[],
  watermark: number,
): Promise<readonly StoredRecord[]> {
  const { rows } = await pool.query<SeenRow & { document_id: string; index: number; body: DeviceRecord }>({
    name: 'load-records',
    text: `WITH wanted AS (SELECT * FROM unnest($2::bigint[], $3::int[]) AS k(document_id, index)),
           seen AS (${seenDocument} AND d.id IN (SELECT document_id FROM wanted))
           SELECT r.document_id, r.index, r.body, seen.sha256, seen.kind, seen.path, seen.received_at
           FROM wanted k JOIN device_record r USING (document_id, index) JOIN seen ON seen.id = r.document_id
           ORDER BY r.document_id, r.index`,
    values: [watermark, keys.map((key) => key.documentId), keys.map((key) => key.index)],
  });
  return rows.map((row) => ({
    documentId: Number(row.document_id),
    index: row.index,
    ...seenOf(row),
    kind: word(documentKinds, row.kind),
    record: row.body,
  }));
}

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
