import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, StoreError } from '../errors.js';

/** The key of all blobs of an installation. `id` names it without giving it away. */
export interface BlobKey {
  readonly id: string;
  readonly bytes: Uint8Array;
}

const keyLength = 32;

/** A key from its base64 text. Throws StoreError `bad-blob-key`, which does not repeat the text. */
export function parseBlobKey(text: string, origin: string): BlobKey {
  const bytes = Buffer.from(text.trim(), 'base64');
  if (bytes.length !== keyLength) {
    throw new StoreError('bad-blob-key', `${origin} must hold ${keyLength} random bytes in base64.`);
  }
  const id = createHash('sha256').update('ringcheck blob key').update(bytes).digest('hex').slice(0, 16);
  return { id, bytes };
}

/** The key kept in a file that only its owner may read; made at the first call. */
export async function readOrMakeBlobKey(file: string): Promise<BlobKey> {
  const kept = await readFile(file, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (kept !== undefined) return parseBlobKey(kept, file);
  await mkdir(path.dirname(file), { recursive: true });
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, `${randomBytes(keyLength).toString('base64')}\n`, { mode: 0o600 });
  try {
    // A link, because it fails when another process was first: its key must win, not ours.
    await link(draft, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return parseBlobKey(await readFile(file, 'utf8'), file);
}
