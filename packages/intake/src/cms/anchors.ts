import { BasicConstraints, type Certificate, type CryptoEngine } from 'pkijs';

export type TrustAnchors = readonly Certificate[];

const limits = { chain: 10, sameName: 8 } as const;
const basicConstraints = '2.5.29.19';

/**
 * Whether a chain leads from the signer to one of the anchors, over the certificates in the message.
 * Names, signatures and the CA mark are checked; dates are not, since they are judged against `now` later.
 */
export async function isIssuerKnown(
  signer: Certificate,
  embedded: readonly Certificate[],
  anchors: TrustAnchors,
  engine: CryptoEngine,
): Promise<boolean> {
  let current = signer;
  for (let step = 0; step < limits.chain; step++) {
    const subject = current;
    if (anchors.some((anchor) => isSame(anchor, subject))) return true;
    if (await issuerAmong(subject, anchors, engine)) return true;
    const next = await issuerAmong(subject, embedded.filter(isAuthority), engine);
    if (!next || isSame(next, subject)) return false;
    current = next;
  }
  return false;
}

async function issuerAmong(
  subject: Certificate,
  candidates: readonly Certificate[],
  engine: CryptoEngine,
): Promise<Certificate | undefined> {
  const named = candidates.filter((candidate) => candidate.subject.isEqual(subject.issuer));
  for (const candidate of named.slice(0, limits.sameName))
    if (await hasSigned(candidate, subject, engine)) return candidate;
  return undefined;
}

/** A key or algorithm the engine cannot use proves nothing. */
function hasSigned(issuer: Certificate, subject: Certificate, engine: CryptoEngine): Promise<boolean> {
  return subject.verify(issuer, engine).catch(() => false);
}

function isAuthority(certificate: Certificate): boolean {
  const extension = certificate.extensions?.find(({ extnID }) => extnID === basicConstraints);
  const parsed: unknown = extension?.parsedValue;
  return parsed instanceof BasicConstraints && parsed.cA;
}

function isSame(a: Certificate, b: Certificate): boolean {
  const left = a.tbsView;
  const right = b.tbsView;
  return left.length === right.length && left.every((octet, i) => octet === right[i]);
}
