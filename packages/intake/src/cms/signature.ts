import type { Diagnostic, SignatureInfo } from '@ringcheck/model';
import {
  Certificate,
  CryptoEngine,
  EncapsulatedContentInfo,
  SignedData,
  SignedDataVerifyError,
  SignerInfo,
  type RelativeDistinguishedNames,
} from 'pkijs';
import { fromBER } from 'asn1js';
import type { Range, SignedParts } from './envelope.js';
import { isIssuerKnown, type TrustAnchors } from './anchors.js';

export interface SignatureCheck {
  readonly signature: SignatureInfo;
  /** Undefined when no trust anchors were given or the signer's certificate is not there. */
  readonly issuerKnown?: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** Worst first: one broken signature among several makes the document's signature broken. */
const integrities = ['broken', 'unverified', 'intact'] as const;

/**
 * Checks every signature of a signed message against the certificates it carries.
 * Without `subtle` nothing is computed and the signature stays `unverified`; names and dates are read in any case.
 * Validity dates are not judged here.
 */
export function checkSignature(
  bytes: Uint8Array,
  signed: SignedParts,
  content: Uint8Array | undefined,
  subtle: SubtleCrypto | undefined,
  anchors: TrustAnchors,
): Promise<SignatureCheck> {
  // Certificates are hostile input to a large library: whatever it trips over must not cost the content.
  return checkEvery(bytes, signed, content, subtle, anchors).catch((error: unknown) => ({
    signature: { integrity: 'unverified' },
    diagnostics: [unverified(error)],
  }));
}

async function checkEvery(
  bytes: Uint8Array,
  signed: SignedParts,
  content: Uint8Array | undefined,
  subtle: SubtleCrypto | undefined,
  anchors: TrustAnchors,
): Promise<SignatureCheck> {
  const diagnostics: Diagnostic[] = [];
  const certificates = readAll(bytes, signed.certificates, readCertificate, 'certificate', diagnostics);
  const signerInfos = readAll(bytes, signed.signerInfos, readSignerInfo, 'signer', diagnostics);
  const unread = signed.signerInfos.length - signerInfos.length;
  if (signerInfos.length === 0) {
    if (unread === 0) diagnostics.push(noSigner(signed));
    return { signature: { integrity: 'unverified' }, diagnostics };
  }
  const data = new SignedData({
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: signed.contentType }),
    certificates,
    signerInfos,
  });
  const engine = subtle && engineOf(subtle);
  let worst: { integrity: SignatureInfo['integrity']; signer: Certificate | undefined } | undefined;
  for (let index = 0; index < signerInfos.length; index++) {
    const verified = await verifyOne(data, index, content, signed, engine, diagnostics);
    if (!worst || integrities.indexOf(verified.integrity) < integrities.indexOf(worst.integrity))
      worst = verified;
  }
  const signer = worst?.signer;
  const integrity =
    unread > 0 && worst?.integrity === 'intact' ? 'unverified' : (worst?.integrity ?? 'unverified');
  const signature: SignatureInfo = { integrity, ...(signer ? describeCertificate(signer) : {}) };
  if (!signer || !engine || anchors.length === 0) return { signature, diagnostics };
  return { signature, issuerKnown: await isIssuerKnown(signer, certificates, anchors, engine), diagnostics };
}

interface Verified {
  readonly integrity: SignatureInfo['integrity'];
  readonly signer: Certificate | undefined;
}

async function verifyOne(
  data: SignedData,
  index: number,
  content: Uint8Array | undefined,
  signed: SignedParts,
  engine: CryptoEngine | undefined,
  diagnostics: Diagnostic[],
): Promise<Verified> {
  const named = certificateNamedBy(data, index);
  if (!engine || content === undefined || content.length === 0 || signed.truncated)
    return { integrity: 'unverified', signer: named };
  try {
    const result = await data.verify(
      // The date is used only with a chain check, which is off; without it the library would read the clock.
      { signer: index, data: bufferOf(content), checkDate: new Date(0), extendedMode: true },
      engine,
    );
    const signer = result.signerCertificate ?? named;
    if (result.signatureVerified === true) return { integrity: 'intact', signer };
    diagnostics.push(brokenSignature('the signature does not belong to this content'));
    return { integrity: 'broken', signer };
  } catch (error) {
    const signer = (error instanceof SignedDataVerifyError ? error.signerCertificate : undefined) ?? named;
    if (error instanceof Error && error.message.includes("digest doesn't match")) {
      diagnostics.push(brokenSignature('the content was changed after it was signed'));
      return { integrity: 'broken', signer };
    }
    diagnostics.push(unverified(error));
    return { integrity: 'unverified', signer };
  }
}

function unverified(error: unknown): Diagnostic {
  const reason = error instanceof Error ? error.message : 'the check failed';
  return {
    code: 'cms-signature-unverified',
    severity: 'warning',
    message: `The signature cannot be checked (${reason}). The content is read all the same.`,
  };
}

function brokenSignature(reason: string): Diagnostic {
  return {
    code: 'cms-signature-broken',
    severity: 'warning',
    message: `The signature is broken: ${reason}. A device refuses to install this file; the content is read all the same.`,
  };
}

function noSigner(signed: SignedParts): Diagnostic {
  const message = signed.truncated
    ? 'The file ends before the signature; export it again.'
    : 'The signed message carries no signature.';
  return { code: 'cms-no-signer', severity: 'warning', message };
}

/** Only for names in reports: the same look-up as the check makes, without computing anything. */
function certificateNamedBy(data: SignedData, index: number): Certificate | undefined {
  const sid: unknown = data.signerInfos[index]?.sid;
  const certificates = (data.certificates ?? []).filter((entry) => entry instanceof Certificate);
  if (typeof sid !== 'object' || sid === null || !('issuer' in sid) || !('serialNumber' in sid))
    return certificates.length === 1 ? certificates[0] : undefined;
  const { issuer, serialNumber } = sid as Pick<Certificate, 'issuer' | 'serialNumber'>;
  return certificates.find(
    (candidate) => candidate.issuer.isEqual(issuer) && candidate.serialNumber.isEqual(serialNumber),
  );
}

/** Names and validity of a certificate as reports show them. */
export function describeCertificate(certificate: Certificate): Omit<SignatureInfo, 'integrity'> {
  const signer = nameOf(certificate.subject);
  const issuer = nameOf(certificate.issuer);
  const notBefore = instantOf(certificate.notBefore.value);
  const notAfter = instantOf(certificate.notAfter.value);
  return {
    ...(signer === undefined ? {} : { signer }),
    ...(issuer === undefined ? {} : { issuer }),
    ...(notBefore === undefined ? {} : { notBefore }),
    ...(notAfter === undefined ? {} : { notAfter }),
  };
}

/** Common name, else unit, else organisation. */
function nameOf(names: RelativeDistinguishedNames): string | undefined {
  for (const wanted of ['2.5.4.3', '2.5.4.11', '2.5.4.10']) {
    for (const { type, value } of names.typesAndValues) {
      const text: unknown = type === wanted ? value.valueBlock.value : undefined;
      if (typeof text === 'string' && text !== '') return text.slice(0, 256);
    }
  }
  return undefined;
}

function instantOf(date: Date): string | undefined {
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().replace('.000Z', 'Z');
}

export function readCertificate(bytes: Uint8Array): Certificate {
  return Certificate.fromBER(new Uint8Array(bytes));
}

function readSignerInfo(bytes: Uint8Array): SignerInfo {
  return new SignerInfo({ schema: fromBER(new Uint8Array(bytes)).result });
}

function readAll<T>(
  bytes: Uint8Array,
  ranges: readonly Range[],
  read: (bytes: Uint8Array) => T,
  what: string,
  diagnostics: Diagnostic[],
): T[] {
  const found: T[] = [];
  for (const { start, end } of ranges) {
    try {
      found.push(read(bytes.subarray(start, end)));
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'malformed';
      diagnostics.push({
        code: `cms-${what}-unreadable`,
        severity: 'warning',
        message: `A ${what} inside the signed file cannot be read (${reason}).`,
        at: { offset: start, end },
      });
    }
  }
  return found;
}

/** Only `subtle` is ever asked: the engine refuses to invent randomness. */
function engineOf(subtle: SubtleCrypto): CryptoEngine {
  const crypto: Crypto = {
    subtle,
    getRandomValues: () => refuseRandomness(),
    randomUUID: () => refuseRandomness(),
  };
  return new CryptoEngine({ crypto });
}

function refuseRandomness(): never {
  throw new Error('checking a signature needs no randomness');
}

function bufferOf(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return copy;
}
