import { childrenOf, isConstructed, readElement, readOid, type BerElement } from './ber.js';

/** What a CMS ContentInfo holds, as ranges in the bytes it was read from; nothing is verified here. */
export type Envelope =
  | { readonly type: 'signed'; readonly signed: SignedParts }
  | { readonly type: 'data'; readonly content: Octets; readonly truncated: boolean }
  | { readonly type: 'encrypted'; readonly oid: string; readonly truncated: boolean }
  | { readonly type: 'unsupported'; readonly oid: string; readonly at: number }
  | { readonly type: 'damaged'; readonly reason: string; readonly at: number };

export interface SignedParts {
  readonly contentType: string;
  /** Undefined for a detached signature. */
  readonly content: Octets | undefined;
  /** One range per X.509 certificate. */
  readonly certificates: readonly Range[];
  readonly signerInfos: readonly Range[];
  /** Where the whole message ends. */
  readonly end: number;
  readonly truncated: boolean;
}

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The value of an OCTET STRING, which BER may cut in pieces. */
export interface Octets {
  readonly pieces: readonly Range[];
  readonly truncated: boolean;
}

const limits = { certificates: 64, signers: 16, pieceDepth: 8 } as const;

const oids = {
  data: '1.2.840.113549.1.7.1',
  signed: '1.2.840.113549.1.7.2',
} as const;

const encryptedTypes = new Set([
  '1.2.840.113549.1.7.3',
  '1.2.840.113549.1.7.4',
  '1.2.840.113549.1.7.6',
  '1.2.840.113549.1.9.16.1.23',
]);

/** Reads the outer structure of a ContentInfo. Never throws; a cut message still gives the content that is there. */
export function readEnvelope(bytes: Uint8Array): Envelope {
  const outer = readElement(bytes, 0);
  if (!outer || outer.tag !== 0x30) return { type: 'damaged', reason: 'no SEQUENCE at the start', at: 0 };
  const [typeElement, wrapper] = firstTwo(bytes, outer);
  const oid = typeElement && readOid(bytes, typeElement);
  if (!typeElement || oid === undefined)
    return { type: 'damaged', reason: 'the content type cannot be read', at: outer.contentStart };
  if (encryptedTypes.has(oid)) return { type: 'encrypted', oid, truncated: outer.truncated };
  if (oid !== oids.data && oid !== oids.signed) return { type: 'unsupported', oid, at: typeElement.start };
  const body = wrapper && readElement(bytes, wrapper.contentStart, wrapper.contentEnd);
  if (!wrapper || wrapper.tag !== 0xa0 || !body)
    return { type: 'damaged', reason: 'the content is missing', at: typeElement.next };
  if (oid === oids.data)
    return { type: 'data', content: octetsOf(bytes, body), truncated: outer.truncated || body.truncated };
  return readSigned(bytes, body, outer);
}

function readSigned(bytes: Uint8Array, body: BerElement, outer: BerElement): Envelope {
  const parts = [...take(childrenOf(bytes, body), limits.signers)];
  const encapsulated = parts[2];
  if (body.tag !== 0x30 || !encapsulated || encapsulated.tag !== 0x30)
    return { type: 'damaged', reason: 'the signed data has no content part', at: body.start };
  const [typeElement, wrapper] = firstTwo(bytes, encapsulated);
  const contentType = typeElement && readOid(bytes, typeElement);
  if (contentType === undefined)
    return {
      type: 'damaged',
      reason: 'the type of the signed content cannot be read',
      at: encapsulated.start,
    };
  const inner = wrapper && readElement(bytes, wrapper.contentStart, wrapper.contentEnd);
  const content = inner && octetsOf(bytes, inner);
  const certificateSet = parts.slice(3).find((part) => part.tag === 0xa0);
  const signerSet = parts.slice(3).find((part) => part.tag === 0x31);
  const signed = {
    contentType,
    content,
    certificates: rangesOf(bytes, certificateSet, limits.certificates),
    signerInfos: rangesOf(bytes, signerSet, limits.signers),
    end: outer.next,
    truncated: outer.truncated || body.truncated || content?.truncated === true || !signerSet,
  };
  return { type: 'signed', signed };
}

/** The bytes of an octet string; one piece is a view of the input, several are copied together. */
export function joinOctets(bytes: Uint8Array, octets: Octets): Uint8Array {
  const [only] = octets.pieces;
  if (only && octets.pieces.length === 1) return bytes.subarray(only.start, only.end);
  const joined = new Uint8Array(octets.pieces.reduce((sum, piece) => sum + piece.end - piece.start, 0));
  let at = 0;
  for (const piece of octets.pieces) {
    joined.set(bytes.subarray(piece.start, piece.end), at);
    at += piece.end - piece.start;
  }
  return joined;
}

function octetsOf(bytes: Uint8Array, element: BerElement): Octets {
  const pieces: Range[] = [];
  // PKCS #7 of before CMS allowed any type here; its value then is the content.
  if (element.tag !== 0x24) pieces.push({ start: element.contentStart, end: element.contentEnd });
  else collectPieces(bytes, element, pieces, 0);
  return { pieces, truncated: element.truncated };
}

function collectPieces(bytes: Uint8Array, parent: BerElement, into: Range[], depth: number): void {
  for (const child of childrenOf(bytes, parent)) {
    if (child.tag === 0x04) into.push({ start: child.contentStart, end: child.contentEnd });
    else if (child.tag === 0x24 && depth < limits.pieceDepth) collectPieces(bytes, child, into, depth + 1);
  }
}

function rangesOf(bytes: Uint8Array, set: BerElement | undefined, most: number): Range[] {
  if (!set || !isConstructed(set)) return [];
  const found: Range[] = [];
  for (const child of take(childrenOf(bytes, set), most))
    if (child.tag === 0x30 && !child.truncated) found.push({ start: child.start, end: child.next });
  return found;
}

function firstTwo(bytes: Uint8Array, parent: BerElement): BerElement[] {
  return [...take(childrenOf(bytes, parent), 2)];
}

function* take<T>(items: Iterable<T>, most: number): Generator<T> {
  let left = most;
  if (left <= 0) return;
  for (const item of items) {
    yield item;
    if (--left === 0) return;
  }
}
