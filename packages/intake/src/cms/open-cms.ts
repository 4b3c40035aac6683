import type { Diagnostic, SignatureInfo } from '@ringcheck/model';
import type { Certificate } from 'pkijs';
import { recogniseCms, rewrittenLineEndingAt, unarmour, isCmsDer, type CmsForm } from './armour.js';
import { certificatesIn, parsedCertificate } from './certificate-file.js';
import { joinOctets, readEnvelope, type Octets, type SignedParts } from './envelope.js';
import { checkSignature, type SignatureCheck } from './signature.js';

export interface CmsOptions {
  /** WebCrypto as the caller has it (`crypto.subtle`); without it signatures stay `unverified`. */
  readonly verify?: SubtleCrypto;
  /** Certificates (DER or PEM, one each) that count as known issuers. */
  readonly trustAnchors?: readonly Uint8Array[];
  /** How many signed messages may stand inside each other; default 4. */
  readonly depth?: number;
}

/**
 * What a CMS message holds.
 * `kind` is `broken` when the envelope is damaged; whatever content is still there is given all the same.
 */
export interface CmsResult {
  readonly kind: 'signed' | 'encrypted' | 'not-cms' | 'broken';
  readonly form?: CmsForm;
  /** The innermost content. */
  readonly content?: Uint8Array;
  /** Byte offset of the content in the given bytes; only when it stands there in one piece (DER). */
  readonly contentOffset?: number;
  /** The outermost signature, unless one further in is broken: then that one. */
  readonly signature?: SignatureInfo;
  /** Whether the signer's chain leads to a given trust anchor; absent when none was given. */
  readonly issuerKnown?: boolean;
  /** Signed messages opened, one inside the other. */
  readonly layers: number;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Opens a CMS (PKCS #7) message in DER, BER, PEM, S/MIME or bare base64.
 * Every input ends in a result: the promise is never rejected. Structure: RFC 5652.
 */
export async function openCms(bytes: Uint8Array, options: CmsOptions = {}): Promise<CmsResult> {
  const form = recogniseCms(bytes);
  if (form === undefined) return notCms(bytes);
  if (form === 'der') return openDer(bytes, options, form, options.depth ?? 4);
  const { der, diagnostics } = unarmour(bytes, form);
  if (!isCmsDer(der)) {
    const reason = damaged('the text does not hold a signed message', undefined);
    return { kind: 'broken', form, layers: 0, diagnostics: [...diagnostics, reason] };
  }
  const { contentOffset: _offsetInDer, ...opened } = await openDer(der, options, form, options.depth ?? 4);
  return { ...opened, diagnostics: [...diagnostics, ...opened.diagnostics] };
}

async function openDer(
  der: Uint8Array,
  options: CmsOptions,
  form: CmsForm,
  depth: number,
): Promise<CmsResult> {
  const envelope = readEnvelope(der);
  switch (envelope.type) {
    case 'signed':
      return openSigned(der, envelope.signed, options, form, depth);
    case 'data': {
      const content = joinOctets(der, envelope.content);
      const unsigned = problem(
        'cms-unsigned',
        'warning',
        'The message is wrapped as CMS data without a signature.',
      );
      return { kind: 'broken', form, content, layers: 0, diagnostics: [unsigned] };
    }
    case 'encrypted': {
      const diagnostics = [problem('cms-encrypted', 'warning', encryptedMessage)];
      if (envelope.truncated) diagnostics.push(truncated(der));
      return { kind: 'encrypted', form, layers: 0, diagnostics };
    }
    case 'unsupported': {
      const message = `The CMS content type ${envelope.oid} is not one that profiles or MDM replies use.`;
      const diagnostics = [
        { ...problem('cms-type-unsupported', 'error', message), at: { offset: envelope.at } },
      ];
      return { kind: 'broken', form, layers: 0, diagnostics };
    }
    case 'damaged':
      return { kind: 'broken', form, layers: 0, diagnostics: [damaged(envelope.reason, envelope.at)] };
  }
}

const encryptedMessage =
  'The content is encrypted for a device or server; nothing can be said about its settings. Export it unencrypted.';

async function openSigned(
  der: Uint8Array,
  signed: SignedParts,
  options: CmsOptions,
  form: CmsForm,
  depth: number,
): Promise<CmsResult> {
  const content = signed.content && joinOctets(der, signed.content);
  const anchors = readAnchors(options.trustAnchors ?? []);
  const check = await checkSignature(der, signed, content, options.verify, anchors.certificates);
  const diagnostics = [...anchors.diagnostics, ...notesOn(der, signed), ...check.diagnostics];
  const outer: CmsResult = {
    kind: signed.truncated ? 'broken' : 'signed',
    form,
    signature: check.signature,
    ...(check.issuerKnown === undefined ? {} : { issuerKnown: check.issuerKnown }),
    layers: 1,
    diagnostics,
  };
  if (!content) return outer;
  const offset = signed.content && offsetOf(signed.content);
  const opened = { ...outer, content, ...(offset === undefined ? {} : { contentOffset: offset }) };
  if (recogniseCms(content) === undefined) return opened;
  if (depth <= 1) {
    const message = 'Signed messages stand inside each other too deep; the innermost ones were not opened.';
    return {
      ...outer,
      kind: 'broken',
      diagnostics: [...diagnostics, problem('cms-too-deep', 'error', message)],
    };
  }
  const inner = await openCms(content, { ...options, depth: depth - 1 });
  return withinSigned(outer, check, inner, offset);
}

/** The answer for a message inside a signed one: the inner content, the outer signature unless the inner is broken. */
function withinSigned(
  outer: CmsResult,
  check: SignatureCheck,
  inner: CmsResult,
  offset: number | undefined,
): CmsResult {
  const signature = inner.signature?.integrity === 'broken' ? inner.signature : check.signature;
  const contentOffset =
    inner.contentOffset === undefined || offset === undefined ? undefined : offset + inner.contentOffset;
  return {
    ...outer,
    kind: outer.kind === 'broken' ? 'broken' : inner.kind,
    ...(inner.content ? { content: inner.content } : {}),
    ...(contentOffset === undefined ? {} : { contentOffset }),
    signature,
    layers: 1 + inner.layers,
    diagnostics: [...outer.diagnostics, ...inner.diagnostics],
  };
}

function notesOn(der: Uint8Array, signed: SignedParts): Diagnostic[] {
  const notes: Diagnostic[] = [];
  if (signed.truncated) notes.push(truncated(der));
  if (!signed.content && !signed.truncated) {
    const message =
      'The file holds a signature without the signed content (detached). Upload the signed file itself.';
    notes.push(problem('cms-detached', 'error', message));
  }
  if (
    !signed.truncated &&
    signed.end < der.length &&
    der.subarray(signed.end).some((octet) => octet > 0x20)
  ) {
    const message = 'Bytes follow after the end of the signed message; they were not read.';
    notes.push({ ...problem('cms-trailing-bytes', 'warning', message), at: { offset: signed.end } });
  }
  return notes;
}

function readAnchors(given: readonly Uint8Array[]): {
  certificates: Certificate[];
  diagnostics: Diagnostic[];
} {
  const certificates: Certificate[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const anchor of given) {
    const found = certificatesIn(anchor);
    const read = found.map(parsedCertificate).filter((certificate) => certificate !== undefined);
    certificates.push(...read);
    if (read.length === 0 || read.length < found.length)
      diagnostics.push(
        problem('trust-anchor-unreadable', 'error', 'A trust anchor is no certificate in PEM or DER.'),
      );
  }
  return { certificates, diagnostics };
}

function offsetOf(octets: Octets): number | undefined {
  return octets.pieces.length === 1 ? octets.pieces[0]?.start : undefined;
}

function notCms(bytes: Uint8Array): CmsResult {
  const at = rewrittenLineEndingAt(bytes);
  if (at === undefined) return { kind: 'not-cms', layers: 0, diagnostics: [] };
  const message =
    'The signed file was damaged by a text-mode transfer (carriage returns became line feeds). Export it again and move it as a binary file.';
  const diagnostics = [{ ...problem('cms-line-endings', 'error', message), at: { offset: at } }];
  return { kind: 'broken', form: 'der', layers: 0, diagnostics };
}

function truncated(der: Uint8Array): Diagnostic {
  const message = 'The signed file ends too early; what was there is read, its signature cannot be checked.';
  return { ...problem('cms-truncated', 'error', message), at: { offset: der.length } };
}

function damaged(reason: string, offset: number | undefined): Diagnostic {
  const found = problem('cms-damaged', 'error', `The signed file is damaged: ${reason}. Export it again.`);
  return offset === undefined ? found : { ...found, at: { offset } };
}

function problem(code: string, severity: Diagnostic['severity'], message: string): Diagnostic {
  return { code, severity, message };
}
