import type { Token } from './tokens.js';

/** The element of a map that stands for every value no other names. */
export function isStar(tokens: readonly Token[]): boolean {
  return tokens[0]?.text === '*' && !tokens[0].isString;
}

/** A value as text, without what only counts or times it. */
export function joined(tokens: readonly Token[]): string {
  const words = tokens.map((token) => token.text);
  const end = words.findIndex((word) => ['timeout', 'expires', 'counter', 'comment'].includes(word));
  return words
    .slice(0, end < 0 ? words.length : end)
    .join(' ')
    .replace(/ ?- ?/g, '-');
}

const joinedOf = new WeakMap<readonly (readonly Token[])[], readonly string[]>();

/** Every element as text; once for a named set, however many rules ask for it. */
export function joinedAll(elements: readonly (readonly Token[])[]): readonly string[] {
  const known = joinedOf.get(elements);
  if (known !== undefined) return known;
  const made = elements.map(joined);
  joinedOf.set(elements, made);
  return made;
}

/** The parts of a concatenation. */
export function valuesOf(element: readonly Token[]): Token[][] {
  const values: Token[][] = [[]];
  for (const token of element) {
    if (token.text === '.' && !token.isString) values.push([]);
    else values[values.length - 1]?.push(token);
  }
  return values;
}
