import {
  asciiBytes,
  BANG,
  GREATER,
  indexOfBytes,
  isPrintable,
  LESS,
  QUESTION,
  SLASH,
  SPACE,
  startsWithAt,
} from './bytes.js';
import { latin1, toUtf8, unicodeEncodingOf } from './encoding.js';

export type PlistEncoding = 'xml' | 'binary' | 'openstep' | 'json';

const window = 4096;
const bplist = asciiBytes('bplist');
const commentStart = asciiBytes('<!--');
const commentEnd = asciiBytes('-->');
const instructionEnd = asciiBytes('?>');
const doctype = asciiBytes('<!DOCTYPE');
const plistTag = asciiBytes('<plist');

/** Which encoding of a property list the bytes hold, from their beginning alone; undefined when none. */
export function recognisePlist(bytes: Uint8Array): PlistEncoding | undefined {
  if (startsWithAt(bytes, 0, bplist)) return 'binary';
  const text = utf8Of(bytes);
  const head = text.subarray(0, window);
  let first = 0;
  while (first < text.length && (text[first] as number) <= SPACE) first++;
  if (text[first] === LESS) {
    const root = xmlRoot(text, first);
    return root === 'plist' ? 'xml' : undefined;
  }
  const plain = plainEncoding(head);
  if (plain !== undefined) return plain;
  // Some tools print a sentence before the list.
  const sentence = indexOfBytes(head, plistTag, 0);
  return sentence >= 0 && isPrintable(head, 0, sentence) ? 'xml' : undefined;
}

/** The text as UTF-8 without its byte order mark; of UTF-16 only the beginning. */
function utf8Of(bytes: Uint8Array): Uint8Array {
  const encoding = unicodeEncodingOf(bytes);
  if (encoding === undefined) return bytes;
  if (encoding.unit === 0) return bytes.subarray(encoding.bomLength);
  return toUtf8(bytes.subarray(0, window), encoding);
}

/** Name of the first element, or of the document type where that is all there is. */
function xmlRoot(bytes: Uint8Array, first: number): string | undefined {
  let declared: string | undefined;
  let at = first;
  while (at < bytes.length) {
    if (bytes[at] !== LESS) at++;
    else if (startsWithAt(bytes, at, commentStart)) at = after(bytes, commentEnd, at);
    else if (bytes[at + 1] === QUESTION) at = after(bytes, instructionEnd, at);
    else if (startsWithAt(bytes, at, doctype)) {
      declared = nameAt(bytes, at + doctype.length);
      if (declared === 'plist') return declared;
      at = bytes.indexOf(GREATER, at);
      if (at < 0) return declared;
    } else if (bytes[at + 1] === BANG) return declared;
    else return nameAt(bytes, at + 1);
  }
  return declared;
}

function after(bytes: Uint8Array, needle: Uint8Array, at: number): number {
  const found = indexOfBytes(bytes, needle, at);
  return found < 0 ? bytes.length : found + needle.length;
}

function nameAt(bytes: Uint8Array, from: number): string {
  let start = from;
  while (start < bytes.length && (bytes[start] as number) <= SPACE) start++;
  let end = start;
  while (end < bytes.length && end - start < 32 && isNamePart(bytes[end] as number)) end++;
  return latin1(bytes, start, end);
}

function isNamePart(c: number): boolean {
  return c > SPACE && c !== GREATER && c !== SLASH && c !== 0x5b;
}

const quotedJsonKey = /^\{\s*(?:"(?:[^"\\]|\\.)*"\s*:|\}\s*$|$)/;
const openStepKey = /^\{\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[\w$./:-]+)\s*[=;]/;
const openStepItem = /^\(\s*(?:\)|[{("'<]|[\w$./:-]+\s*[,)])/;

/** JSON writes its keys in double quotes followed by a colon, OpenStep follows them with `=`. */
function plainEncoding(head: Uint8Array): PlistEncoding | undefined {
  const text = new TextDecoder().decode(head).trimStart();
  if (quotedJsonKey.test(text) || text.startsWith('[')) return 'json';
  const body = withoutComments(text);
  return openStepKey.test(body) || openStepItem.test(body) ? 'openstep' : undefined;
}

function withoutComments(text: string): string {
  let rest = text.trimStart();
  for (;;) {
    const end = rest.startsWith('/*')
      ? rest.indexOf('*/') + 2
      : rest.startsWith('//')
        ? rest.indexOf('\n') + 1
        : 0;
    if (end <= 1 && !rest.startsWith('//\n')) return rest;
    rest = rest.slice(end).trimStart();
  }
}
