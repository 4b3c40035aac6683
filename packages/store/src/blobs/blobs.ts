import { createHash, randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Database } from '../database/client.js';
import { word } from '../database/rows.js';
import { StoreError } from '../errors.js';
import { openChunk, sealChunk } from './blob-cipher.js';
import type { BlobKey } from './blob-key.js';
import { pack, packings, unpack } from './packing.js';

const chunkLength = 1024 * 1024;

export interface WrittenBlob {
  readonly id: string;
  readonly sha256: string;
  readonly size: number;
}

/** Cut a stream into pieces of exactly one chunk, the last one shorter. */
async function* chunksOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let length = 0;
  for await (const piece of bytes) {
    let rest = piece;
    while (length + rest.length >= chunkLength) {
      const cut = chunkLength - length;
      yield Buffer.concat([...held, rest.subarray(0, cut)]);
      rest = rest.subarray(cut);
      held = [];
      length = 0;
    }
    if (rest.length > 0) {
      // The source may reuse its buffer for the next piece.
      held.push(Uint8Array.from(rest));
      length += rest.length;
    }
  }
  if (length > 0) yield Buffer.concat(held);
}

/** Write the chunks of a blob inside the caller's transaction; `claimBlobs` makes it known. */
export async function writeChunks(
  client: pg.ClientBase,
  key: BlobKey,
  bytes: AsyncIterable<Uint8Array>,
): Promise<WrittenBlob> {
  const id = randomUUID();
  const hash = createHash('sha256');
  let size = 0;
  let seq = 0;
  for await (const plain of chunksOf(bytes)) {
    hash.update(plain);
    size += plain.length;
    const { packing, bytes: packed } = await pack(plain);
    const sealed = sealChunk(key, id, seq, packed, packing);
    await client.query({
      name: 'write-blob-chunk',
      text: 'INSERT INTO blob_chunk (blob_id, seq, nonce, tag, packing, bytes) VALUES ($1, $2, $3, $4, $5, $6)',
      values: [id, seq, sealed.nonce, sealed.tag, packing, sealed.bytes],
    });
    seq++;
  }
  return { id, sha256: hash.digest('hex'), size };
}

/** Give every written blob its row, or drop its chunks where the same bytes are stored already. */
export async function claimBlobs(
  client: pg.ClientBase,
  key: BlobKey,
  blobs: readonly WrittenBlob[],
): Promise<void> {
  // In one order for all transactions: two uploads of the same files must not wait for each other.
  const ordered = [...blobs].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
  for (const blob of ordered) {
    if (!(await claim(client, key, blob)))
      await client.query('DELETE FROM blob_chunk WHERE blob_id = $1', [blob.id]);
  }
}

/** False: the same bytes are stored already, and held on to until the transaction ends. */
async function claim(client: pg.ClientBase, key: BlobKey, blob: WrittenBlob): Promise<boolean> {
  for (;;) {
    const made = await client.query(
      'INSERT INTO blob (id, sha256, size, key_id) VALUES ($1, $2, $3, $4) ON CONFLICT (sha256) DO NOTHING',
      [blob.id, blob.sha256, blob.size, key.id],
    );
    if (made.rowCount === 1) return true;
    const held = await client.query('SELECT 1 FROM blob WHERE sha256 = $1 FOR KEY SHARE', [blob.sha256]);
    if (held.rowCount === 1) return false;
    // It was forgotten in between: ours is stored.
  }
}

/** An original that is read a range at a time. */
export interface OpenBlob {
  readonly size: number;
  /** `length` bytes from `offset` on, fewer only where the blob ends. Throws StoreError `blob-damaged`. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** Originals, by the SHA-256 of their bytes. */
export interface Blobs {
  /**
   * The plain bytes, a chunk at a time. Throws StoreError `blob-not-found`, or `blob-damaged` (at the latest at the
   * end, when length and hash are compared).
   */
  read(sha256: string): AsyncIterable<Uint8Array>;
  /** For reading here and there; every chunk proves itself and its place. Throws as `read`. */
  open(sha256: string): Promise<OpenBlob>;
  size(sha256: string): Promise<number | undefined>;
}

interface ChunkRow {
  readonly nonce: Buffer;
  readonly tag: Buffer;
  readonly packing: string;
  readonly bytes: Buffer;
}

export function blobsOf({ pool, prisma }: Database, key: BlobKey): Blobs {
  async function find(sha256: string): Promise<{ readonly id: string; readonly size: bigint }> {
    const blob = await prisma.blob.findUnique({ where: { sha256 } });
    if (!blob) throw new StoreError('blob-not-found', `No upload with SHA-256 ${sha256} is stored.`);
    if (blob.keyId !== key.id) {
      throw new StoreError('blob-damaged', `Blob ${sha256} was encrypted with another key (${blob.keyId}).`);
    }
    return blob;
  }
  async function chunk(id: string, seq: number, sha256: string): Promise<Uint8Array> {
    const { rows } = await pool.query<ChunkRow>({
      name: 'read-blob-chunk',
      text: 'SELECT nonce, tag, packing, bytes FROM blob_chunk WHERE blob_id = $1 AND seq = $2',
      values: [id, seq],
    });
    const sealed = rows[0];
    if (!sealed) throw new StoreError('blob-damaged', `Chunk ${seq} of blob ${sha256} is missing.`);
    const packing = word(packings, sealed.packing);
    const bytes = openChunk(key, id, seq, sealed, packing);
    return unpack({ packing, bytes }, chunkLength);
  }
  async function* read(sha256: string): AsyncGenerator<Uint8Array> {
    const blob = await find(sha256);
    const hash = createHash('sha256');
    let size = 0n;
    for (let seq = 0; size < blob.size; seq++) {
      const plain = await chunk(blob.id, seq, sha256);
      hash.update(plain);
      size += BigInt(plain.length);
      yield plain;
    }
    if (size !== blob.size || hash.digest('hex') !== sha256) {
      throw new StoreError('blob-damaged', `Blob ${sha256} does not have the bytes it was stored with.`);
    }
  }
  async function open(sha256: string): Promise<OpenBlob> {
    const blob = await find(sha256);
    const size = Number(blob.size);
    // Small ranges stand near each other, so the chunk read last mostly holds the next one too.
    let last: { readonly seq: number; readonly bytes: Uint8Array } | undefined;
    const chunkAt = async (seq: number): Promise<Uint8Array> => {
      if (last?.seq !== seq) last = { seq, bytes: await chunk(blob.id, seq, sha256) };
      return last.bytes;
    };
    return {
      size,
      async read(offset, length) {
        const end = Math.min(offset + length, size);
        const bytes = new Uint8Array(end - offset);
        for (let at = offset; at < end;) {
          const plain = await chunkAt(Math.floor(at / chunkLength));
          const part = plain.subarray(at % chunkLength).subarray(0, end - at);
          if (part.length === 0)
            throw new StoreError('blob-damaged', `Blob ${sha256} is shorter than it was stored.`);
          bytes.set(part, at - offset);
          at += part.length;
        }
        return bytes;
      },
    };
  }
  return {
    read,
    open,
    async size(sha256) {
      const blob = await prisma.blob.findUnique({ where: { sha256 }, select: { size: true } });
      return blob ? Number(blob.size) : undefined;
    },
  };
}
