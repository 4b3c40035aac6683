import { Inject, Injectable } from '@nestjs/common';
import type { Page, Upload } from '@ringcheck/contracts';
import { reportDiagnostics } from '@ringcheck/report';
import {
  workKinds,
  type Audit,
  type IncomingFile,
  type Upload as StoredUpload,
  type Uploads,
} from '@ringcheck/store';
import { notFound, ProblemError } from '../http/problem.js';
import { keys, type Wake } from '../store/tokens.js';

@Injectable()
export class UploadsService {
  constructor(
    @Inject(keys.uploads) private readonly uploads: Uploads,
    @Inject(keys.wake) private readonly wake: Wake,
    @Inject(keys.audit) private readonly audit: Audit,
  ) {}

  /** Durable once it resolves; decoding happens later. */
  async receive(files: AsyncIterable<IncomingFile>): Promise<Upload> {
    const counted = { files: 0 };
    const upload = await this.uploads.save({
      actor: 'local',
      receivedAt: new Date().toISOString(),
      files: count(files, counted),
    });
    if (counted.files === 0)
      throw new ProblemError(
        400,
        'The upload holds no file: send multipart/form-data with one or more parts named "files".',
      );
    await this.audit.write({
      actor: 'local',
      action: 'upload.create',
      subject: upload.id,
      data: { files: upload.files.length },
    });
    await this.wake(upload.files.map(({ id }) => ({ kind: workKinds.decode, key: String(id) })));
    return uploadOf(upload);
  }

  async one(id: string): Promise<Upload> {
    const upload = await this.uploads.get(id);
    if (upload === undefined) throw notFound('upload', id);
    return uploadOf(upload);
  }

  async page(query: { limit: number; cursor?: string | undefined }): Promise<Page<Upload>> {
    const { items, next } = await this.uploads.page({
      limit: query.limit,
      ...(query.cursor === undefined ? {} : { cursor: query.cursor }),
    });
    return { items: items.map(uploadOf), ...(next === undefined ? {} : { next }) };
  }
}

async function* count(
  files: AsyncIterable<IncomingFile>,
  counted: { files: number },
): AsyncGenerator<IncomingFile> {
  for await (const file of files) {
    counted.files++;
    yield file;
  }
}

function uploadOf(upload: StoredUpload): Upload {
  return {
    id: upload.id,
    receivedAt: upload.receivedAt,
    status: upload.status,
    files: upload.files.map((file) => ({
      path: file.path,
      sha256: file.sha256,
      size: file.size,
      status: file.status,
      ...(file.kind === undefined ? {} : { kind: file.kind }),
      diagnostics: reportDiagnostics(file.diagnostics, new Date().toISOString()),
    })),
  };
}
