import { recogniseArchive } from './archive/recognise.js';
import { recogniseCms, rewrittenLineEndingAt } from './cms/armour.js';
import { decodeText, isProbablyText, recogniseCoding } from './text.js';

/** What a file seems to be, by its bytes alone. */
export type Sniffed =
  | 'empty'
  | 'zip'
  | 'gzip'
  | 'tar'
  | 'cms-der'
  | 'cms-pem'
  | 'cms-base64'
  | 'plist-binary'
  | 'xml'
  | 'json'
  | 'jsonlines'
  | 'text'
  | 'noise';

const peekBytes = 4096;
/** How far the first value of a JSON file is followed to see whether another one comes after it. */
const longestFirstValue = 16 * 1024 * 1024;

/**
 * What the bytes are, by content: names and extensions say nothing. Byte order marks and blanks are passed over.
 * `text` is anything readable (CSV, YAML, firewall configurations, OpenStep lists, JSONP), `noise` the rest.
 */
export function sniff(bytes: Uint8Array): Sniffed {
  if (bytes.length === 0) return 'empty';
  const archive = recogniseArchive(bytes);
  if (archive) return archive;
  if (hasPrefix(bytes, 'bplist')) return 'plist-binary';
  const cms = recogniseCms(bytes);
  if (cms) return `cms-${cms}`;
  if (rewrittenLineEndingAt(bytes) !== undefined) return 'cms-der';
  const { encoding, bom } = recogniseCoding(bytes);
  // An even cut, so that UTF-16 stays whole.
  const { text } = decodeText(bytes.subarray(0, peekBytes));
  const head = text.trimStart();
  if (head === '') return isProbablyText(bytes) ? 'text' : 'noise';
  if (/^<(?:[?!][\w[-]|[A-Za-z_])/.test(head)) return 'xml';
  if (startsJson(head)) {
    const isUtf8 = encoding === 'utf-8' || encoding === 'windows-1252';
    const body = isUtf8 ? bytes.subarray(bom) : new TextEncoder().encode(decodeText(bytes).text);
    return hasSecondValue(body) ? 'jsonlines' : 'json';
  }
  // Some tools print a sentence before the list, and a cut file may begin inside its declaration.
  if (/<plist[\s>]/.test(head)) return 'xml';
  return isProbablyText(bytes) ? 'text' : 'noise';
}

/** A key and colon, an empty object, or an array of JSON values: OpenStep lists and INI sections look otherwise. */
function startsJson(head: string): boolean {
  if (head.startsWith('{')) return /^\{\s*(?:\}|"(?:[^"\\]|\\.)*(?:"\s*(?::|$)|\\?$))/s.test(head);
  if (!head.startsWith('[')) return false;
  return /^\[\s*(?:$|[\]{["]|-?\d|(?:true|false|null)\s*[,\]])/.test(head) && !/^\[[\d.]+\]\s*\w/.test(head);
}

/** Whether another object or array follows the first one; values that never close are one value. */
function hasSecondValue(bytes: Uint8Array): boolean {
  const stop = Math.min(bytes.length, longestFirstValue);
  let depth = 0;
  let isString = false;
  for (let i = 0; i < stop; i++) {
    const octet = bytes[i];
    if (isString) {
      if (octet === 0x5c) i++;
      else if (octet === 0x22) isString = false;
    } else if (octet === 0x22) isString = true;
    else if (octet === 0x7b || octet === 0x5b) depth++;
    else if (octet === 0x7d || octet === 0x5d) {
      depth--;
      if (depth === 0) return opensValue(bytes, i + 1);
    }
  }
  return false;
}

function opensValue(bytes: Uint8Array, from: number): boolean {
  let at = from;
  // Record separators are allowed between values (RFC 7464).
  while (at < bytes.length && (bytes[at] ?? 0) <= 0x20) at++;
  return bytes[at] === 0x7b || bytes[at] === 0x5b;
}

function hasPrefix(bytes: Uint8Array, prefix: string): boolean {
  for (let i = 0; i < prefix.length; i++) if (bytes[i] !== prefix.charCodeAt(i)) return false;
  return true;
}
