import { asciiBytes, startsWithAt } from '../bytes.js';
import { DecodeError } from '../decode-error.js';

const magic = asciiBytes('bplist00');
export const headerLength = 8;
const trailerLength = 32;

/** Where the parts of a binary property list stand, checked against its size before anything is reserved. */
export interface Layout {
  readonly objectCount: number;
  readonly top: number;
  readonly offsetSize: number;
  readonly referenceSize: number;
  /** Objects end here. */
  readonly tableStart: number;
}

/** Reads the trailer. Throws DecodeError where it says what cannot be. */
export function layoutOf(bytes: Uint8Array): Layout {
  if (!startsWithAt(bytes, 0, magic))
    throw new DecodeError(
      'unsupported-encoding',
      'Only version 00 of binary property lists is read: export the file again as XML.',
      { offset: 0, end: Math.min(headerLength, bytes.length) },
    );
  const trailer = bytes.length - trailerLength;
  if (trailer <= headerLength)
    throw new DecodeError('truncated', 'The file is too short for a binary property list: it was cut off.', {
      offset: bytes.length,
    });
  const layout: Layout = {
    offsetSize: bytes[trailer + 6] as number,
    referenceSize: bytes[trailer + 7] as number,
    objectCount: unsignedAt(bytes, trailer + 8, 8),
    top: unsignedAt(bytes, trailer + 16, 8),
    tableStart: unsignedAt(bytes, trailer + 24, 8),
  };
  const fault = faultOf(layout, trailer);
  if (fault !== undefined)
    throw new DecodeError('invalid-trailer', `${fault}: the file is damaged or was cut off.`, {
      offset: trailer,
      end: bytes.length,
    });
  return layout;
}

function faultOf(layout: Layout, trailer: number): string | undefined {
  const { offsetSize, referenceSize, objectCount, top, tableStart } = layout;
  if (offsetSize < 1 || offsetSize > 8) return `The trailer says ${offsetSize} bytes per offset`;
  if (referenceSize < 1 || referenceSize > 8) return `The trailer says ${referenceSize} bytes per reference`;
  if (objectCount < 1) return 'The trailer says that there are no objects';
  if (top >= objectCount) return 'The trailer names a root object that is not in the table';
  if (tableStart <= headerLength || tableStart + objectCount * offsetSize > trailer)
    return 'The trailer places the offset table outside the file';
  return undefined;
}

/** Big-endian unsigned integer. Above 2^53 it is inexact, which every check then refuses as too large. */
export function unsignedAt(bytes: Uint8Array, at: number, size: number): number {
  let value = 0;
  for (let i = at; i < at + size; i++) value = value * 256 + (bytes[i] as number);
  return value;
}

/** Big-endian two's complement integer of any size. */
export function signedAt(bytes: Uint8Array, at: number, size: number): bigint {
  let value = 0n;
  for (let i = at; i < at + size; i++) value = (value << 8n) | BigInt(bytes[i] as number);
  return BigInt.asIntN(size * 8, value);
}
