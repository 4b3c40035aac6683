import type { Diagnostic } from '@ringcheck/model';
import type { TextCoding } from '@ringcheck/plist';

export type { TextCoding };

export interface DecodedText {
  /** Without the byte order mark. */
  readonly text: string;
  readonly encoding: TextCoding;
  readonly hadBom: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** Indexes of the characters U+FFFD that each stand for one byte that is no UTF-8. */
  readonly replaced?: readonly number[];
}

/** A longer text does not fit into a string of every engine. */
const longestText = 256 * 1024 * 1024;
const sampleBytes = 64 * 1024;

/** Windows-1252 at 0x80-0x9f; the five unassigned octets keep their control codes, as the WHATWG encoding does. */
const upper1252 =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

/** Decodes a text file: by byte order mark, else UTF-16 by its zero octets, else UTF-8, else Windows-1252. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const { encoding, bom } = recogniseCoding(bytes);
  const body = bytes.subarray(bom);
  if (body.length > longestText) {
    const message = `The text is longer than ${longestText} bytes; split the export.`;
    return { text: '', encoding, hadBom: bom > 0, diagnostics: [warn('text-too-long', message, 0, 'error')] };
  }
  switch (encoding) {
    case 'utf-8':
      return { ...decodeUtf8(body, bom), hadBom: bom > 0 };
    case 'utf-16le':
    case 'utf-16be':
      return { ...decodeUtf16(body, encoding, bom), hadBom: bom > 0 };
    case 'windows-1252':
      return { text: decode1252(body), encoding, hadBom: false, diagnostics: [] };
  }
}

/** Whether a sample of the bytes reads as text: hardly any control codes in the encoding it seems to have. */
export function isProbablyText(bytes: Uint8Array): boolean {
  if (bytes.length === 0) return true;
  const sample = bytes.subarray(0, sampleBytes - (sampleBytes % 2));
  const { text } = decodeText(sample);
  let odd = 0;
  for (let i = 0; i < text.length; i++) if (isOddInText(text.charCodeAt(i))) odd++;
  return odd * 100 <= text.length;
}

function isOddInText(code: number): boolean {
  if (code < 0x20) return code !== 0x09 && code !== 0x0a && code !== 0x0d && code !== 0x0c;
  return (code >= 0x7f && code <= 0x9f) || code === 0xfffd || code === 0xffff || code === 0xfffe;
}

/** The encoding by byte order mark or zero octets, and the length of the mark; UTF-8 unless something speaks against it. */
export function recogniseCoding(bytes: Uint8Array): { encoding: TextCoding; bom: number } {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', bom: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', bom: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', bom: 2 };
  return { encoding: utf16ByZeros(bytes) ?? 'utf-8', bom: 0 };
}

/** Text in Latin letters has its zero octets all on one side. */
function utf16ByZeros(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const length = Math.min(bytes.length, 1024) & ~1;
  if (length < 4) return undefined;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < length; i += 2) {
    if (bytes[i] === 0) even++;
    if (bytes[i + 1] === 0) odd++;
  }
  const units = length / 2;
  if (odd * 10 >= units * 6 && even * 20 <= units) return 'utf-16le';
  if (even * 10 >= units * 6 && odd * 20 <= units) return 'utf-16be';
  return undefined;
}

function decodeUtf8(body: Uint8Array, bom: number): Omit<DecodedText, 'hadBom'> {
  const invalidAt = firstInvalidUtf8(body);
  if (invalidAt === undefined)
    return {
      text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(body),
      encoding: 'utf-8',
      diagnostics: [],
    };
  const offset = bom + invalidAt.at;
  // A byte order mark, or more good sequences than bad octets, speak for damaged UTF-8 and not for another encoding.
  if (bom === 0 && invalidAt.goodSequences <= invalidAt.badOctets) {
    const message = 'The text is not UTF-8; it was read as Windows-1252.';
    return {
      text: decode1252(body),
      encoding: 'windows-1252',
      diagnostics: [warn('text-windows-1252', message, offset, 'info')],
    };
  }
  const message = 'Some characters are not valid UTF-8; they were replaced.';
  return {
    ...repairUtf8(body),
    encoding: 'utf-8',
    diagnostics: [warn('text-invalid-utf8', message, offset, 'warning')],
  };
}

/** Each bad octet becomes one U+FFFD, so that places after it can still be counted in bytes. */
function repairUtf8(bytes: Uint8Array): { text: string; replaced: readonly number[] } {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const parts: string[] = [];
  const replaced: number[] = [];
  let length = 0;
  let from = 0;
  const keep = (part: string): void => {
    parts.push(part);
    length += part.length;
  };
  for (let i = 0; i < bytes.length;) {
    const size = (bytes[i] ?? 0) < 0x80 ? 1 : sequenceLength(bytes, i);
    if (size === 0) {
      keep(decoder.decode(bytes.subarray(from, i)));
      replaced.push(length);
      keep('\ufffd');
      from = i + 1;
    }
    i += Math.max(1, size);
  }
  keep(decoder.decode(bytes.subarray(from)));
  return { text: parts.join(''), replaced };
}

interface InvalidUtf8 {
  readonly at: number;
  readonly badOctets: number;
  readonly goodSequences: number;
}

function firstInvalidUtf8(bytes: Uint8Array): InvalidUtf8 | undefined {
  let at = -1;
  let badOctets = 0;
  let goodSequences = 0;
  for (let i = 0; i < bytes.length;) {
    if ((bytes[i] ?? 0) < 0x80) {
      i++;
      continue;
    }
    const length = sequenceLength(bytes, i);
    if (length === 0) {
      if (at === -1) at = i;
      badOctets++;
    } else goodSequences++;
    i += Math.max(1, length);
  }
  return at === -1 ? undefined : { at, badOctets, goodSequences };
}

/** Length of the well-formed UTF-8 sequence at `i`, 0 for none (overlong forms and surrogates are none). */
function sequenceLength(bytes: Uint8Array, i: number): number {
  const lead = bytes[i] ?? 0;
  const second = bytes[i + 1] ?? 0;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  for (let k = 1; k < length; k++) if (((bytes[i + k] ?? 0) & 0xc0) !== 0x80) return 0;
  if (lead === 0xe0 && second < 0xa0) return 0;
  if (lead === 0xed && second > 0x9f) return 0;
  if (lead === 0xf0 && second < 0x90) return 0;
  return lead === 0xf4 && second > 0x8f ? 0 : length;
}

function decodeUtf16(
  body: Uint8Array,
  encoding: 'utf-16le' | 'utf-16be',
  bom: number,
): Omit<DecodedText, 'hadBom'> {
  const diagnostics: Diagnostic[] = [];
  const whole = body.length & ~1;
  if (whole !== body.length)
    diagnostics.push(
      warn('text-odd-length', 'The UTF-16 text ends in half a character.', bom + whole, 'warning'),
    );
  const units = encoding === 'utf-16le' ? body.subarray(0, whole) : swapped(body, whole);
  const text = new TextDecoder('utf-16le', { ignoreBOM: true }).decode(units);
  const replaced = text.indexOf('\ufffd');
  if (replaced !== -1 && (units[replaced * 2] !== 0xfd || units[replaced * 2 + 1] !== 0xff))
    diagnostics.push(
      warn(
        'text-lone-surrogate',
        'A half of a character pair stands alone; it was replaced.',
        bom + replaced * 2,
        'warning',
      ),
    );
  return { text, encoding, diagnostics };
}

function swapped(bytes: Uint8Array, length: number): Uint8Array {
  const turned = new Uint8Array(length);
  for (let i = 0; i < length; i += 2) {
    turned[i] = bytes[i + 1] ?? 0;
    turned[i + 1] = bytes[i] ?? 0;
  }
  return turned;
}

/** By hand: not every engine's decoder tells Windows-1252 from ISO 8859-1. */
function decode1252(bytes: Uint8Array): string {
  const parts: string[] = [];
  const step = 8192;
  for (let from = 0; from < bytes.length; from += step) {
    let part = '';
    const to = Math.min(bytes.length, from + step);
    for (let i = from; i < to; i++) {
      const octet = bytes[i] ?? 0;
      part += octet >= 0x80 && octet < 0xa0 ? upper1252.charAt(octet - 0x80) : String.fromCharCode(octet);
    }
    parts.push(part);
  }
  return parts.join('');
}

function warn(code: string, message: string, offset: number, severity: Diagnostic['severity']): Diagnostic {
  return { code, severity, message, at: { offset } };
}
