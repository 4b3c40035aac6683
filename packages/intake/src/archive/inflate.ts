import { Gunzip, Inflate } from 'fflate/browser';
import { piecesOf, readRange, type ByteSource } from './byte-reader.js';
import type { Excess, Meter } from './limits.js';
import { crc32, Gathered, u32 } from './octets.js';

/** Deflate gives at most 1,032 octets for one, so a step never expands to more than 17 MB before it is counted. */
const stepBytes = 16 * 1024;

export type Stopped = Excess | 'damaged';

/** A stretch of a file. */
export interface Stretch {
  readonly file: ByteSource;
  readonly start: number;
  readonly end: number;
}

/** Expands a raw deflate stream to about `expected` octets; stops as soon as the meter objects. */
export async function inflateRaw(
  compressed: Stretch,
  expected: number,
  meter: Meter,
): Promise<Uint8Array | Stopped> {
  const gathered = new Gathered(Math.min(expected, meter.most));
  let ready: Uint8Array[] = [];
  const inflate = new Inflate((chunk) => {
    if (chunk.length > 0) ready.push(chunk);
  });
  for await (const { step, last } of stepsOf(compressed)) {
    if (!push(inflate, step, last)) return 'damaged';
    for (const chunk of ready) {
      const excess = meter.count(chunk.length);
      if (excess) return excess;
      gathered.add(chunk);
    }
    ready = [];
  }
  return gathered.bytes;
}

/** Expands gzip chunk by chunk, several members too; ends with the reason when it had to stop. */
export async function* gunzip(
  file: ByteSource,
  meter: Meter,
): AsyncGenerator<Uint8Array, Stopped | undefined> {
  let ready: Uint8Array[] = [];
  let members = 1;
  let crc = 0;
  let length = 0;
  const stream = new Gunzip((chunk) => {
    if (chunk.length > 0) ready.push(chunk);
  });
  stream.onmember = () => {
    members++;
  };
  for await (const { step, last } of stepsOf({ file, start: 0, end: file.size })) {
    const isIntact = push(stream, step, last);
    for (const chunk of ready) {
      const excess = meter.count(chunk.length);
      if (excess) return excess;
      crc = crc32(chunk, crc);
      length += chunk.length;
      yield chunk;
    }
    ready = [];
    if (!isIntact) return 'damaged';
  }
  // The trailer of the last member only tells of the whole when there is one member.
  const trailer = await readRange(file, Math.max(0, file.size - 8), 8);
  const isWhole = u32(trailer, 0) === crc && u32(trailer, 4) === length >>> 0;
  return members > 1 || isWhole ? undefined : 'damaged';
}

/** Longest header that is looked through for a name: the fixed part, an extra field, the name. */
export const gzipHeaderBytes = 12 + 0xffff + 256;

/** The file name a gzip header carries. */
export function gzipName(bytes: Uint8Array): string | undefined {
  const flags = bytes[3] ?? 0;
  if ((flags & 0x08) === 0) return undefined;
  const start = 10 + ((flags & 0x04) === 0 ? 0 : 2 + (bytes[10] ?? 0) + (bytes[11] ?? 0) * 256);
  const end = bytes.indexOf(0, start);
  if (end === -1 || end === start || end - start > 255) return undefined;
  let name = '';
  for (const octet of bytes.subarray(start, end)) name += String.fromCharCode(octet);
  return name;
}

interface Pushable {
  push(chunk: Uint8Array, final?: boolean): void;
}

function push(stream: Pushable, step: Uint8Array, last: boolean): boolean {
  try {
    stream.push(step, last);
    return true;
  } catch {
    // The library throws on malformed streams, and says no more than that.
    return false;
  }
}

async function* stepsOf({ file, start, end }: Stretch): AsyncGenerator<{ step: Uint8Array; last: boolean }> {
  let at = start;
  for await (const piece of piecesOf(file, start, end)) {
    for (let from = 0; from < piece.length; from += stepBytes) {
      const step = piece.subarray(from, from + stepBytes);
      at += step.length;
      yield { step, last: at >= end };
    }
  }
}
