import { sniff } from '../sniff.js';
import { decodeText } from '../text.js';
import { decodeJsonTree } from './decode-tree.js';
import { isMappingText, isMappingTree } from './policy-text.js';

/** No mapping is longer; more bytes are not looked at. */
const longest = 1024 * 1024;

/** The text of a mapping file; undefined for anything else. For callers that must know it before tables are read. */
export function columnMappingText(bytes: Uint8Array): string | undefined {
  if (bytes.length > longest) return undefined;
  const kind = sniff(bytes);
  if (kind !== 'json' && kind !== 'text') return undefined;
  const { text } = decodeText(bytes);
  if (kind === 'text') return isMappingText(text) ? text : undefined;
  // Only an escape writes a key in other letters; exports of devices hold neither, and need not be decoded twice.
  if (!/columns|\\/.test(text)) return undefined;
  const { value } = decodeJsonTree(bytes);
  return value !== undefined && isMappingTree(value) ? text : undefined;
}
