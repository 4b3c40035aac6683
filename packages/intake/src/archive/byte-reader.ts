/**
 * A file that is read a range at a time, so that it need not be in memory. Whoever opens it does the reading: a file
 * handle, stored chunks, an array.
 */
export interface ByteReader {
  readonly size: number;
  /** The bytes from `offset` on: `length` of them, fewer only where the file ends. They are not written to later. */
  read(offset: number, length: number): Uint8Array | Promise<Uint8Array>;
  /** SHA-256 of the whole file in lower-case hex; asked only where the file itself must be named. */
  sha256(): string | Promise<string>;
}

/** What an archive is read from; a part of a file has no name of its own. */
export type ByteSource = Omit<ByteReader, 'sha256'>;

export function isReader(file: Uint8Array | ByteReader): file is ByteReader {
  return !(file instanceof Uint8Array);
}

export function sourceOf(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

/** The bytes of a range; none where it begins outside the file. */
export async function readRange(file: ByteSource, offset: number, length: number): Promise<Uint8Array> {
  if (!(offset >= 0 && offset < file.size && length > 0)) return new Uint8Array();
  return file.read(offset, Math.min(length, file.size - offset));
}

const windowBytes = 256 * 1024;

/** Many small ranges that stand near each other, out of few larger reads. */
export class Window {
  #at = 0;
  #bytes: Uint8Array = new Uint8Array();

  constructor(readonly file: ByteSource) {}

  async range(offset: number, length: number): Promise<Uint8Array> {
    const from = offset - this.#at;
    if (from >= 0 && from + length <= this.#bytes.length) return this.#bytes.subarray(from, from + length);
    this.#bytes = await readRange(this.file, offset, Math.max(length, windowBytes));
    this.#at = offset;
    return this.#bytes.subarray(0, length);
  }
}

const pieceBytes = 1024 * 1024;

/** A stretch of a file, piece by piece. */
export async function* piecesOf(
  file: ByteSource,
  from = 0,
  end = file.size,
): AsyncGenerator<Uint8Array, undefined> {
  for (let at = from; at < end;) {
    const piece = await readRange(file, at, Math.min(pieceBytes, end - at));
    if (piece.length === 0) return;
    yield piece;
    at += piece.length;
  }
}
