import { documentKinds, type Diagnostic, type Instant } from '@ringcheck/model';
import type { BlobKey } from '../blobs/blob-key.js';
import type { Database } from '../database/client.js';
import { Limiter } from '../database/limiter.js';
import { decodeCursor, encodeCursor, instant, isUuid, some, word } from '../database/rows.js';
import type { Upload as UploadRow, UploadFile as FileRow } from '../generated/client.js';
import { uploadFileStatuses, uploadStatuses } from '../types.js';
import type { PageRequest, Slice, Upload, UploadFile } from '../types.js';
import { forgetUploads, type ForgottenUploads } from './forget-uploads.js';
import { saveUpload, type UploadInput } from './save-upload.js';

export interface Uploads {
  /** Durable once it resolves; see `UploadInput`. Few run at a time, so that slow senders leave connections to others. */
  save(input: UploadInput): Promise<Upload>;
  get(id: string): Promise<Upload | undefined>;
  file(id: number): Promise<(UploadFile & { readonly receivedAt: string }) | undefined>;
  /** Records of devices in an upload; undefined while files of it are still to be decoded. */
  recordsWhenDone(id: string): Promise<number | undefined>;
  /** Newest first. */
  page(request: PageRequest): Promise<Slice<Upload>>;
  /** Remove what no document came from any more, a batch; see `forgetUploads`. */
  forget(before: Instant, batch: number): Promise<ForgottenUploads>;
}

function fileOf(row: FileRow): UploadFile {
  return {
    id: Number(row.id),
    uploadId: row.uploadId,
    path: row.path,
    sha256: row.sha256,
    size: Number(row.size),
    status: word(uploadFileStatuses, row.status),
    ...some('kind', row.kind === null ? null : word(documentKinds, row.kind)),
    diagnostics: row.diagnostics as unknown as readonly Diagnostic[],
  };
}

function uploadOf(row: UploadRow & { files: FileRow[] }): Upload {
  return {
    id: row.id,
    receivedAt: instant(row.receivedAt),
    status: word(uploadStatuses, row.status),
    actor: row.actor,
    files: row.files.map(fileOf),
  };
}

const olderThan = (receivedAt: string, id: string) => ({
  OR: [{ receivedAt: { lt: receivedAt } }, { receivedAt, id: { gt: id } }],
});

const withFiles = { files: { orderBy: { seq: 'asc' } } } as const;

export function uploadsOf({ pool, prisma }: Database, key: BlobKey, maxConnections: number): Uploads {
  const limiter = new Limiter(Math.max(1, Math.floor(maxConnections / 3)));
  return {
    forget: (before, batch) => forgetUploads(pool, before, batch),
    async save(input) {
      const id = await limiter.run(() => saveUpload(pool, key, input));
      return uploadOf(await prisma.upload.findUniqueOrThrow({ where: { id }, include: withFiles }));
    },
    async get(id) {
      if (!isUuid(id)) return undefined;
      const row = await prisma.upload.findUnique({ where: { id }, include: withFiles });
      return row ? uploadOf(row) : undefined;
    },
    async file(id) {
      const row = await prisma.uploadFile.findUnique({ where: { id }, include: { upload: true } });
      return row ? { ...fileOf(row), receivedAt: instant(row.upload.receivedAt) } : undefined;
    },
    async recordsWhenDone(id) {
      const { rows } = await pool.query<{ records: string }>({
        name: 'records-of-upload',
        text: `SELECT (SELECT coalesce(sum(d.device_count), 0) FROM upload_file f
                 JOIN document_sighting s ON s.upload_file_id = f.id JOIN document d ON d.id = s.document_id
                 WHERE f.upload_id = u.id) AS records
               FROM upload u WHERE u.id = $1 AND u.status = 'done'`,
        values: [id],
      });
      return rows[0] === undefined ? undefined : Number(rows[0].records);
    },
    async page({ limit, cursor }) {
      const after = cursor === undefined ? undefined : decodeCursor(cursor, ['instant', 'uuid']);
      const rows = await prisma.upload.findMany({
        ...(after === undefined ? {} : { where: olderThan(...after) }),
        orderBy: [{ receivedAt: 'desc' }, { id: 'asc' }],
        take: limit + 1,
        include: withFiles,
      });
      const items = rows.slice(0, limit).map(uploadOf);
      const last = items.at(-1);
      return {
        items,
        ...some('next', rows.length > limit && last ? encodeCursor([last.receivedAt, last.id]) : undefined),
      };
    },
  };
}
