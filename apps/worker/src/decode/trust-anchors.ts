import { readCertificateFile } from '@ringcheck/intake';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** What RINGCHECK_TRUST_ANCHORS names cannot be used; told at start, in one line. */
export class TrustAnchorsError extends Error {
  readonly code = 'trust-anchors';
  constructor(message: string) {
    super(`RINGCHECK_TRUST_ANCHORS: ${message}`);
    this.name = 'TrustAnchorsError';
  }
}

const certificateName = /\.(?:pem|crt|cer|der)$/i;

/** The certificates of a file, or of the .pem, .crt, .cer and .der files of a folder. */
export async function readTrustAnchors(given: string): Promise<readonly Uint8Array[]> {
  const info = await stat(given).catch(() => {
    throw new TrustAnchorsError('there is no such file or folder');
  });
  const names = info.isDirectory() ? (await readdir(given)).filter((name) => certificateName.test(name)) : [];
  const files = info.isDirectory() ? names.sort().map((name) => path.join(given, name)) : [given];
  const anchors: Uint8Array[] = [];
  for (const file of files) anchors.push(...(await readCertificates(file)));
  if (anchors.length === 0)
    throw new TrustAnchorsError('the folder holds no certificate (.pem, .crt, .cer or .der)');
  return anchors;
}

async function readCertificates(file: string): Promise<readonly Uint8Array[]> {
  const name = path.basename(file);
  const bytes = await readFile(file).catch(() => {
    throw new TrustAnchorsError(`${name} cannot be read`);
  });
  const { certificates, damaged } = readCertificateFile(new Uint8Array(bytes));
  if (damaged > 0)
    throw new TrustAnchorsError(`${name} holds ${damaged} that cannot be read as certificates`);
  if (certificates.length === 0) throw new TrustAnchorsError(`${name} holds no certificate (PEM or DER)`);
  return certificates;
}
