import { decodeBase64 } from '@ringcheck/plist';
import type { Certificate } from 'pkijs';
import { readCertificate } from './signature.js';

export interface CertificateFile {
  /** DER, one certificate each. */
  readonly certificates: readonly Uint8Array[];
  /** How many stand in the file and cannot be read. */
  readonly damaged: number;
}

/** The certificates of a file: any number in PEM, or one in DER. A file of anything else holds none. */
export function readCertificateFile(bytes: Uint8Array): CertificateFile {
  const given = certificatesIn(bytes);
  const certificates = given.filter((der) => parsedCertificate(der) !== undefined);
  return { certificates, damaged: given.length - certificates.length };
}

/** What claims to be a certificate in a file, as DER. */
export function certificatesIn(bytes: Uint8Array): readonly Uint8Array[] {
  if (bytes[0] === 0x30) return [bytes];
  const text = new TextDecoder('latin1').decode(bytes);
  return [...text.matchAll(pemBlock)].map(([, body = '']) => decodeBase64(body).bytes);
}

const pemBlock = /-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----/g;

export function parsedCertificate(der: Uint8Array): Certificate | undefined {
  try {
    return readCertificate(der);
  } catch {
    // The library throws on anything that is no certificate.
    return undefined;
  }
}
