import { decodeName } from './names.js';
import { u16, u32, u64 } from './octets.js';

/** One file of a zip, as its headers describe it. */
export interface ZipMember {
  readonly name: string;
  readonly isEncrypted: boolean;
  /** 0 stored, 8 deflate. */
  readonly method: number;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  /** Where the local header stands. */
  readonly headerAt: number;
  /** Unix file type and permissions, 0 when the tool wrote none. */
  readonly mode: number;
}

export interface ZipDirectory {
  readonly members: readonly ZipMember[];
  /** There are more members than were asked for. */
  readonly hasMore: boolean;
  /** The directory breaks off before its end. */
  readonly isDamaged: boolean;
}

const signatures = {
  local: 0x04034b50,
  central: 0x02014b50,
  end: 0x06054b50,
  end64: 0x06064b50,
  locator: 0x07064b50,
};
const endLength = 22;
const longestComment = 0xffff;
const unset32 = 0xffffffff;

/** The central directory, at most `most` members of it; undefined when the archive has none (it was cut). */
export function readZipDirectory(bytes: Uint8Array, most: number): ZipDirectory | undefined {
  const end = findEnd(bytes);
  if (end === undefined) return undefined;
  const { start, length, shift } = locateDirectory(bytes, end);
  if (start < 0 || start > end) return undefined;
  const members: ZipMember[] = [];
  let at = start;
  const stop = Math.min(start + length, end);
  while (at < stop && u32(bytes, at) === signatures.central) {
    if (members.length === most) return { members, hasMore: true, isDamaged: false };
    const next = at + 46 + u16(bytes, at + 28) + u16(bytes, at + 30) + u16(bytes, at + 32);
    if (next > end) break;
    members.push(readCentral(bytes, at, shift));
    at = next;
  }
  return { members, hasMore: false, isDamaged: at < stop };
}

/** Where the data of a member begins, by its local header; undefined when that is not there. */
export function zipDataStart(bytes: Uint8Array, headerAt: number): number | undefined {
  if (headerAt + 30 > bytes.length || u32(bytes, headerAt) !== signatures.local) return undefined;
  return headerAt + 30 + u16(bytes, headerAt + 26) + u16(bytes, headerAt + 28);
}

/**
 * The members of an archive without its central directory, by walking the local headers from the start.
 * Where the size stands behind the data only, the data is taken to end at the next mark that fits.
 */
export function* recoverMembers(bytes: Uint8Array): Generator<ZipMember> {
  let at = 0;
  for (;;) {
    const start = zipDataStart(bytes, at);
    if (start === undefined) return;
    const member = readLocal(bytes, at);
    const isSizeBehind = (u16(bytes, at + 6) & 0x08) !== 0 && member.compressedSize === 0;
    const measured = isSizeBehind ? measure(bytes, start, member) : member;
    yield measured;
    const end = start + measured.compressedSize;
    at = isSizeBehind ? nextLocalHeader(bytes, end) : end;
    if (!isSizeBehind && u32(bytes, at) !== signatures.local) at = nextLocalHeader(bytes, at);
  }
}

function findEnd(bytes: Uint8Array): number | undefined {
  const last = bytes.length - endLength;
  for (let at = last; at >= 0 && at >= last - longestComment; at--)
    if (
      bytes[at] === 0x50 &&
      u32(bytes, at) === signatures.end &&
      at + endLength + u16(bytes, at + 20) <= bytes.length
    )
      return at;
  return undefined;
}

function locateDirectory(bytes: Uint8Array, end: number): { start: number; length: number; shift: number } {
  const locator = end - 20;
  if (locator >= 0 && u32(bytes, locator) === signatures.locator) {
    const end64 = u64(bytes, locator + 8);
    if (end64 + 56 <= locator && u32(bytes, end64) === signatures.end64)
      return { start: u64(bytes, end64 + 48), length: u64(bytes, end64 + 40), shift: 0 };
  }
  const length = u32(bytes, end + 12);
  const stated = u32(bytes, end + 16);
  // Offsets count from the first member; a program or text may stand before it.
  const shift = Math.max(0, end - length - stated);
  return { start: stated + shift, length, shift };
}

function readCentral(bytes: Uint8Array, at: number, shift: number): ZipMember {
  const nameLength = u16(bytes, at + 28);
  const extraAt = at + 46 + nameLength;
  const sizes = widen(bytes, extraAt, u16(bytes, at + 30), [
    u32(bytes, at + 24),
    u32(bytes, at + 20),
    u32(bytes, at + 42),
  ]);
  return {
    name: decodeName(bytes.subarray(at + 46, extraAt)),
    isEncrypted: isEncrypted(u16(bytes, at + 8)),
    method: u16(bytes, at + 10),
    crc: u32(bytes, at + 16),
    size: sizes[0],
    compressedSize: sizes[1],
    headerAt: sizes[2] + shift,
    mode: u16(bytes, at + 40),
  };
}

function readLocal(bytes: Uint8Array, at: number): ZipMember {
  const nameLength = u16(bytes, at + 26);
  const extraAt = at + 30 + nameLength;
  const sizes = widen(bytes, extraAt, u16(bytes, at + 28), [u32(bytes, at + 22), u32(bytes, at + 18), 0]);
  return {
    name: decodeName(bytes.subarray(at + 30, extraAt)),
    isEncrypted: isEncrypted(u16(bytes, at + 6)),
    method: u16(bytes, at + 8),
    crc: u32(bytes, at + 14),
    size: sizes[0],
    compressedSize: sizes[1],
    headerAt: at,
    mode: 0,
  };
}

/** Plain and strong encryption, and a directory that hides its fields. */
const isEncrypted = (flags: number): boolean => (flags & 0x2041) !== 0;

/** Replaces 32-bit fields that say "too large" by those of the zip64 extra field, in its fixed order. */
function widen(
  bytes: Uint8Array,
  extraAt: number,
  extraLength: number,
  fields: readonly [number, number, number],
): [number, number, number] {
  let at = extraAt;
  const end = extraAt + extraLength;
  while (at + 4 <= end && u16(bytes, at) !== 1) at += 4 + u16(bytes, at + 2);
  let wide = at + 4;
  const widened = fields.map((field) => {
    if (field !== unset32 || wide + 8 > end) return field;
    wide += 8;
    return u64(bytes, wide - 8);
  });
  return [widened[0] ?? 0, widened[1] ?? 0, widened[2] ?? 0];
}

/** Sizes and checksum of a member that has them behind its data. */
function measure(bytes: Uint8Array, start: number, member: ZipMember): ZipMember {
  for (let at = start; at + 4 <= bytes.length; at++) {
    if (bytes[at] !== 0x50 || bytes[at + 1] !== 0x4b) continue;
    const mark = u32(bytes, at);
    if (mark === 0x08074b50 && u32(bytes, at + 8) === at - start)
      return { ...member, crc: u32(bytes, at + 4), compressedSize: at - start, size: u32(bytes, at + 12) };
    if (mark === signatures.central) break;
  }
  // Cut inside this member: a size past the end says so.
  return { ...member, compressedSize: bytes.length - start + 1 };
}

function nextLocalHeader(bytes: Uint8Array, from: number): number {
  for (let at = Math.max(0, from); at + 4 <= bytes.length; at++) {
    if (bytes[at] !== 0x50 || bytes[at + 1] !== 0x4b) continue;
    const mark = u32(bytes, at);
    if (mark === signatures.local) return at;
    if (mark === signatures.central) break;
  }
  return bytes.length;
}
