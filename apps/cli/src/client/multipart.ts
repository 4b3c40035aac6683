import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { UsageError } from '../failure.js';

/** A file to send: what the server shall call it, and where it is (`-`: standard input). */
export interface OutgoingFile {
  readonly name: string;
  readonly file: string;
}

export interface MultipartBody {
  readonly contentType: string;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** multipart/form-data (RFC 7578) of these files, read while it is sent: one open file and one chunk at a time. */
export function multipartOf(
  files: Iterable<OutgoingFile>,
  onFile: (count: number) => void = () => undefined,
): MultipartBody {
  const boundary = `ringcheck-${randomBytes(18).toString('hex')}`;
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    chunks: chunksOf(files, boundary, onFile),
  };
}

async function* chunksOf(
  files: Iterable<OutgoingFile>,
  boundary: string,
  onFile: (count: number) => void,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let count = 0;
  for (const { name, file } of files) {
    yield encoder.encode(
      `--${boundary}\r\ncontent-disposition: form-data; name="files"; filename="${quoted(name)}"\r\ncontent-type: application/octet-stream\r\n\r\n`,
    );
    yield* contentOf(file);
    yield encoder.encode('\r\n');
    onFile(++count);
  }
  yield encoder.encode(`--${boundary}--\r\n`);
}

async function* contentOf(file: string): AsyncGenerator<Uint8Array> {
  const stream: AsyncIterable<unknown> = file === '-' ? process.stdin : createReadStream(file);
  try {
    for await (const chunk of stream)
      if (chunk instanceof Uint8Array) yield chunk;
      else yield new TextEncoder().encode(String(chunk));
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : 'cannot be read'}`);
  }
}

/** As browsers write file names: three signs are escaped, all others stand as UTF-8. */
function quoted(name: string): string {
  return name.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
}
