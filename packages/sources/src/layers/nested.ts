import {
  decodeBase64Text,
  decodePlist,
  type Layer,
  type LayerStart,
  unescapeJsonText,
} from '@ringcheck/plist';
import type { Diagnostic, Locate, Position, Value } from '@ringcheck/model';
import { diagnostic } from '../diagnostics.js';

export interface NestedPlist {
  readonly value?: Value;
  readonly isComplete: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** Decodes a property list that stands as base64 text inside a value at `at`. */
export function decodeBase64Plist(base64: string, at: Position, path: string): NestedPlist {
  const layer = openBase64(base64, at);
  if (layer.diagnostics.length > 0) {
    const message = 'The embedded document is no valid base64; export it again.';
    const place = layer.diagnostics[0]?.at ?? at;
    return { isComplete: false, diagnostics: [diagnostic('error', 'invalid-base64', message, place, path)] };
  }
  return decodeNested(layer.bytes, layer.locate, path);
}

/** Base64 in a JSON or XML string that begins one character behind `at` (its quote). */
export function openBase64(base64: string, at: Position): Layer {
  return decodeBase64Text(base64, startInside(at));
}

/** Where the text of a quoted string begins. */
export function startInside(at: Position): LayerStart {
  return {
    offset: at.offset + 1,
    ...(at.line === undefined || at.column === undefined ? {} : { line: at.line, column: at.column + 1 }),
  };
}

/**
 * The text of a JSON string as a document of its own, with the way back to the outer one. `bytes` are those of the
 * outer document; without them (or where the value is no quoted string) everything stands at the string itself.
 */
export function openJsonString(value: Value & { type: 'string' }, bytes: Uint8Array | undefined): Layer {
  const { offset, end } = value.at;
  // A quote and a nought is UTF-16, whose text is not cut out by bytes.
  if (bytes === undefined || end === undefined || bytes[offset] !== 0x22 || bytes[offset + 1] === 0)
    return { bytes: new TextEncoder().encode(value.value), locate: () => value.at, diagnostics: [] };
  const raw = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(offset + 1, end - 1));
  return unescapeJsonText(raw, startInside(value.at));
}

/** Decodes a property list inside another document; diagnostics get the path of the outer value. */
export function decodeNested(bytes: Uint8Array, locate: Locate, path: string): NestedPlist {
  const decoded = decodePlist(bytes, { locate });
  const diagnostics = decoded.diagnostics.map((found) => ({
    ...found,
    path: found.path === undefined ? path : `${path}!/${found.path}`,
  }));
  return {
    ...(decoded.value === undefined ? {} : { value: decoded.value }),
    isComplete: decoded.status === 'ok',
    diagnostics,
  };
}
