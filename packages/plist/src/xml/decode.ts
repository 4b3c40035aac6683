import type { Locate, Value } from '@ringcheck/model';
import { asciiBytes, indexOfBytes, isPrintable, startsWithAt } from '../bytes.js';
import { DecodeError } from '../decode-error.js';
import type { Diagnostics } from '../diagnostics.js';
import { xmlEncodingOf, type TextEncoding } from '../encoding.js';
import type { PlistLimits } from '../limits.js';
import { TextSource } from '../text-source.js';
import { XmlContext } from './context.js';
import { markupAt } from './prolog.js';
import { XmlReader } from './reader.js';

/** Reads a whole XML property list. Undefined when nothing of it is usable; throws only DecodeError. */
export function decodeXml(
  bytes: Uint8Array,
  diagnostics: Diagnostics,
  limits: PlistLimits,
  locate?: Locate,
): Value | undefined {
  const encoding = encodingOf(bytes);
  const source = TextSource.of(bytes, encoding, locate);
  const context = new XmlContext(source, diagnostics, limits);
  reportEncoding(encoding, context);
  context.final = true;
  const reader = new XmlReader(context, documentStart(context));
  reader.run();
  reader.finish();
  if (reader.tree.closed) reportRest(context, reader.pos);
  return reader.tree.root;
}

export function encodingOf(bytes: Uint8Array): TextEncoding {
  const encoding = xmlEncodingOf(bytes);
  if (!('unsupported' in encoding)) return encoding;
  throw new DecodeError(
    'unsupported-encoding',
    `The file says it is encoded in ${encoding.unsupported}, which is not read: save it as UTF-8.`,
    { offset: 0, line: 1, column: 1 },
  );
}

export function reportEncoding(encoding: TextEncoding, context: XmlContext): void {
  if (encoding.contradicts === undefined) return;
  context.diagnostics.add(
    'encoding-mismatch',
    `The file says ${encoding.contradicts} but its bytes are ${encoding.label}; the bytes were believed.`,
    context.source.at(context.source.lineStart),
  );
}

const openings = ['<?xml', '<!DOCTYPE', '<!--', '<plist', '<dict', '<array'].map(asciiBytes);

/** Some tools print a sentence before the list. Index of its first markup. */
export function documentStart(context: XmlContext): number {
  const { source } = context;
  const start = source.lineStart;
  let first = start;
  while (first < source.bytes.length && (source.bytes[first] as number) <= 0x20) first++;
  if (source.bytes[first] === 0x3c) return start;
  const found = openings
    .map((opening) => indexOfBytes(source.bytes, opening, first))
    .filter((index) => index >= 0);
  const begin = Math.min(...found);
  if (found.length === 0 || !isPrintable(source.bytes, first, begin)) return start;
  source.passTo(first);
  context.diagnostics.add(
    'text-before-document',
    'Text stands before the property list; it was passed over.',
    source.at(first),
  );
  source.passTo(begin);
  return begin;
}

/** Says what follows the root element, but for blanks and comments. */
export function reportRest(context: XmlContext, from: number): void {
  const { source } = context;
  const { bytes } = source;
  let at = from;
  for (;;) {
    while (at < bytes.length && (bytes[at] as number) <= 0x20) at++;
    if (at >= bytes.length) return;
    if (bytes[at] !== 0x3c || bytes[at + 1] !== 0x21 || bytes[at + 2] !== 0x2d) break;
    at = markupAt(source, at).next;
  }
  const isDocument = [0, 1, 3].some((opening) => startsWithAt(bytes, at, openings[opening] as Uint8Array));
  if (isDocument)
    context.report(
      'second-document',
      'Another document begins here: only the first was read. Save each in a file of its own.',
      at,
    );
  else context.report('trailing-content', 'Something follows the property list; it was passed over.', at);
}
