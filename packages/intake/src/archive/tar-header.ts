import { decodeName } from './names.js';

/** One 512-octet header of a tar archive (POSIX ustar, GNU and older). */
export interface TarHeader {
  readonly name: string;
  /** Undefined when the field cannot be read. */
  readonly size: number | undefined;
  /** `0` file, `5` folder, `1`/`2` links, `x` extended header, `L` long name… */
  readonly type: string;
}

export const tarBlock = 512;
const checksumAt = 148;

/** Whether the checksum of the header fits, which random data or text never does. */
export function tarHeaderFits(block: Uint8Array): boolean {
  if (block.length < tarBlock || block[0] === 0) return false;
  const wanted = readNumber(block, checksumAt, 8);
  let unsigned = 0;
  let signed = 0;
  for (let i = 0; i < tarBlock; i++) {
    const octet = i >= checksumAt && i < checksumAt + 8 ? 0x20 : (block[i] ?? 0);
    unsigned += octet;
    // Some old tools summed signed characters.
    signed += octet > 0x7f ? octet - 256 : octet;
  }
  return wanted === unsigned || wanted === signed;
}

export function readTarHeader(block: Uint8Array): TarHeader {
  const isUstar = readText(block, 257, 5) === 'ustar';
  // GNU's variant keeps times where POSIX keeps the folder.
  const prefix = isUstar && block[262] === 0 ? readText(block, 345, 155) : '';
  const name = readText(block, 0, 100);
  const type = block[156] ?? 0;
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    size: readNumber(block, 124, 12),
    type: type === 0 ? '0' : String.fromCharCode(type),
  };
}

/** The records of an extended header, `<length> <key>=<value>\n`; what cannot be read ends the list. */
export function readPaxRecords(bytes: Uint8Array): Map<string, string> {
  const records = new Map<string, string>();
  let at = 0;
  while (at < bytes.length) {
    const space = bytes.indexOf(0x20, at);
    const digits = space === -1 || space - at > 10 ? '' : ascii(bytes, at, space);
    const length = /^\d+$/.test(digits) ? Number(digits) : 0;
    const equals = space === -1 ? -1 : bytes.indexOf(0x3d, space);
    const end = at + length;
    if (length === 0 || equals === -1 || equals >= end || end > bytes.length) return records;
    records.set(ascii(bytes, space + 1, equals), decodeName(bytes.subarray(equals + 1, end - 1)));
    at = end;
  }
  return records;
}

function readText(block: Uint8Array, at: number, length: number): string {
  const field = block.subarray(at, at + length);
  const end = field.indexOf(0);
  return decodeName(end === -1 ? field : field.subarray(0, end));
}

/** Octal text, or GNU's base-256 when the first bit is set. */
function readNumber(block: Uint8Array, at: number, length: number): number | undefined {
  const first = block[at] ?? 0;
  if (first === 0x80) {
    let number = 0;
    for (let i = at + 1; i < at + length; i++) number = number * 256 + (block[i] ?? 0);
    return number;
  }
  if (first > 0x80) return undefined;
  const digits = /^ *([0-7]+)(?:[\0 ]|$)/.exec(ascii(block, at, at + length))?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits, 8);
}

function ascii(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let i = from; i < to; i++) text += String.fromCharCode(bytes[i] ?? 0);
  return text;
}
