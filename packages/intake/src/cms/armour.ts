import type { Diagnostic } from '@ringcheck/model';
import { base64Value, decodeBase64, isBlank } from '@ringcheck/plist';
import { decodeText, type DecodedText } from '../text.js';

/** How the DER of a CMS message stands in the file. */
export type CmsForm = 'der' | 'pem' | 'base64';

const peekBytes = 4096;
const pemLabels = ['PKCS7', 'CMS', 'PKCS #7 SIGNED DATA', 'SIGNED MESSAGE', 'ENCRYPTED MESSAGE'];

/** `1.2.840.113549.1.7` and `1.2.840.113549.1.9.16.1` after their tag and length. */
const pkcs7 = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07];
const smime = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01];

/** The form of a CMS message, by content; undefined for anything else. */
export function recogniseCms(bytes: Uint8Array): CmsForm | undefined {
  if (isCmsDer(bytes)) return 'der';
  const head = peekText(bytes);
  if (pemStart(head) !== undefined) return 'pem';
  if (mailBodyStart(head) !== undefined) return 'base64';
  return isBase64OfDer(head) ? 'base64' : undefined;
}

/** A SEQUENCE that begins with a content type of PKCS #7 or S/MIME. */
export function isCmsDer(bytes: Uint8Array): boolean {
  const oid = contentTypeAt(bytes);
  return oid !== undefined && (startsWith(bytes, oid, pkcs7) || startsWith(bytes, oid, smime));
}

/** Where the content type was spoilt by a transfer that turned carriage returns into line feeds. */
export function rewrittenLineEndingAt(bytes: Uint8Array): number | undefined {
  const oid = contentTypeAt(bytes);
  const rewritten = pkcs7.map((octet) => (octet === 0x0d ? 0x0a : octet));
  return oid !== undefined && startsWith(bytes, oid, rewritten) ? oid + 5 : undefined;
}

export interface Unarmoured {
  readonly der: Uint8Array;
  readonly diagnostics: readonly Diagnostic[];
}

/** The DER inside PEM, an S/MIME mail part or bare base64. */
export function unarmour(bytes: Uint8Array, form: 'pem' | 'base64'): Unarmoured {
  const read = decodeText(bytes);
  const { text } = read;
  const bodyStart = (form === 'pem' ? pemStart(text) : mailBodyStart(text.slice(0, peekBytes))) ?? 0;
  const close = form === 'pem' ? text.indexOf('-----', bodyStart) : -1;
  const body = text.slice(bodyStart, close === -1 ? undefined : close);
  const decoded = decodeBase64(body);
  const diagnostics: Diagnostic[] = [];
  if (form === 'pem' && close === -1)
    diagnostics.push({
      code: 'cms-pem-unclosed',
      severity: 'warning',
      message: 'The PEM block has no END line; the file may have been cut.',
    });
  if (decoded.quotedPrintable)
    diagnostics.push({
      code: 'cms-quoted-printable',
      severity: 'info',
      message: 'The base64 text was rewritten as quoted-printable by mail software; this was undone.',
    });
  if (decoded.invalidAt !== undefined)
    diagnostics.push({
      code: 'cms-base64-invalid',
      severity: 'error',
      message: 'The base64 text of the signed file holds a character that does not belong there.',
      at: placeInText(read, bodyStart + decoded.invalidAt),
    });
  return { der: decoded.bytes, diagnostics };
}

/** Offset of the content type's octets when the bytes begin like SEQUENCE { OBJECT IDENTIFIER …. */
function contentTypeAt(bytes: Uint8Array): number | undefined {
  const length = bytes[1];
  if (bytes[0] !== 0x30 || length === undefined) return undefined;
  const at = 2 + (length > 0x80 ? length & 0x7f : 0);
  return at <= 10 && bytes[at] === 0x06 ? at + 2 : undefined;
}

function startsWith(bytes: Uint8Array, at: number, wanted: readonly number[]): boolean {
  return wanted.every((octet, i) => bytes[at + i] === octet);
}

function peekText(bytes: Uint8Array): string {
  const { text } = decodeText(bytes.subarray(0, peekBytes));
  return text;
}

/** Index after the BEGIN line. Some tools print names before the block. */
function pemStart(text: string): number | undefined {
  const head = text.slice(0, peekBytes);
  for (const label of pemLabels) {
    const line = `-----BEGIN ${label}-----`;
    const at = head.indexOf(line);
    if (at === 0 || (at > 0 && isBlank(head.charCodeAt(at - 1)))) return at + line.length;
  }
  return undefined;
}

/** Index after the header of a mail part of type `application/pkcs7-mime` in base64. */
function mailBodyStart(head: string): number | undefined {
  if (!/^[A-Za-z-]{4,40}:/.test(head)) return undefined;
  const blank = /\r?\n\r?\n/.exec(head);
  if (!blank) return undefined;
  const header = head.slice(0, blank.index).toLowerCase();
  if (!/^content-type:\s*application\/(x-)?pkcs7-mime/m.test(header)) return undefined;
  return /^content-transfer-encoding:\s*base64/m.test(header) ? blank.index + blank[0].length : undefined;
}

function isBase64OfDer(head: string): boolean {
  const trimmed = head.trimStart();
  // 0x30 and a long or indefinite length always begin so.
  if (!trimmed.startsWith('MI')) return false;
  let letters = '';
  for (let i = 0; i < trimmed.length && letters.length < 64; i++) {
    const code = trimmed.charCodeAt(i);
    if (base64Value(code) >= 0) letters += trimmed.charAt(i);
    else if (!isBlank(code) && code !== 0x3d) return false;
  }
  return isCmsDer(decodeBase64(letters).bytes);
}

function placeInText(decoded: DecodedText, index: number): { offset: number; line: number; column: number } {
  const before = decoded.text.slice(0, index);
  const lineStart = before.lastIndexOf('\n') + 1;
  const line = before.split('\n').length;
  return { offset: bytesBefore(decoded, before), line, column: index - lineStart + 1 };
}

function bytesBefore({ encoding, hadBom, replaced = [] }: DecodedText, before: string): number {
  switch (encoding) {
    case 'utf-8': {
      const repaired = replaced.filter((at) => at < before.length).length;
      return (hadBom ? 3 : 0) + new TextEncoder().encode(before).length - repaired * 2;
    }
    case 'utf-16le':
    case 'utf-16be':
      return (hadBom ? 2 : 0) + before.length * 2;
    case 'windows-1252':
      return before.length;
  }
}
