import { createHmac, randomBytes } from 'node:crypto';

const key = randomBytes(32);

/** Digest of a secret under a key of this run: equal secrets compare as equal, and nothing outlives the run. */
export function digestSecret(bytes: Uint8Array): string {
  return createHmac('sha256', key).update(bytes).digest('base64url');
}
