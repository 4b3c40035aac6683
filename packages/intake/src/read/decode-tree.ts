import { decodeJson, decodePlist, type PlistResult } from '@ringcheck/plist';
import type { Diagnostic, Value } from '@ringcheck/model';
import { BytePlaces } from './byte-places.js';
import { jsonPieces, plistPieces, type Piece } from './pieces.js';
import { wrappedJson } from './wrapped-json.js';

export interface DecodedTree {
  readonly value?: Value;
  /** False when something of the document could not be read. */
  readonly isComplete: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** The tree of a property list; several in one file become a list. */
export function decodePlistTree(bytes: Uint8Array, isXml: boolean): DecodedTree {
  const pieces = isXml ? plistPieces(bytes) : [];
  if (pieces.length < 2) return treeOf(decodePlist(bytes));
  return joined(bytes, pieces, (piece, options) => decodePlist(piece, options));
}

export function decodeJsonTree(bytes: Uint8Array): DecodedTree {
  return treeOf(decodeJson(bytes));
}

/** The tree of the JSON object inside a text that is more than JSON; undefined unless it is whole. */
export function decodeWrappedJson(bytes: Uint8Array): DecodedTree | undefined {
  const piece = wrappedJson(bytes);
  if (piece === undefined) return undefined;
  const places = new BytePlaces(bytes);
  const tree = treeOf(
    decodeJson(bytes.subarray(piece.start, piece.end), { locate: places.pieceAt(piece.start) }),
  );
  return tree.isComplete && tree.value?.type === 'dict' ? tree : undefined;
}

/** The tree of JSON values one after the other, as a list. */
export function decodeJsonLinesTree(bytes: Uint8Array): DecodedTree {
  return joined(bytes, jsonPieces(bytes), (piece, options) => decodeJson(piece, options));
}

function treeOf(decoded: PlistResult): DecodedTree {
  return {
    ...(decoded.value === undefined ? {} : { value: decoded.value }),
    isComplete: decoded.status === 'ok',
    diagnostics: decoded.diagnostics,
  };
}

const maxDiagnostics = 200;

type Decode = (bytes: Uint8Array, options: { locate: ReturnType<BytePlaces['pieceAt']> }) => PlistResult;

function joined(bytes: Uint8Array, pieces: readonly Piece[], decode: Decode): DecodedTree {
  const places = new BytePlaces(bytes);
  const items: Value[] = [];
  const diagnostics: Diagnostic[] = [];
  let isComplete = true;
  for (const { start, end } of pieces) {
    const decoded = decode(bytes.subarray(start, end), { locate: places.pieceAt(start) });
    if (decoded.status !== 'ok') isComplete = false;
    if (diagnostics.length < maxDiagnostics) diagnostics.push(...decoded.diagnostics);
    if (decoded.value !== undefined) items.push(decoded.value);
  }
  if (items.length === 0) return { isComplete: false, diagnostics };
  return { value: { type: 'array', items, at: places.placeOf(0, bytes.length) }, isComplete, diagnostics };
}
