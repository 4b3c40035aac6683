import { createHmac, hkdfSync } from 'node:crypto';
import type { BlobKey } from './blob-key.js';

/**
 * Digests of secrets under a key of the installation, so that equal secrets compare as equal without being kept.
 * The key is derived from the blob key: who has neither learns nothing from a digest, not even by guessing.
 */
export function secretDigest(blobKey: BlobKey): (bytes: Uint8Array) => string {
  const key = Buffer.from(hkdfSync('sha256', blobKey.bytes, '', 'ringcheck digests of secrets', 32));
  return (bytes) => createHmac('sha256', key).update(bytes).digest('base64url');
}
