import { intersect, pairsOf, rangesOf, type Ranges, subtract, unite, uniteAll } from './ranges.js';

export type Family = 4 | 6;

/** Addresses of both families; an absent family would be ambiguous, so both lists always stand. */
export interface AddressSet {
  readonly v4: Ranges;
  readonly v6: Ranges<bigint>;
}

const v4End = 2 ** 32;
const v6End = 1n << 128n;
export const allV4: Ranges = [0, v4End];
export const allV6: Ranges<bigint> = [0n, v6End];
export const anyAddress: AddressSet = { v4: allV4, v6: allV6 };
export const noAddress: AddressSet = { v4: [], v6: [] };

/** Dotted quad as an unsigned number; undefined when it is none. Leading zeros are decimal, as in every dialect here. */
export function parseV4(text: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  let value = 0;
  for (const part of match.slice(1)) {
    const octet = Number(part);
    if (octet > 255) return undefined;
    value = value * 256 + octet;
  }
  return value;
}

/** IPv6 text (with `::`, embedded IPv4 and a zone, which is dropped) as a number; undefined when it is none. */
export function parseV6(text: string): bigint | undefined {
  const bare = text.replace(/%.*$/, '');
  if (!bare.includes(':') || bare.length > 45) return undefined;
  const halves = bare.split('::');
  if (halves.length > 2) return undefined;
  const groups = halves.map((half) => (half === '' ? [] : v6Groups(half)));
  const [head, tail] = groups;
  if (head === undefined) return undefined;
  const used = head.length + (tail?.length ?? 0);
  if (halves.length === 1 ? used !== 8 : used > 7) return undefined;
  const filled = tail === undefined ? head : [...head, ...Array<number>(8 - used).fill(0), ...tail];
  if (filled.length !== 8 || filled.some((group) => Number.isNaN(group))) return undefined;
  return filled.reduce((value, group) => (value << 16n) | BigInt(group), 0n);
}

function v6Groups(half: string): number[] {
  return half.split(':').flatMap((group, index, all) => {
    const embedded = index === all.length - 1 ? parseV4(group) : undefined;
    if (embedded !== undefined) return [Math.floor(embedded / 65536), embedded % 65536];
    return [/^[0-9a-f]{1,4}$/i.test(group) ? parseInt(group, 16) : Number.NaN];
  });
}

/** `10.0.0.0/8`, `10.0.0.0/255.0.0.0`, `10.0.0.1-10.0.0.9`, one address, and the same in IPv6; undefined else. */
export function parseAddresses(text: string): AddressSet | undefined {
  const dash = /^([^-/]+)-([^-/]+)$/.exec(text);
  if (dash !== null) return addressRange(dash[1] as string, dash[2] as string);
  const [address = '', mask, extra] = text.split('/');
  if (extra !== undefined) return undefined;
  const v4 = parseV4(address);
  if (v4 !== undefined) return v4Masked(v4, mask);
  const v6 = parseV6(address);
  return v6 === undefined ? undefined : v6Masked(v6, mask);
}

function v4Masked(address: number, mask: string | undefined): AddressSet | undefined {
  if (mask === undefined) return { v4: [address, address + 1], v6: [] };
  if (/^\d{1,2}$/.test(mask)) {
    const bits = Number(mask);
    return bits > 32 ? undefined : v4Prefix(address, bits);
  }
  const dotted = parseV4(mask);
  return dotted === undefined ? undefined : v4Wildcard(address, v4End - 1 - dotted);
}

function v4Prefix(address: number, bits: number): AddressSet {
  const size = 2 ** (32 - bits);
  const from = Math.floor(address / size) * size;
  return { v4: [from, from + size], v6: [] };
}

function v6Masked(address: bigint, mask: string | undefined): AddressSet | undefined {
  if (mask !== undefined && !/^\d{1,3}$/.test(mask)) {
    const dotted = parseV6(mask);
    const bits = dotted === undefined ? undefined : prefixLength(dotted);
    return bits === undefined ? undefined : v6Masked(address, String(bits));
  }
  const bits = mask === undefined ? 128 : Number(mask);
  if (bits > 128) return undefined;
  const size = 1n << BigInt(128 - bits);
  const from = (address / size) * size;
  return { v4: [], v6: [from, from + size] };
}

function prefixLength(mask: bigint): number | undefined {
  const host = v6End - 1n - mask;
  if ((host & (host + 1n)) !== 0n) return undefined;
  return 128 - (host === 0n ? 0 : host.toString(2).length);
}

function addressRange(first: string, last: string): AddressSet | undefined {
  const [a4, b4] = [parseV4(first.trim()), parseV4(last.trim())];
  if (a4 !== undefined && b4 !== undefined) return a4 > b4 ? undefined : { v4: [a4, b4 + 1], v6: [] };
  const [a6, b6] = [parseV6(first.trim()), parseV6(last.trim())];
  if (a6 === undefined || b6 === undefined || a6 > b6) return undefined;
  return { v4: [], v6: [a6, b6 + 1n] };
}

/** More pieces than this are not worth carrying: the caller treats the condition as undecidable. */
const mostPieces = 4096;

/**
 * Address and wildcard (Cisco's inverted mask: set bits are free), contiguous or not.
 * Undefined when the wildcard falls apart into more than 4,096 pieces.
 */
export function v4Wildcard(address: number, wildcard: number): AddressSet | undefined {
  let block = 1;
  while (block < v4End && Math.floor(wildcard / block) % 2 === 1) block *= 2;
  const freeBits: number[] = [];
  for (let bit = block; bit < v4End; bit *= 2) if (Math.floor(wildcard / bit) % 2 === 1) freeBits.push(bit);
  if (2 ** freeBits.length > mostPieces) return undefined;
  const base = freeBits.reduce(
    (value, bit) => (Math.floor(value / bit) % 2 === 1 ? value - bit : value),
    Math.floor(address / block) * block,
  );
  const starts = freeBits.reduce<number[]>(
    (all, bit) => [...all, ...all.map((start) => start + bit)],
    [base],
  );
  return { v4: rangesOf(starts.map((start) => [start, start + block] as const)), v6: [] };
}

export function uniteAddresses(a: AddressSet, b: AddressSet): AddressSet {
  return { v4: unite(a.v4, b.v4), v6: unite(a.v6, b.v6) };
}

/** Union of many sets in one sort, where repeated `uniteAddresses` would be quadratic. */
export function uniteAllAddresses(sets: readonly AddressSet[]): AddressSet {
  return { v4: uniteAll(sets.map(({ v4 }) => v4)), v6: uniteAll(sets.map(({ v6 }) => v6)) };
}

export function intersectAddresses(a: AddressSet, b: AddressSet): AddressSet {
  return { v4: intersect(a.v4, b.v4), v6: intersect(a.v6, b.v6) };
}

export function subtractAddresses(a: AddressSet, b: AddressSet): AddressSet {
  return { v4: subtract(a.v4, b.v4), v6: subtract(a.v6, b.v6) };
}

/** Everything outside `set`, in both families: the complement of an IPv4 prefix has all of IPv6 in it. */
export function complementAddresses(set: AddressSet): AddressSet {
  return subtractAddresses(anyAddress, set);
}

/** United addresses of a list of texts; undefined as soon as one is no address. */
export function parseAddressList(texts: readonly string[]): AddressSet | undefined {
  const pairs4: [number, number][] = [];
  const pairs6: [bigint, bigint][] = [];
  for (const text of texts) {
    const set = parseAddresses(text);
    if (set === undefined) return undefined;
    pairs4.push(...pairsOf(set.v4));
    pairs6.push(...pairsOf(set.v6));
  }
  return { v4: rangesOf(pairs4), v6: rangesOf(pairs6) };
}

/** The addresses of one family. */
export function onlyFamily(set: AddressSet, family: Family): AddressSet {
  return family === 4 ? { ...noAddress, v4: set.v4 } : { ...noAddress, v6: set.v6 };
}

export function isEmptyAddresses(set: AddressSet): boolean {
  return set.v4.length === 0 && set.v6.length === 0;
}

export function formatV4(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

/** RFC 5952 text: lower case, the longest run of zeros shortened. */
export function formatV6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => (value >> BigInt(112 - 16 * index)) & 0xffffn);
  let best = { start: -1, length: 1 };
  for (let start = 0; start < 8; start += 1) {
    let end = start;
    while (end < 8 && groups[end] === 0n) end += 1;
    if (end - start > best.length) best = { start, length: end - start };
  }
  const text = (part: readonly bigint[]): string => part.map((group) => group.toString(16)).join(':');
  if (best.start < 0) return text(groups);
  return `${text(groups.slice(0, best.start))}::${text(groups.slice(best.start + best.length))}`;
}

/** Prefixes where a range is one, else `first-last`. */
export function formatAddresses(set: AddressSet): string[] {
  return [
    ...pairsOf(set.v4).map(([from, end]) => formatV4Range(from, end)),
    ...pairsOf(set.v6).map(([from, end]) => formatV6Range(from, end)),
  ];
}

function formatV4Range(from: number, end: number): string {
  const bits = Math.log2(end - from);
  const isPrefix = Number.isInteger(bits) && from % (end - from) === 0;
  return isPrefix ? `${formatV4(from)}/${32 - bits}` : `${formatV4(from)}-${formatV4(end - 1)}`;
}

function formatV6Range(from: bigint, end: bigint): string {
  const size = end - from;
  const isPrefix = (size & (size - 1n)) === 0n && from % size === 0n;
  return isPrefix
    ? `${formatV6(from)}/${129 - size.toString(2).length}`
    : `${formatV6(from)}-${formatV6(end - 1n)}`;
}
