import { piecesOf, readRange, Window, type ByteSource } from './byte-reader.js';
import { decodeName } from './names.js';
import { u16, u32, u64 } from './octets.js';

/** One file of a zip, as its headers describe it. */
export interface ZipMember {
  readonly name: string;
  /** Octets the name takes in the headers. */
  readonly nameLength: number;
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
  descriptor: 0x08074b50,
};
const endLength = 22;
const locatorLength = 20;
const localLength = 30;
/** More than any name that is taken has, in UTF-8. */
const longestNameBytes = 4 * 1024 + 4;
const longestComment = 0xffff;
const unset32 = 0xffffffff;

/** The central directory, at most `most` members of it; undefined when the archive has none (it was cut). */
export async function readZipDirectory(file: ByteSource, most: number): Promise<ZipDirectory | undefined> {
  const found = await findDirectory(file);
  if (found === undefined || found.start < 0 || found.start > found.end) return undefined;
  const { start, length, shift, end } = found;
  const window = new Window(file);
  const members: ZipMember[] = [];
  let at = start;
  const stop = Math.min(start + length, end);
  while (at < stop) {
    const head = await window.range(at, 46);
    if (u32(head, 0) !== signatures.central) break;
    if (members.length === most) return { members, hasMore: true, isDamaged: false };
    const entryLength = 46 + u16(head, 28) + u16(head, 30) + u16(head, 32);
    if (at + entryLength > end) break;
    members.push(readCentral(await window.range(at, entryLength), shift));
    at += entryLength;
  }
  return { members, hasMore: false, isDamaged: at < stop };
}

/** Where the data of a member begins, by its local header; undefined when that is not there. */
export async function zipDataStart(file: ByteSource, headerAt: number): Promise<number | undefined> {
  const head = await readRange(file, headerAt, localLength);
  return head.length < localLength ? undefined : dataStartBehind(head, headerAt);
}

function dataStartBehind(head: Uint8Array, headerAt: number): number | undefined {
  if (u32(head, 0) !== signatures.local) return undefined;
  return headerAt + localLength + u16(head, 26) + u16(head, 28);
}

/**
 * The members of an archive without its central directory, by walking the local headers from the start.
 * Where the size stands behind the data only, the data is taken to end at the next mark that fits.
 */
export async function* recoverMembers(file: ByteSource): AsyncGenerator<ZipMember> {
  const window = new Window(file);
  let at = 0;
  for (;;) {
    const head = await window.range(at, localLength);
    const start = head.length < localLength ? undefined : dataStartBehind(head, at);
    if (start === undefined) return;
    const member = readLocal(await window.range(at, start - at), at);
    const isSizeBehind = (u16(head, 6) & 0x08) !== 0 && member.compressedSize === 0;
    const measured = isSizeBehind ? await measure(file, start, member) : member;
    yield measured;
    const end = start + measured.compressedSize;
    const isNext = !isSizeBehind && u32(await window.range(end, 4), 0) === signatures.local;
    at = isNext ? end : await nextLocalHeader(file, end);
  }
}

interface FoundDirectory {
  readonly start: number;
  readonly length: number;
  /** What stands before the first member: offsets do not count it. */
  readonly shift: number;
  /** Where the record stands that closes the archive. */
  readonly end: number;
}

async function findDirectory(file: ByteSource): Promise<FoundDirectory | undefined> {
  const tailAt = Math.max(0, file.size - endLength - longestComment - locatorLength);
  const tail = await readRange(file, tailAt, file.size - tailAt);
  const end = findEnd(tail);
  return end === undefined ? undefined : locateDirectory(file, tail, tailAt, end);
}

function findEnd(tail: Uint8Array): number | undefined {
  const last = tail.length - endLength;
  for (let at = last; at >= 0 && at >= last - longestComment; at--)
    if (
      tail[at] === 0x50 &&
      u32(tail, at) === signatures.end &&
      at + endLength + u16(tail, at + 20) <= tail.length
    )
      return at;
  return undefined;
}

/** `endInTail` counts in the tail, what is given counts in the file. */
async function locateDirectory(
  file: ByteSource,
  tail: Uint8Array,
  tailAt: number,
  endInTail: number,
): Promise<FoundDirectory> {
  const end = tailAt + endInTail;
  const locator = endInTail - locatorLength;
  if (locator >= 0 && u32(tail, locator) === signatures.locator) {
    const end64 = u64(tail, locator + 8);
    const record = await readRange(file, end64, 56);
    if (end64 + 56 <= tailAt + locator && u32(record, 0) === signatures.end64)
      return { start: u64(record, 48), length: u64(record, 40), shift: 0, end };
  }
  const length = u32(tail, endInTail + 12);
  const stated = u32(tail, endInTail + 16);
  // Offsets count from the first member; a program or text may stand before it.
  const shift = Math.max(0, end - length - stated);
  return { start: stated + shift, length, shift, end };
}

/** From the bytes of one entry of the directory. */
function readCentral(entry: Uint8Array, shift: number): ZipMember {
  const extraAt = 46 + u16(entry, 28);
  const sizes = widen(entry, extraAt, u16(entry, 30), [u32(entry, 24), u32(entry, 20), u32(entry, 42)]);
  return {
    name: nameOf(entry.subarray(46, extraAt)),
    nameLength: extraAt - 46,
    isEncrypted: isEncrypted(u16(entry, 8)),
    method: u16(entry, 10),
    crc: u32(entry, 16),
    size: sizes[0],
    compressedSize: sizes[1],
    headerAt: sizes[2] + shift,
    mode: u16(entry, 40),
  };
}

/** From the bytes of a local header with its name and extra field. */
function readLocal(header: Uint8Array, headerAt: number): ZipMember {
  const extraAt = localLength + u16(header, 26);
  const sizes = widen(header, extraAt, u16(header, 28), [u32(header, 22), u32(header, 18), 0]);
  return {
    name: nameOf(header.subarray(localLength, extraAt)),
    nameLength: extraAt - localLength,
    isEncrypted: isEncrypted(u16(header, 6)),
    method: u16(header, 8),
    crc: u32(header, 14),
    size: sizes[0],
    compressedSize: sizes[1],
    headerAt,
    mode: 0,
  };
}

/** Longer ones are refused whatever they say, and a large directory may hold many of them. */
const nameOf = (bytes: Uint8Array): string => decodeName(bytes.subarray(0, longestNameBytes));

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
async function measure(file: ByteSource, start: number, member: ZipMember): Promise<ZipMember> {
  const found = await findMark(file, start, (octets, at) => {
    const mark = u32(octets, 0);
    return mark === signatures.central || (mark === signatures.descriptor && u32(octets, 8) === at - start);
  });
  if (found !== undefined && u32(found.octets, 0) === signatures.descriptor) {
    const { at, octets } = found;
    return { ...member, crc: u32(octets, 4), compressedSize: at - start, size: u32(octets, 12) };
  }
  // Cut inside this member: a size past the end says so.
  return { ...member, compressedSize: file.size - start + 1 };
}

/** The end of the file when there is none. */
async function nextLocalHeader(file: ByteSource, from: number): Promise<number> {
  const found = await findMark(file, Math.max(0, from), (octets) => {
    const mark = u32(octets, 0);
    return mark === signatures.local || mark === signatures.central;
  });
  return found !== undefined && u32(found.octets, 0) === signatures.local ? found.at : file.size;
}

interface Mark {
  readonly at: number;
  /** The mark and what follows it, fewer than 16 at the end of the file. */
  readonly octets: Uint8Array;
}

const markBytes = 16;

/** The first "PK" from an offset on that fits. */
async function findMark(
  file: ByteSource,
  from: number,
  fits: (octets: Uint8Array, at: number) => boolean,
): Promise<Mark | undefined> {
  let pieceAt = from;
  for await (const piece of piecesOf(file, from)) {
    // A mark may stand across two pieces.
    const behind = await readRange(file, pieceAt + piece.length, markBytes);
    const whole = behind.length === 0 ? piece : joined(piece, behind);
    for (let at = piece.indexOf(0x50); at >= 0; at = piece.indexOf(0x50, at + 1)) {
      if (whole[at + 1] !== 0x4b) continue;
      const octets = whole.subarray(at, at + markBytes);
      if (octets.length >= 4 && fits(octets, pieceAt + at)) return { at: pieceAt + at, octets };
    }
    pieceAt += piece.length;
  }
  return undefined;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
