import { AMPERSAND, CR, LF, SEMICOLON, SPACE, TAB } from '../bytes.js';
import type { DiagnosticCode } from '../diagnostics.js';
import type { TextSource } from '../text-source.js';

/** What a byte of text means to the scanner; several are joined with `|`. */
export const PLAIN = 0;
export const STOP = 1;
export const AMP = 2;
export const NEWLINE = 4;
export const RETURN = 8;
export const CONTROL = 16;
export const WIDE = 32;

export const byteClass = new Uint8Array(256);
for (let c = 0; c < 256; c++) {
  if (c >= 0x80) byteClass[c] = WIDE;
  else if (c < SPACE) byteClass[c] = CONTROL;
}
byteClass[TAB] = PLAIN;
byteClass[LF] = NEWLINE;
byteClass[CR] = NEWLINE | RETURN;
byteClass[AMPERSAND] = AMP;
byteClass[0x3c] = STOP;

export type Report = (code: DiagnosticCode, message: string, index: number) => void;

/** Text between tags: references resolved, line ends as XML wants them, everything unreadable reported and replaced. */
export function textOf(source: TextSource, from: number, to: number, flags: number, report: Report): string {
  if ((flags & (AMP | RETURN | CONTROL)) === 0) return stretch(source, from, to, flags, report);
  const { bytes } = source;
  let text = '';
  let plainFrom = from;
  for (let i = from; i < to; i++) {
    const kind = byteClass[bytes[i] as number] as number;
    if ((kind & (AMP | RETURN | CONTROL)) === 0) continue;
    text += stretch(source, plainFrom, i, flags, report);
    plainFrom = i + 1;
    if (kind === AMP) {
      const reference = referenceAt(source, i, to, report);
      text += reference.text;
      plainFrom = reference.next;
      i = reference.next - 1;
    } else if (kind === CONTROL) {
      report('control-character', 'A control character stands in the text; it was replaced.', i);
      text += '\ufffd';
    } else if (bytes[i + 1] !== LF) text += '\n';
  }
  return text + stretch(source, plainFrom, to, flags, report);
}

/** CDATA: as it stands, but for line ends and control characters. */
export function literalOf(source: TextSource, from: number, to: number, report: Report): string {
  let flags = 0;
  for (let i = from; i < to; i++) flags |= byteClass[source.bytes[i] as number] as number;
  if ((flags & (RETURN | CONTROL)) === 0) return stretch(source, from, to, flags, report);
  const text = stretch(source, from, to, flags, report).replace(/\r\n?/g, '\n');
  if ((flags & CONTROL) === 0) return text;
  report('control-character', 'A control character stands in the text; it was replaced.', from);
  return replaceControls(text);
}

function replaceControls(text: string): string {
  let clean = '';
  for (const c of text) clean += c < ' ' && c !== '\n' && c !== '\t' ? '\ufffd' : c;
  return clean;
}

function stretch(source: TextSource, from: number, to: number, flags: number, report: Report): string {
  if (from === to) return '';
  if ((flags & WIDE) === 0) return source.ascii(from, to);
  const text = source.wide(from, to);
  if (text !== undefined) return text;
  report(
    'invalid-text',
    'The text is not valid in the encoding of the file; what could not be read was replaced.',
    from,
  );
  return source.repaired(from, to);
}

interface Reference {
  readonly text: string;
  readonly next: number;
}

const longestReference = 12;

function referenceAt(source: TextSource, at: number, end: number, report: Report): Reference {
  const semicolon = semicolonAfter(source.bytes, at, Math.min(end, at + longestReference));
  const name = semicolon < 0 ? '' : source.ascii(at + 1, at + semicolon);
  const next = at + semicolon + 1;
  if (name.startsWith('#')) return { text: characterOf(name, at, report), next };
  switch (name) {
    case 'amp':
      return { text: '&', next };
    case 'lt':
      return { text: '<', next };
    case 'gt':
      return { text: '>', next };
    case 'quot':
      return { text: '"', next };
    case 'apos':
      return { text: "'", next };
  }
  if (/^[A-Za-z][A-Za-z0-9]*$/.test(name)) {
    report('unknown-entity', 'Only the five entities of XML are known; this one was kept as text.', at);
    return { text: `&${name};`, next };
  }
  report('bare-ampersand', 'An ampersand stands alone: write it as &amp;. It was kept as text.', at);
  return { text: '&', next: at + 1 };
}

/** How far behind `at` the semicolon stands, or -1. */
function semicolonAfter(bytes: Uint8Array, at: number, end: number): number {
  for (let i = at; i < end; i++) if (bytes[i] === SEMICOLON) return i - at;
  return -1;
}

function characterOf(name: string, at: number, report: Report): string {
  const code = /^#x[0-9a-fA-F]+$/.test(name)
    ? parseInt(name.slice(2), 16)
    : /^#\d+$/.test(name)
      ? Number(name.slice(1))
      : -1;
  if (isCharacter(code)) return String.fromCodePoint(code);
  report('invalid-character-reference', 'This reference names no character; it was replaced.', at);
  return '\ufffd';
}

function isCharacter(code: number): boolean {
  if (code < SPACE) return code === TAB || code === LF || code === CR;
  return code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
}
