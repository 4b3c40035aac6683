import type { Value } from '@ringcheck/model';
import type { PlistResult } from './decode.js';

/** Plain shapes for tests: no positions, types kept. */
export type Shape = string | boolean | null | { readonly [type: string]: unknown } | readonly Shape[];

export function shapeOf(value: Value): Shape {
  switch (value.type) {
    case 'string':
    case 'boolean':
      return value.value;
    case 'null':
      return null;
    case 'integer':
      return { integer: value.exact ?? String(value.value) };
    case 'real':
    case 'date':
    case 'data':
    case 'uid':
      return { [value.type]: value.value };
    case 'templated':
      return { templated: `${value.wanted}: ${value.value}` };
    case 'secret':
      return { secret: true };
    case 'array':
      return value.items.map(shapeOf);
    case 'dict':
      return { dict: value.entries.map((entry) => [entry.key, shapeOf(entry.value)]) };
  }
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function utf16(text: string, order: 'le' | 'be', mark = true): Uint8Array {
  const units = mark ? `\ufeff${text}` : text;
  const bytes = new Uint8Array(units.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < units.length; i++) view.setUint16(i * 2, units.charCodeAt(i), order === 'le');
  return bytes;
}

/** `body` inside a plist element, which begins at the first column of line 1 and holds 21 characters. */
export function xml(body: string): Uint8Array {
  return utf8(`<plist version="1.0">${body}</plist>`);
}

/** `code line:column path` of each diagnostic. */
export function saidOf(result: PlistResult): string[] {
  return result.diagnostics.map(({ code, at, path }) => {
    const place = at?.line === undefined ? `@${at?.offset}` : `${at.line}:${at.column}`;
    return [code, place, path].filter((part) => part !== undefined).join(' ');
  });
}
