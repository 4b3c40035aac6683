import type { Diagnostic, Locate, Position } from '@ringcheck/model';
import { base64Value, decodeBase64 } from './base64-text.js';
import {
  lastAtMost,
  OffsetMap,
  PlaceIndex,
  utf8Length,
  type LayerStart,
  type Stretch,
} from './offset-map.js';

/** A document that stood inside another one, and the way back: byte offsets of it to places in the outer document. */
export interface Layer {
  readonly bytes: Uint8Array;
  /** Turns offsets in `bytes` into offset, line and column in the outer document. */
  readonly locate: Locate;
  readonly diagnostics: readonly Diagnostic[];
}

/** One escape in the outer text: `raw` characters that stand for `text`. */
interface Piece {
  readonly raw: number;
  readonly text: string;
  /** The text stands as it is among the raw characters, from here on. */
  readonly keptFrom?: number;
  readonly problem?: LayerProblem;
}

const longestReference = 12;
const mostReports = 20;
const named = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/**
 * The document inside the text of an XML element: references are replaced, CDATA marks and comments left out.
 * `raw` is the text exactly as it stands between the tags; `start` is where its first character stands.
 * References to undeclared entities stay as they are and are reported.
 */
export function unescapeXmlText(raw: string, start?: LayerStart): Layer {
  return buildLayer(raw, start, { begins: (code) => code === 0x26 || code === 0x3c, read: readXmlPiece });
}

/**
 * The document inside a JSON string: `raw` is what stands between the quotes, `start` where its first character
 * stands. Escapes JSON does not know stay as they are and are reported.
 */
export function unescapeJsonText(raw: string, start?: LayerStart): Layer {
  return buildLayer(raw, start, { begins: (code) => code === 0x5c, read: readJsonPiece });
}

/** The way from a layer in a layer to the outermost document: `inner` leads into the bytes that `outer` starts from. */
export function chainLocate(inner: Locate, outer: Locate): Locate {
  return (offset, end) => {
    const between = inner(offset, end);
    return outer(between.offset, between.end);
  };
}

interface Escapes {
  /** Whether a character begins an escape. */
  readonly begins: (charCode: number) => boolean;
  readonly read: (raw: string, at: number) => Piece;
}

function buildLayer(raw: string, start: LayerStart | undefined, escapes: Escapes): Layer {
  const readPiece = (text: string, at: number): Piece => {
    let next = at;
    while (next < text.length && !escapes.begins(text.charCodeAt(next))) next++;
    return next > at ? { raw: next - at, text: text.slice(at, next), keptFrom: 0 } : escapes.read(text, at);
  };
  const map = new OffsetMap(raw, (text, at) => stretchOf(readPiece(text, at)), start);
  const bytes = new Uint8Array(map.rawOctets);
  let length = 0;
  const problems: { code: LayerProblem; at: number }[] = [];
  for (let at = 0; at < raw.length;) {
    const piece = readPiece(raw, at);
    if (piece.problem && problems.length < mostReports) problems.push({ code: piece.problem, at });
    map.add(stretchOf(piece));
    length = writeUtf8(piece.text, bytes, length);
    at += piece.raw;
  }
  const diagnostics = problems.map(({ code, at }) => reportOf(code, map.placeOf(at)));
  return { bytes: bytes.subarray(0, length), locate: map.locate, diagnostics };
}

const encoder = new TextEncoder();

/** Writes the text and returns where it ends; most pieces are a few ASCII characters, not worth the encoder. */
function writeUtf8(text: string, bytes: Uint8Array, from: number): number {
  let at = from;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80 || i > 64) return at + encoder.encodeInto(text.slice(i), bytes.subarray(at)).written;
    bytes[at++] = code;
  }
  return at;
}

function stretchOf({ raw, text, keptFrom }: Piece): Stretch {
  const octets = utf8Length(text, 0, text.length);
  return keptFrom === undefined ? { rawLength: raw, octets } : { rawLength: raw, octets, keptFrom };
}

const sentences = {
  'layer-entity-unknown': 'A reference to an entity that XML does not define was kept as it stands.',
  'layer-escape-invalid': 'An escape that JSON does not define was kept or replaced.',
  'layer-base64-invalid':
    'The base64 text holds a character that does not belong there; the rest was not read.',
} as const;
type LayerProblem = keyof typeof sentences;

function reportOf(code: LayerProblem, at: Position): Diagnostic {
  return { code, severity: 'warning', message: sentences[code], at };
}

function readXmlPiece(raw: string, at: number): Piece {
  if (raw.charAt(at) === '<') return readMarkup(raw, at);
  const end = referenceEnd(raw, at);
  const text = end === -1 ? undefined : referenceText(raw.slice(at + 1, end));
  return text === undefined
    ? { raw: 1, text: '&', keptFrom: 0, problem: 'layer-entity-unknown' }
    : { raw: end + 1 - at, text };
}

/** Index of the semicolon of a reference, -1 when there is none near enough. */
function referenceEnd(raw: string, at: number): number {
  for (let i = at + 1; i <= at + longestReference; i++) if (raw.charCodeAt(i) === 0x3b) return i;
  return -1;
}

function referenceText(name: string): string | undefined {
  if (!name.startsWith('#')) return named.get(name);
  const digits = /^#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,8}))$/.exec(name);
  if (!digits) return undefined;
  const code =
    digits[1] === undefined ? Number.parseInt(digits[2] ?? '', 10) : Number.parseInt(digits[1], 16);
  const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : undefined;
}

function readMarkup(raw: string, at: number): Piece {
  if (raw.startsWith('<![CDATA[', at)) {
    const end = raw.indexOf(']]>', at);
    const stop = end === -1 ? raw.length : end;
    return { raw: Math.min(raw.length, stop + 3) - at, text: raw.slice(at + 9, stop), keptFrom: 9 };
  }
  if (!raw.startsWith('<!--', at)) return { raw: 1, text: '<', keptFrom: 0 };
  const end = raw.indexOf('-->', at + 4);
  return { raw: (end === -1 ? raw.length : end + 3) - at, text: '' };
}

const jsonEscapes = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

function readJsonPiece(raw: string, at: number): Piece {
  const simple = jsonEscapes.get(raw.charAt(at + 1));
  if (simple !== undefined) return { raw: 2, text: simple };
  const unit = unicodeEscape(raw, at);
  if (unit === undefined) return { raw: 1, text: '\\', keptFrom: 0, problem: 'layer-escape-invalid' };
  const isHigh = unit >= 0xd800 && unit <= 0xdbff;
  const low = isHigh ? unicodeEscape(raw, at + 6) : undefined;
  if (low !== undefined && low >= 0xdc00 && low <= 0xdfff)
    return { raw: 12, text: String.fromCharCode(unit, low) };
  // Half a pair has no form in UTF-8; replacing it here keeps the bytes and the map in step.
  return unit >= 0xd800 && unit <= 0xdfff
    ? { raw: 6, text: '\ufffd', problem: 'layer-escape-invalid' }
    : { raw: 6, text: String.fromCharCode(unit) };
}

function unicodeEscape(raw: string, at: number): number | undefined {
  const digits = /^\\u([0-9a-fA-F]{4})$/.exec(raw.slice(at, at + 6))?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits, 16);
}

/**
 * The bytes inside base64 text, blanks allowed anywhere. Each byte is placed at the first of the characters that
 * carry its bits. Stops at the first character that cannot be base64.
 */
export function decodeBase64Text(raw: string, start?: LayerStart): Layer {
  const places = new PlaceIndex(raw, start);
  const { bytes, invalidAt } = decodeBase64(raw);
  const { counts, indexes } = charactersOf(raw);
  const indexOf = (character: number): number => {
    const slot = lastAtMost(counts, character);
    return Math.min(raw.length, (indexes[slot] ?? 0) + character - (counts[slot] ?? 0));
  };
  const locate: Locate = (offset, end) => {
    const from = indexOf(Math.floor((offset * 4) / 3));
    if (end === undefined) return places.placeOf(from);
    // The last character that carries bits of the last byte meant.
    const stop = end <= offset ? from : indexOf(Math.ceil((end * 4) / 3) - 1) + 1;
    return places.placeOf(from, stop);
  };
  const diagnostics =
    invalidAt === undefined ? [] : [reportOf('layer-base64-invalid', places.placeOf(invalidAt))];
  return { bytes, locate, diagnostics };
}

/** Stretches of base64 characters without blanks: how many came before each, and where it begins. */
function charactersOf(raw: string): { counts: number[]; indexes: number[] } {
  const counts: number[] = [];
  const indexes: number[] = [];
  let count = 0;
  let isInside = false;
  for (let i = 0; i < raw.length; i++) {
    const isCharacter = base64Value(raw.charCodeAt(i)) >= 0;
    if (isCharacter && !isInside) {
      counts.push(count);
      indexes.push(i);
    }
    isInside = isCharacter;
    if (isCharacter) count++;
  }
  return { counts, indexes };
}
