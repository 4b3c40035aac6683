import { asciiBytes, indexOfBytes, startsWithAt } from './bytes.js';

/**
 * How text bytes are to be read. `unit` 0 means the bytes are UTF-8 as they stand; otherwise the text is
 * transcoded and one UTF-16 unit of it stands for `unit` bytes of the file.
 */
export interface TextEncoding {
  readonly label: 'utf-8' | 'utf-16le' | 'utf-16be' | 'iso-8859-1' | 'windows-1252';
  readonly unit: 0 | 1 | 2;
  readonly bomLength: number;
  /** What the XML declaration says, when it differs from what the bytes are. */
  readonly contradicts?: string;
}

const declarationStart = asciiBytes('<?xml');
const declarationEnd = asciiBytes('?>');
const encodingName = /\bencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']/;

/** From the byte order mark, else from where the zero bytes stand; undefined when the bytes are of single-byte units. */
export function unicodeEncodingOf(bytes: Uint8Array): TextEncoding | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { label: 'utf-8', unit: 0, bomLength: 3 };
  if (a === 0xff && b === 0xfe) return { label: 'utf-16le', unit: 2, bomLength: 2 };
  if (a === 0xfe && b === 0xff) return { label: 'utf-16be', unit: 2, bomLength: 2 };
  if (a !== 0 && b === 0 && c !== 0 && d === 0) return { label: 'utf-16le', unit: 2, bomLength: 0 };
  if (a === 0 && b !== 0 && c === 0 && d !== 0) return { label: 'utf-16be', unit: 2, bomLength: 0 };
  return undefined;
}

/** The encoding of an XML document; a name nobody here knows comes back as text. */
export function xmlEncodingOf(bytes: Uint8Array): TextEncoding | { readonly unsupported: string } {
  const unicode = unicodeEncodingOf(bytes);
  const declared = unicode?.unit === 2 ? undefined : declaredEncoding(bytes, unicode?.bomLength ?? 0);
  if (unicode !== undefined)
    return declared === undefined || isUtf8Name(declared) ? unicode : { ...unicode, contradicts: declared };
  const utf8: TextEncoding = { label: 'utf-8', unit: 0, bomLength: 0 };
  if (declared === undefined || isUtf8Name(declared)) return utf8;
  switch (declared.toLowerCase()) {
    case 'iso-8859-1':
    case 'latin1':
    case 'iso_8859-1':
      return { label: 'iso-8859-1', unit: 1, bomLength: 0 };
    case 'windows-1252':
    case 'cp1252':
      return { label: 'windows-1252', unit: 1, bomLength: 0 };
    case 'utf-16':
    case 'utf-16le':
    case 'utf-16be':
      // The declaration was read as single bytes, so it cannot be true; Apple reads such files as UTF-8.
      return { ...utf8, contradicts: declared };
    default:
      return { unsupported: declared };
  }
}

function isUtf8Name(name: string): boolean {
  return /^(utf-?8|us-ascii|ascii)$/i.test(name);
}

function declaredEncoding(bytes: Uint8Array, from: number): string | undefined {
  if (!startsWithAt(bytes, from, declarationStart)) return undefined;
  const end = indexOfBytes(bytes, declarationEnd, from, Math.min(bytes.length, from + 512));
  if (end < 0) return undefined;
  return encodingName.exec(latin1(bytes, from, end))?.[1];
}

/** Bytes as characters of the same number. For short stretches. */
export function latin1(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let i = from; i < to; i++) text += String.fromCharCode(bytes[i] as number);
  return text;
}

const chunk = 8192;

/** Turns pieces of a non-UTF-8 document, without its byte order mark, into UTF-8; halves of units are carried over. */
export function transcoderOf(encoding: TextEncoding): (bytes: Uint8Array) => Uint8Array {
  const encoder = new TextEncoder();
  if (encoding.label === 'iso-8859-1') return (bytes) => encoder.encode(ofCharCodes(bytes));
  const decoder = new TextDecoder(encoding.label, { ignoreBOM: true });
  return (bytes) => encoder.encode(decoder.decode(bytes, { stream: true }));
}

/** A whole non-UTF-8 document as UTF-8; half a unit at its end is dropped. */
export function toUtf8(bytes: Uint8Array, encoding: TextEncoding): Uint8Array {
  return transcoderOf(encoding)(bytes.subarray(encoding.bomLength));
}

function ofCharCodes(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += chunk)
    text += String.fromCharCode(...bytes.subarray(at, at + chunk));
  return text;
}
