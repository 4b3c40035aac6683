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

/** A binary property list of these objects, given as bytes; references take one byte, object 0 is the root. */
export function bplist(objects: readonly (readonly number[])[], change: Partial<Trailer> = {}): Uint8Array {
  const head = [...utf8('bplist00')];
  const offsets: number[] = [];
  for (const object of objects) {
    offsets.push(head.length);
    for (const byte of object) head.push(byte);
  }
  const trailer: Trailer = {
    offsets,
    offsetSize: 2,
    referenceSize: 1,
    count: objects.length,
    top: 0,
    tableStart: head.length,
    ...change,
  };
  const table = trailer.offsets.flatMap((offset) => bigEndian(offset, 2));
  const numbers = [trailer.count, trailer.top, trailer.tableStart].flatMap((number) => bigEndian(number, 8));
  return Uint8Array.from([
    ...head,
    ...table,
    0,
    0,
    0,
    0,
    0,
    0,
    trailer.offsetSize,
    trailer.referenceSize,
    ...numbers,
  ]);
}

export interface Trailer {
  readonly offsets: readonly number[];
  readonly offsetSize: number;
  readonly referenceSize: number;
  readonly count: number;
  readonly top: number;
  readonly tableStart: number;
}

export function bigEndian(number: number, size: number): number[] {
  return Array.from({ length: size }, (_, i) => Math.floor(number / 256 ** (size - 1 - i)) % 256);
}

/** An ASCII string object. */
export function asciiObject(text: string): number[] {
  return text.length < 15
    ? [0x50 | text.length, ...utf8(text)]
    : [0x5f, 0x11, ...bigEndian(text.length, 2), ...utf8(text)];
}
