import { asciiBytes, GREATER, indexOfBytes, QUOTE, APOSTROPHE, startsWithAt } from '../bytes.js';
import { DecodeError } from '../decode-error.js';
import type { TextSource } from '../text-source.js';

const commentStart = asciiBytes('<!--');
const commentEnd = asciiBytes('-->');
const cdataStart = asciiBytes('<![CDATA[');
const cdataEnd = asciiBytes(']]>');
const instructionEnd = asciiBytes('?>');
const doctype = asciiBytes('<!DOCTYPE');
const entity = asciiBytes('<!ENTITY');
const longestOpener = 9;

export type Markup = 'comment' | 'cdata' | 'instruction' | 'doctype';

export interface Skipped {
  readonly kind: Markup;
  /** First byte after it; the end of the bytes when it is not closed. */
  readonly next: number;
  readonly closed: boolean;
}

/**
 * What begins with `<!` or `<?` at `start`. Entities and other declarations end the reading:
 * nothing is ever expanded or fetched.
 */
export function markupAt(source: TextSource, start: number): Skipped {
  const { bytes } = source;
  if (bytes[start + 1] === 0x3f) return until(bytes, 'instruction', instructionEnd, start + 2);
  if (startsWithAt(bytes, start, commentStart)) return until(bytes, 'comment', commentEnd, start + 4);
  if (startsWithAt(bytes, start, cdataStart)) return until(bytes, 'cdata', cdataEnd, start + 9);
  if (startsWithAt(bytes, start, doctype)) return doctypeAt(source, start);
  if (bytes.length - start < longestOpener) return { kind: 'comment', next: bytes.length, closed: false };
  if (startsWithAt(bytes, start, entity))
    throw new DecodeError(
      'entity-declaration',
      'Entity declarations are refused: remove the declaration from the file.',
      source.at(start),
    );
  throw new DecodeError(
    'declaration-not-allowed',
    'A declaration stands where only values may: property lists know only <!DOCTYPE plist …>.',
    source.at(start),
  );
}

function until(bytes: Uint8Array, kind: Markup, needle: Uint8Array, from: number): Skipped {
  const end = indexOfBytes(bytes, needle, from);
  return end < 0
    ? { kind, next: bytes.length, closed: false }
    : { kind, next: end + needle.length, closed: true };
}

function doctypeAt(source: TextSource, start: number): Skipped {
  const { bytes } = source;
  let quote = 0;
  for (let i = start + doctype.length; i < bytes.length; i++) {
    const c = bytes[i] as number;
    if (quote !== 0) {
      if (c === quote) quote = 0;
    } else if (c === QUOTE || c === APOSTROPHE) quote = c;
    else if (c === GREATER) return { kind: 'doctype', next: i + 1, closed: true };
    else if (c === 0x5b) throw subsetError(source, i);
  }
  return { kind: 'doctype', next: bytes.length, closed: false };
}

function subsetError(source: TextSource, bracket: number): DecodeError {
  const declared = indexOfBytes(source.bytes, entity, bracket);
  source.passTo(bracket);
  if (declared < 0)
    return new DecodeError(
      'internal-subset',
      'The document type has an internal subset, which is refused: remove the part in square brackets.',
      source.at(bracket),
    );
  source.passTo(declared);
  return new DecodeError(
    'entity-declaration',
    'The document type declares entities, which is refused: remove the part in square brackets.',
    source.at(declared),
  );
}
