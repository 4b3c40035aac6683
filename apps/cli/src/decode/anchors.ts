import { readFile } from 'node:fs/promises';
import { UsageError } from '../failure.js';

const pem = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** The certificates of a file: any number in PEM, or one in DER. Throws UsageError when there is none. */
export async function readAnchors(file: string): Promise<readonly Uint8Array[]> {
  const bytes = await readFile(file).catch(() => {
    throw new UsageError(`--trust-anchors ${file}: cannot be read`);
  });
  if (bytes[0] === 0x30) return [new Uint8Array(bytes)];
  const found = bytes.toString('latin1').match(pem) ?? [];
  if (found.length === 0) throw new UsageError(`--trust-anchors ${file}: holds no certificate (PEM or DER)`);
  return found.map((text) => new TextEncoder().encode(text));
}
