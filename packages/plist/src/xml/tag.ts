import { APOSTROPHE, GREATER, LESS, QUOTE, SLASH, SPACE } from '../bytes.js';
import type { TextSource } from '../text-source.js';

/** A tag as written, with attributes or blanks. */
export interface Tag {
  readonly name: string;
  readonly selfClosing: boolean;
  /** First byte after `>`. */
  readonly next: number;
}

/**
 * The tag whose name begins at `at`; undefined when there is no `>` before the bytes end. A `<` outside
 * quotes ends a tag that was never closed: it is left for the next one.
 */
export function readTag(source: TextSource, at: number): Tag | undefined {
  const { bytes } = source;
  let quote = 0;
  let nameEnd = -1;
  let i = at;
  for (; i < bytes.length; i++) {
    const c = bytes[i] as number;
    if (quote !== 0) {
      if (c === quote) quote = 0;
      continue;
    }
    if (c === GREATER || c === LESS) break;
    if (nameEnd < 0 && (c <= SPACE || c === SLASH)) nameEnd = i;
    if (nameEnd >= 0 && (c === QUOTE || c === APOSTROPHE)) quote = c;
  }
  if (i >= bytes.length) return undefined;
  const name = source.repaired(at, nameEnd < 0 ? i : nameEnd);
  const isClosed = bytes[i] === GREATER;
  return { name, selfClosing: isClosed && i > at && bytes[i - 1] === SLASH, next: isClosed ? i + 1 : i };
}
