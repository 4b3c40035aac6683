import type { SourceDocument } from '@ringcheck/model';
import type pg from 'pg';
import { copyRows } from '../database/copy.js';
import { transaction } from '../database/pool.js';
import { clean, indexable, toJsonText } from '../database/rows.js';
import { StoreError } from '../errors.js';
import type { FileOutcome } from '../types.js';
import { forgetLock } from './forget-documents.js';
import { intakeLock } from './intake.js';
import { writeRecords } from './save-records.js';

export interface DocumentsInput {
  readonly decoderVersion: string;
  readonly documents: AsyncIterable<SourceDocument> | Iterable<SourceDocument>;
  /** What became of the file as a whole; asked when all documents have been read. */
  readonly outcome: () => FileOutcome;
}

interface File {
  readonly id: number;
  readonly uploadId: string;
  readonly receivedAt: Date;
}

async function lockFile(client: pg.ClientBase, id: number): Promise<File> {
  const { rows } = await client.query<{ uploadId: string; receivedAt: Date }>(
    `SELECT f.upload_id AS "uploadId", u.received_at AS "receivedAt"
     FROM upload_file f JOIN upload u ON u.id = f.upload_id WHERE f.id = $1 FOR UPDATE OF f`,
    [id],
  );
  const row = rows[0];
  if (!row) throw new StoreError('upload-file-not-found', `There is no uploaded file ${id}.`);
  return { id, ...row };
}

/** Where a file's documents are written: one transaction, and the pool for what documents share. */
interface Target {
  readonly client: pg.ClientBase;
  readonly pool: pg.Pool;
  readonly file: File;
  readonly decoderVersion: string;
}

async function writeParts(target: Target, id: number, document: SourceDocument): Promise<void> {
  const { client, pool, file } = target;
  const { kind } = document;
  const { sha256 } = document.ref;
  const owner = { client, pool, documentId: id, sha256, kind, receivedAt: file.receivedAt };
  await writeRecords(owner, document.devices);
  await copyRows(
    client,
    'profile',
    ['document_id', 'index', 'identifier', 'uuid', 'vendor_ids', 'display_name', 'body'],
    document.profiles.map((profile, index) => [
      id,
      index,
      indexable(profile.identifier),
      profile.uuid === undefined ? null : indexable(profile.uuid),
      profile.vendorIds.map(clean),
      profile.displayName === undefined ? null : indexable(profile.displayName),
      toJsonText(profile),
    ]),
  );
}

function bodyOf(document: SourceDocument): string {
  const { devices: _devices, profiles: _profiles, diagnostics: _diagnostics, ...body } = document;
  return toJsonText(body);
}

/** A decoder of another version reads the same bytes anew; not under a scan, which must read one state. */
async function replaceOlder(
  target: Target,
  document: SourceDocument,
): Promise<{ readonly id: number; readonly isNew: boolean }> {
  const { client, decoderVersion: version } = target;
  const { rows } = await client.query<{ id: string; version: string; writing: boolean }>(
    `SELECT id, decoder_version AS version, EXISTS (SELECT 1 FROM scan WHERE writing) AS writing
     FROM document WHERE sha256 = $1 FOR UPDATE`,
    [document.ref.sha256],
  );
  const row = rows[0];
  if (!row)
    throw new StoreError('unexpected-row', `Document ${document.ref.sha256} vanished while it was saved.`);
  const id = Number(row.id);
  if (row.version === version) return { id, isNew: false };
  if (row.writing) {
    throw new StoreError(
      'scan-in-progress',
      `Document ${document.ref.sha256} was read by an older decoder; it is replaced when the running scan has ended.`,
    );
  }
  await client.query(
    `INSERT INTO identity_recheck SELECT DISTINCT s.identity_id, r.document_id
     FROM device_record r JOIN device_snapshot s ON s.id = r.snapshot_id WHERE r.document_id = $1
     ON CONFLICT DO NOTHING`,
    [id],
  );
  await client.query('DELETE FROM device_record WHERE document_id = $1', [id]);
  await client.query('DELETE FROM profile WHERE document_id = $1', [id]);
  await client.query(
    `UPDATE document SET kind = $2, status = $3, decoder_version = $4, diagnostics = $5, body = $6,
       device_count = $7, profile_count = $8 WHERE id = $1`,
    [
      id,
      document.kind,
      document.status,
      version,
      toJsonText(document.diagnostics),
      bodyOf(document),
      document.devices.length,
      document.profiles.length,
    ],
  );
  await writeParts(target, id, document);
  return { id, isNew: true };
}

async function writeDocument(
  target: Target,
  document: SourceDocument,
): Promise<{ readonly id: number; readonly isNew: boolean }> {
  const { client, file, decoderVersion } = target;
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO document (sha256, seq, path, kind, status, received_at, decoder_version, diagnostics, body, device_count,
       profile_count)
     VALUES ($1, nextval('intake_seq'), $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (sha256) DO NOTHING RETURNING id`,
    [
      document.ref.sha256,
      clean(document.ref.path),
      document.kind,
      document.status,
      file.receivedAt,
      decoderVersion,
      toJsonText(document.diagnostics),
      bodyOf(document),
      document.devices.length,
      document.profiles.length,
    ],
  );
  if (!rows[0]) return replaceOlder(target, document);
  const id = Number(rows[0].id);
  await writeParts(target, id, document);
  return { id, isNew: true };
}

interface Sighting {
  readonly documentId: number;
  readonly path: string;
  readonly isNew: boolean;
}

/** Numbers are given last, under the lock, so that a scan never meets a lower one that commits after its watermark. */
async function number(client: pg.ClientBase, file: File, seen: readonly Sighting[]): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [intakeLock]);
  const fresh = seen.filter((sighting) => sighting.isNew).map((sighting) => sighting.documentId);
  await client.query(`UPDATE document SET seq = nextval('intake_seq') WHERE id = ANY($1::bigint[])`, [fresh]);
  await client.query(
    `INSERT INTO document_sighting (seq, document_id, upload_file_id, path, received_at)
     SELECT nextval('intake_seq'), s.document_id, $1, s.path, $2
     FROM unnest($3::bigint[], $4::text[]) AS s(document_id, path)
     ON CONFLICT (document_id, upload_file_id, path) DO NOTHING`,
    [file.id, file.receivedAt, seen.map((one) => one.documentId), seen.map((one) => one.path)],
  );
}

async function finishFile(client: pg.ClientBase, file: File, outcome: FileOutcome): Promise<void> {
  await client.query('UPDATE upload_file SET status = $2, kind = $3, diagnostics = $4 WHERE id = $1', [
    file.id,
    outcome.status,
    outcome.kind,
    toJsonText(outcome.diagnostics),
  ]);
  // Two files of one upload may end together: each must see the other's end.
  await client.query('SELECT 1 FROM upload WHERE id = $1 FOR UPDATE', [file.uploadId]);
  await client.query(
    `UPDATE upload SET status = CASE WHEN EXISTS
       (SELECT 1 FROM upload_file WHERE upload_id = $1 AND status = 'pending') THEN 'processing' ELSE 'done' END
     WHERE id = $1`,
    [file.uploadId],
  );
}

/**
 * Save what an uploaded file was decoded into, with the file's outcome, in one transaction. The same again changes
 * nothing; bytes that are known already only get a sighting, which renews their age.
 * Throws StoreError `upload-file-not-found`, or `scan-in-progress` (try again later).
 */
export function saveDocuments(pool: pg.Pool, uploadFileId: number, input: DocumentsInput): Promise<void> {
  return transaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock_shared($1)', [forgetLock]);
    const file = await lockFile(client, uploadFileId);
    const target = { client, pool, file, decoderVersion: input.decoderVersion };
    const seen: Sighting[] = [];
    for await (const document of input.documents) {
      const written = await writeDocument(target, document);
      seen.push({ documentId: written.id, isNew: written.isNew, path: clean(document.ref.path) });
    }
    await finishFile(client, file, input.outcome());
    await number(client, file, seen);
  });
}
