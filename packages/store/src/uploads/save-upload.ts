import { randomUUID } from 'node:crypto';
import type { Instant } from '@ringcheck/model';
import type pg from 'pg';
import { claimBlobs, writeChunks, type WrittenBlob } from '../blobs/blobs.js';
import type { BlobKey } from '../blobs/blob-key.js';
import { transaction } from '../database/pool.js';
import { clean } from '../database/rows.js';
import type { IncomingFile } from '../types.js';
import { workKinds } from '../work/work-kinds.js';

export interface UploadInput {
  readonly actor: string;
  readonly receivedAt: Instant;
  /** Read one after the other, each to its end. */
  readonly files: AsyncIterable<IncomingFile> | Iterable<IncomingFile>;
}

/**
 * Store the files, their rows and the work to decode them in one transaction; when this resolves, all of it is
 * durable, and when it throws, none of it is there. Returns the upload's id.
 */
export function saveUpload(pool: pg.Pool, key: BlobKey, input: UploadInput): Promise<string> {
  return transaction(pool, async (client) => {
    const files: { readonly path: string; readonly blob: WrittenBlob }[] = [];
    for await (const file of input.files)
      files.push({ path: clean(file.path), blob: await writeChunks(client, key, file.bytes) });
    await claimBlobs(
      client,
      key,
      files.map((file) => file.blob),
    );
    const id = randomUUID();
    await client.query('INSERT INTO upload (id, received_at, actor) VALUES ($1, $2, $3)', [
      id,
      input.receivedAt,
      clean(input.actor),
    ]);
    await client.query(
      `WITH file AS (
         INSERT INTO upload_file (upload_id, seq, path, sha256, size)
         SELECT $1, f.seq, f.path, f.sha256, f.size
         FROM unnest($2::int[], $3::text[], $4::text[], $5::bigint[]) AS f(seq, path, sha256, size)
         RETURNING id)
       INSERT INTO work (kind, key, payload)
       SELECT $6, file.id::text, json_build_object('uploadFileId', file.id) FROM file`,
      [
        id,
        files.map((_, seq) => seq),
        files.map((file) => file.path),
        files.map((file) => file.blob.sha256),
        files.map((file) => file.blob.size),
        workKinds.decode,
      ],
    );
    return id;
  });
}
