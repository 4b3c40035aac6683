import { promisify } from 'node:util';
import { constants, deflateRaw, inflateRaw } from 'node:zlib';

const deflated = promisify(deflateRaw);
const inflated = promisify(inflateRaw);

/** How the plain bytes of a chunk were made smaller before they were encrypted. */
export const packings = ['none', 'deflate'] as const;
export type Packing = (typeof packings)[number];

export interface Packed {
  readonly packing: Packing;
  readonly bytes: Uint8Array;
}

/** Exports are mostly text that says the same again and again; archives and pictures are packed already. */
const sampleLength = 32 * 1024;
/** What shrinks less than to half takes ten times as long to pack as text does. */
const worthwhile = 0.5;
/** Past this level the time grows faster than the bytes shrink. */
const level = 3;

/** Bytes to be stored: packed where that makes half of them or less. Runs beside the event loop. */
export async function pack(plain: Uint8Array): Promise<Packed> {
  const sample = plain.subarray(0, sampleLength);
  if ((await deflated(sample, { level: constants.Z_BEST_SPEED })).length > sample.length * worthwhile)
    return { packing: 'none', bytes: plain };
  return { packing: 'deflate', bytes: await deflated(plain, { level }) };
}

/** The plain bytes again, `most` at the most. Rejects where they are more or not what `pack` made. */
export async function unpack({ packing, bytes }: Packed, most: number): Promise<Uint8Array> {
  return packing === 'none' ? bytes : inflated(bytes, { maxOutputLength: most });
}
