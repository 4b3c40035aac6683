import { readCertificateFile } from '@ringcheck/intake';
import { readFile } from 'node:fs/promises';
import { UsageError } from '../failure.js';

/** The certificates of a file: any number in PEM, or one in DER. Throws UsageError when there is none. */
export async function readAnchors(file: string): Promise<readonly Uint8Array[]> {
  const bytes = await readFile(file).catch(() => {
    throw new UsageError(`--trust-anchors ${file}: cannot be read`);
  });
  const { certificates, damaged } = readCertificateFile(new Uint8Array(bytes));
  if (damaged > 0)
    throw new UsageError(`--trust-anchors ${file}: holds ${damaged} that cannot be read as certificates`);
  if (certificates.length === 0)
    throw new UsageError(`--trust-anchors ${file}: holds no certificate (PEM or DER)`);
  return certificates;
}
