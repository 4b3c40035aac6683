import { documentKinds, type DeviceRecord } from '@ringcheck/model';
import type pg from 'pg';
import { instant, some, word } from '../database/rows.js';
import type { StoredGroup, StoredRecord } from '../types.js';

interface GroupRow {
  readonly id: string;
  readonly public_id: string;
  readonly aliases: string[];
  readonly serial: string | null;
  readonly udid: string | null;
  readonly enrolment_id: string | null;
  readonly vendor_id: string | null;
  readonly contested_serial: string | null;
}

interface RecordRow {
  readonly group_id: string;
  readonly last_at: Date;
  readonly is_observed: boolean;
  readonly document_id: string;
  readonly index: number;
  readonly body: DeviceRecord;
  readonly kind: string;
  readonly sha256: string;
  readonly path: string;
}

/**
 * Devices with all that is said of them now, in the order of `ids` and, where it tells since when, before. Only for the watermark groups
 * stand at: documents above it are not seen. Ids of groups that are no more give nothing.
 */
export async function loadGroups(
  pool: pg.Pool,
  ids: readonly number[],
  watermark: number,
): Promise<readonly StoredGroup[]> {
  const { rows: groups } = await pool.query<GroupRow>({
    name: 'load-groups',
    text: `SELECT g.id, g.public_id, g.aliases, g.serial, g.udid, g.enrolment_id, g.vendor_id, g.contested_serial
           FROM unnest($1::bigint[]) WITH ORDINALITY AS w(id, place) JOIN device_group g USING (id) ORDER BY w.place`,
    values: [ids],
  });
  const records = await loadLive(pool, ids, watermark);
  const past = await loadPast(pool, ids, watermark);
  return groups.map((row) => ({
    groupId: Number(row.id),
    id: row.public_id,
    aliases: row.aliases,
    identity: {
      ...some('serial', row.serial),
      ...some('udid', row.udid),
      ...some('enrolmentId', row.enrolment_id),
      ...some('vendorId', row.vendor_id),
    },
    ...some('contestedSerial', row.contested_serial),
    records: records.get(row.id) ?? [],
    past: past.get(row.id) ?? [],
  }));
}

/** The first to say it is the evidence, the last time it was said is its age. */
async function loadLive(
  pool: pg.Pool,
  ids: readonly number[],
  watermark: number,
): Promise<ReadonlyMap<string, StoredRecord[]>> {
  const { rows } = await pool.query<RecordRow>({
    name: 'load-live-records',
    text: `WITH said AS (
             SELECT DISTINCT ON (l.snapshot_id) m.group_id, l.last_at, l.is_observed, b.document_id, b.index, b.body,
               d.kind, d.sha256
             FROM group_member m JOIN live_snapshot l USING (identity_id)
             JOIN snapshot_body b ON b.snapshot_id = l.snapshot_id
             JOIN document d ON d.id = b.document_id AND d.seq <= $2
             WHERE m.group_id = ANY($1::bigint[])
             ORDER BY l.snapshot_id, b.said_at, d.sha256, b.index),
           seen AS (
             SELECT document_id, min(path COLLATE "C") AS path FROM document_sighting
             WHERE document_id IN (SELECT document_id FROM said) AND seq <= $2 GROUP BY 1)
           SELECT said.*, seen.path FROM said JOIN seen USING (document_id) ORDER BY said.document_id, said.index`,
    values: [ids, watermark],
  });
  return byGroup(rows);
}

/**
 * Reports that say when they were observed and name the build or the lines, each time they were made: from them it can
 * be told since when the present ones hold. Most devices never changed and give none.
 */
async function loadPast(
  pool: pg.Pool,
  ids: readonly number[],
  watermark: number,
): Promise<ReadonlyMap<string, StoredRecord[]>> {
  const { rows } = await pool.query<RecordRow>({
    name: 'load-past-records',
    text: `WITH changed AS (
             SELECT DISTINCT m.group_id FROM group_member m JOIN device_snapshot s USING (identity_id)
             LEFT JOIN live_snapshot l ON l.snapshot_id = s.id
             WHERE m.group_id = ANY($1::bigint[]) AND l.snapshot_id IS NULL),
           said AS (
             SELECT c.group_id, r.observed_at AS last_at, true AS is_observed, r.document_id, r.index, d.kind, d.sha256,
               (SELECT b.body FROM snapshot_body b WHERE b.snapshot_id = r.snapshot_id
                ORDER BY b.said_at, b.document_id, b.index LIMIT 1) AS body
             FROM changed c JOIN group_member m USING (group_id) JOIN device_snapshot s USING (identity_id)
             JOIN device_record r ON r.snapshot_id = s.id AND r.observed_at IS NOT NULL
             JOIN document d ON d.id = r.document_id AND d.seq <= $2),
           seen AS (
             SELECT document_id, min(path COLLATE "C") AS path FROM document_sighting
             WHERE document_id IN (SELECT document_id FROM said) AND seq <= $2 GROUP BY 1)
           SELECT said.*, seen.path FROM said JOIN seen USING (document_id)
           WHERE body->'claims'->'build' IS NOT NULL OR body->'claims'->'subscriptions' IS NOT NULL
           ORDER BY said.document_id, said.index`,
    values: [ids, watermark],
  });
  return byGroup(rows);
}

function byGroup(rows: readonly RecordRow[]): ReadonlyMap<string, StoredRecord[]> {
  const records = new Map<string, StoredRecord[]>();
  for (const row of rows) {
    const held = records.get(row.group_id);
    if (held) held.push(recordOf(row));
    else records.set(row.group_id, [recordOf(row)]);
  }
  return records;
}

function recordOf(row: RecordRow): StoredRecord {
  const { observedAt: _observedAt, ...said } = row.body;
  const lastAt = instant(row.last_at);
  return {
    documentId: Number(row.document_id),
    index: row.index,
    document: { path: row.path, sha256: row.sha256 },
    kind: word(documentKinds, row.kind),
    receivedAt: lastAt,
    // As decoders write an instant.
    record: row.is_observed ? { ...said, observedAt: lastAt.replace('.000Z', 'Z') } : said,
  };
}
