import type { Diagnostic, SignatureInfo } from '@ringcheck/model';
import { optional } from '@ringcheck/model';
import type { CmsResult } from './open-cms.js';

/**
 * What the signature around a document says, for whoever reads the report; it changes no answer.
 * Dates are told, not judged: `expires` lets a reader who has a `now` do that.
 */
export function signatureNote(cms: CmsResult): Diagnostic | undefined {
  const { signature, issuerKnown } = cms;
  if (signature === undefined) return undefined;
  const sentences = [signerOf(signature), states[signature.integrity], knownIssuer(issuerKnown), place(cms)];
  return {
    code: 'cms-signed',
    severity: issuerKnown === false ? 'warning' : 'info',
    message: sentences.filter((sentence) => sentence !== '').join(' '),
    ...optional('expires', signature.notAfter),
  };
}

const states: Readonly<Record<SignatureInfo['integrity'], string>> = {
  intact: 'The signature is intact.',
  broken: 'The signature is broken.',
  unverified: 'The signature could not be checked.',
};

function signerOf({ signer, issuer, notBefore, notAfter }: SignatureInfo): string {
  if (signer === undefined) return 'Signed; the file does not say by whom.';
  const by = issuer === undefined ? '' : `, certified by ${issuer}`;
  const dates =
    notBefore === undefined || notAfter === undefined
      ? ''
      : ` (certificate of ${notBefore.slice(0, 10)} to ${notAfter.slice(0, 10)})`;
  return `Signed by ${signer}${by}${dates}.`;
}

function knownIssuer(known: boolean | undefined): string {
  if (known === undefined) return '';
  return known
    ? 'Its issuer is one of the trust anchors.'
    : 'Its issuer is none of the trust anchors: ask who signed the file, or add the certificate of its authority.';
}

/** Which layer lines and bytes of evidence count in. */
function place({ content, contentOffset }: CmsResult): string {
  if (content === undefined) return '';
  return contentOffset === undefined
    ? 'Lines, columns and bytes count in the signed content, which does not stand in one piece in the file.'
    : `Lines and columns count in the signed content, which begins at byte ${contentOffset}; bytes count in the file.`;
}
