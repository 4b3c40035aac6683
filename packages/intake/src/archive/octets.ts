/** Little-endian numbers; octets past the end read as 0, callers check ranges first. */
export const u16 = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);

export const u32 = (bytes: Uint8Array, at: number): number =>
  (u16(bytes, at) | (u16(bytes, at + 2) << 16)) >>> 0;

/** Exact up to 2^53; larger numbers only ever meet a limit. */
export const u64 = (bytes: Uint8Array, at: number): number =>
  u32(bytes, at) + u32(bytes, at + 4) * 0x1_0000_0000;

/** Octets that come in pieces, kept in one array; it is as large as expected from the start, so that nothing is kept twice. */
export class Gathered {
  #bytes: Uint8Array;
  #length = 0;

  constructor(expected: number) {
    this.#bytes = new Uint8Array(expected);
  }

  get length(): number {
    return this.#length;
  }

  add(piece: Uint8Array): void {
    const needed = this.#length + piece.length;
    if (needed > this.#bytes.length) {
      const wider = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      wider.set(this.bytes);
      this.#bytes = wider;
    }
    this.#bytes.set(piece, this.#length);
    this.#length = needed;
  }

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}

const crcTable = new Uint32Array(256);
for (let n = 0; n < 256; n++) {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = (c & 1) === 0 ? c >>> 1 : 0xedb88320 ^ (c >>> 1);
  crcTable[n] = c >>> 0;
}

/** CRC-32 as zip and gzip use it; pass the last result to go on with the next chunk. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  for (let i = 0; i < bytes.length; i++) crc = (crcTable[(crc ^ (bytes[i] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
}
