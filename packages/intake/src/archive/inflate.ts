import { Gunzip, Inflate } from 'fflate/browser';
import type { Excess, Meter } from './limits.js';
import { crc32, joinChunks, u32 } from './octets.js';

/** Deflate gives at most 1,032 octets for one, so a step never expands to more than 17 MB before it is counted. */
const stepBytes = 16 * 1024;

export type Stopped = Excess | 'damaged';

/** Expands a raw deflate stream; stops as soon as the meter objects. */
export function inflateRaw(compressed: Uint8Array, meter: Meter): Uint8Array | Stopped {
  const chunks: Uint8Array[] = [];
  const inflate = new Inflate((chunk) => {
    if (chunk.length > 0) chunks.push(chunk);
  });
  let counted = 0;
  for (const { step, last } of stepsOf(compressed)) {
    if (!push(inflate, step, last)) return 'damaged';
    for (; counted < chunks.length; counted++) {
      const excess = meter.count(chunks[counted]?.length ?? 0);
      if (excess) return excess;
    }
  }
  return joinChunks(chunks);
}

/** Expands gzip chunk by chunk, several members too; ends with the reason when it had to stop. */
export function* gunzip(bytes: Uint8Array, meter: Meter): Generator<Uint8Array, Stopped | undefined> {
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
  for (const { step, last } of stepsOf(bytes)) {
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
  const end = bytes.length;
  const isWhole = u32(bytes, end - 8) === crc && u32(bytes, end - 4) === length >>> 0;
  return members > 1 || isWhole ? undefined : 'damaged';
}

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

function* stepsOf(bytes: Uint8Array): Generator<{ step: Uint8Array; last: boolean }> {
  for (let from = 0; from < bytes.length; from += stepBytes)
    yield { step: bytes.subarray(from, from + stepBytes), last: from + stepBytes >= bytes.length };
}
