import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { StoreError } from '../errors.js';
import type { BlobKey } from './blob-key.js';
import type { Packing } from './packing.js';

export interface SealedChunk {
  readonly nonce: Uint8Array;
  readonly tag: Uint8Array;
  readonly bytes: Uint8Array;
}

/** Bound into every chunk, so that chunks cannot be moved between blobs or places, or be read as packed otherwise. */
const placeOf = (blobId: string, seq: number, packing: Packing) =>
  Buffer.from(packing === 'none' ? `${blobId}:${seq}` : `${blobId}:${seq}:${packing}`);

export function sealChunk(
  key: BlobKey,
  blobId: string,
  seq: number,
  plain: Uint8Array,
  packing: Packing = 'none',
): SealedChunk {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce);
  cipher.setAAD(placeOf(blobId, seq, packing));
  const bytes = Buffer.concat([cipher.update(plain), cipher.final()]);
  return { nonce, tag: cipher.getAuthTag(), bytes };
}

/** Throws StoreError `blob-damaged` when the chunk, its place or the key is not the one it was sealed with. */
export function openChunk(
  key: BlobKey,
  blobId: string,
  seq: number,
  sealed: SealedChunk,
  packing: Packing = 'none',
): Uint8Array {
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, sealed.nonce, { authTagLength: 16 });
  decipher.setAAD(placeOf(blobId, seq, packing));
  decipher.setAuthTag(sealed.tag);
  try {
    return Buffer.concat([decipher.update(sealed.bytes), decipher.final()]);
  } catch (cause) {
    throw new StoreError(
      'blob-damaged',
      `Chunk ${seq} of blob ${blobId} cannot be decrypted: it was changed, or the blob key is another one.`,
      { cause },
    );
  }
}
