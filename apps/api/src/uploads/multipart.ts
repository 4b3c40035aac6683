import type {} from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { IncomingFile } from '@ringcheck/store';
import { ProblemError } from '../http/problem.js';

/** Files of a multipart request, one after the other, as streams. */
export async function* readFiles(request: FastifyRequest): AsyncGenerator<IncomingFile> {
  if (!request.isMultipart()) throw new ProblemError(415, 'Send the files as multipart/form-data.');
  for await (const part of request.parts()) {
    if (part.type !== 'file') continue;
    yield { path: cleanPath(part.filename), bytes: part.file };
    if (part.file.truncated)
      throw new ProblemError(
        413,
        `${cleanPath(part.filename)} is larger than this server takes; see RINGCHECK_MAX_UPLOAD_MB.`,
      );
  }
}

/** A path is a label only; it never leaves the upload's own folder. */
export function cleanPath(given: string | undefined): string {
  const parts = (given ?? '')
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..');
  return parts.join('/').slice(0, 1_000) || 'unnamed';
}
