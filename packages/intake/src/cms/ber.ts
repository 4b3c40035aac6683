/** One BER element: identifier, length and the range of its content, all as offsets in the bytes it was read from. */
export interface BerElement {
  /** First identifier octet: class, constructed flag and low tag number, `0x30` for SEQUENCE. */
  readonly tag: number;
  readonly start: number;
  readonly contentStart: number;
  /** Exclusive; for an indefinite length, where the end-of-contents octets begin. */
  readonly contentEnd: number;
  /** Where the next element begins. */
  readonly next: number;
  readonly indefinite: boolean;
  /** The length reaches past the bytes that are there; the range was cut at their end. */
  readonly truncated: boolean;
}

interface Header {
  readonly tag: number;
  readonly contentStart: number;
  /** Undefined for an indefinite length. */
  readonly length: number | undefined;
}

export const isConstructed = (element: Pick<BerElement, 'tag'>): boolean => (element.tag & 0x20) !== 0;

/** The element at `at`, or undefined when no identifier and length can be read before `limit`. */
export function readElement(bytes: Uint8Array, at: number, limit = bytes.length): BerElement | undefined {
  const header = readHeader(bytes, at, limit);
  if (!header) return undefined;
  const { tag, contentStart, length } = header;
  if (length === undefined) {
    const close = findEndOfContents(bytes, contentStart, limit);
    const contentEnd = close ?? limit;
    const next = close === undefined ? limit : close + 2;
    return {
      tag,
      start: at,
      contentStart,
      contentEnd,
      next,
      indefinite: true,
      truncated: close === undefined,
    };
  }
  const end = contentStart + length;
  const contentEnd = Math.min(end, limit);
  return {
    tag,
    start: at,
    contentStart,
    contentEnd,
    next: contentEnd,
    indefinite: false,
    truncated: end > limit,
  };
}

/** The elements inside a constructed one, in order; stops at the first that cannot be read. */
export function* childrenOf(bytes: Uint8Array, parent: BerElement): Generator<BerElement> {
  let at = parent.contentStart;
  while (at < parent.contentEnd) {
    const child = readElement(bytes, at, parent.contentEnd);
    if (!child) return;
    yield child;
    at = child.next;
  }
}

/** Dotted form of an OBJECT IDENTIFIER; arcs beyond 2^53 end the reading. */
export function readOid(bytes: Uint8Array, element: BerElement): string | undefined {
  if (element.tag !== 0x06 || element.truncated || element.contentEnd - element.contentStart > 64)
    return undefined;
  const arcs: number[] = [];
  let arc = 0;
  for (let i = element.contentStart; i < element.contentEnd; i++) {
    const octet = bytes[i] ?? 0;
    arc = arc * 128 + (octet & 0x7f);
    if (!Number.isSafeInteger(arc)) return undefined;
    if ((octet & 0x80) !== 0) continue;
    if (arcs.length === 0)
      arcs.push(Math.min(2, Math.floor(arc / 40)), arc - 40 * Math.min(2, Math.floor(arc / 40)));
    else arcs.push(arc);
    arc = 0;
  }
  return arcs.length === 0 ? undefined : arcs.join('.');
}

function readHeader(bytes: Uint8Array, at: number, limit: number): Header | undefined {
  const tag = at < limit ? bytes[at] : undefined;
  if (tag === undefined) return undefined;
  let cursor = at + 1;
  if ((tag & 0x1f) === 0x1f) {
    // High tag numbers never occur in CMS; four octets are more than any real one needs.
    const stop = cursor + 4;
    while (cursor < stop && ((bytes[cursor] ?? 0) & 0x80) !== 0) cursor++;
    cursor++;
  }
  const first = cursor < limit ? bytes[cursor] : undefined;
  if (first === undefined) return undefined;
  cursor++;
  if (first < 0x80) return { tag, contentStart: cursor, length: first };
  if (first === 0x80)
    return (tag & 0x20) === 0 ? undefined : { tag, contentStart: cursor, length: undefined };
  const count = first & 0x7f;
  if (cursor + count > limit) return undefined;
  let length = 0;
  for (let i = 0; i < count; i++) {
    length = length * 256 + (bytes[cursor + i] ?? 0);
    if (length > Number.MAX_SAFE_INTEGER / 512) return undefined;
  }
  return { tag, contentStart: cursor + count, length };
}

/** Walks without recursion, so that depth costs a counter and not the stack. */
function findEndOfContents(bytes: Uint8Array, from: number, limit: number): number | undefined {
  let depth = 1;
  let at = from;
  while (at < limit) {
    if (bytes[at] === 0 && bytes[at + 1] === 0 && at + 1 < limit) {
      depth--;
      if (depth === 0) return at;
      at += 2;
      continue;
    }
    const header = readHeader(bytes, at, limit);
    if (!header) return undefined;
    if (header.length === undefined) depth++;
    at = header.contentStart + (header.length ?? 0);
  }
  return undefined;
}
