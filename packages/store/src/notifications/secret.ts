import type { BlobKey } from '../blobs/blob-key.js';
import { openChunk, sealChunk } from '../blobs/blob-cipher.js';

export interface SealedSecret {
  readonly secretNonce: Uint8Array<ArrayBuffer> | null;
  readonly secretTag: Uint8Array<ArrayBuffer> | null;
  readonly secretBytes: Uint8Array<ArrayBuffer> | null;
}

/** Bound to its notifier, so that a row moved to another one does not open. */
const placeOf = (notifierId: string) => `notifier ${notifierId}`;

export function sealSecret(key: BlobKey, notifierId: string, secret: Uint8Array | undefined): SealedSecret {
  if (secret === undefined) return { secretNonce: null, secretTag: null, secretBytes: null };
  const { nonce, tag, bytes } = sealChunk(key, placeOf(notifierId), 0, secret);
  return {
    secretNonce: new Uint8Array(nonce),
    secretTag: new Uint8Array(tag),
    secretBytes: new Uint8Array(bytes),
  };
}

/** Throws StoreError `blob-damaged` when the row or the key is not the one it was sealed with. */
export function openSecret(
  key: BlobKey,
  notifierId: string,
  { secretNonce: nonce, secretTag: tag, secretBytes: bytes }: SealedSecret,
): Uint8Array | undefined {
  if (nonce === null || tag === null || bytes === null) return undefined;
  return openChunk(key, placeOf(notifierId), 0, { nonce, tag, bytes });
}
