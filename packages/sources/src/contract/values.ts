import type { Value } from '@ringcheck/model';
import { decodeJson, decodePlist } from '@ringcheck/plist';

/** Values of a JSON text, with real positions. */
export function jsonValue(text: string): Value {
  return valueOrThrow(decodeJson(new TextEncoder().encode(text)).value, text);
}

/** Values of the inside of a plist element. */
export function plistValue(inside: string): Value {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0">\n${inside}\n</plist>\n`;
  return valueOrThrow(decodePlist(new TextEncoder().encode(text)).value, text);
}

function valueOrThrow(value: Value | undefined, text: string): Value {
  if (value === undefined) throw new Error(`The text of the test does not decode: ${text.slice(0, 60)}`);
  return value;
}

/** Values without a document, for trees that no decoder would give. */
export function plainValue(plain: unknown): Value {
  const at = { offset: 0, line: 1, column: 1 };
  if (typeof plain === 'string') return { type: 'string', value: plain, at };
  if (typeof plain === 'boolean') return { type: 'boolean', value: plain, at };
  if (typeof plain === 'number')
    return Number.isInteger(plain)
      ? { type: 'integer', value: plain, at }
      : { type: 'real', value: plain, at };
  if (Array.isArray(plain)) return { type: 'array', items: plain.map(plainValue), at };
  if (typeof plain !== 'object' || plain === null) return { type: 'null', at };
  const entries = Object.entries(plain).map(([key, value]) => ({ key, value: plainValue(value), keyAt: at }));
  return { type: 'dict', entries, at };
}
