import type { Diagnostic } from '@ringcheck/model';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Parsed JSON, or the diagnostic that says why there is none. */
export function parseJson(text: string): { value: Json } | { diagnostic: Diagnostic } {
  try {
    return { value: JSON.parse(text.replace(/^\ufeff/, '')) as Json };
  } catch (error) {
    const detail = error instanceof Error ? error.message.slice(0, 120) : 'unreadable';
    return {
      diagnostic: {
        code: 'firewall-json',
        severity: 'error',
        message: `The document is no valid JSON: ${detail}`,
      },
    };
  }
}

/** A member of an object; never looks at the prototype. */
export function member(value: Json | undefined, key: string): Json | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, key) ? (value as { readonly [key: string]: Json })[key] : undefined;
}

export function items(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** Strings and numbers as text; anything else is empty. */
export function textOf(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export function texts(value: Json | undefined): string[] {
  return items(value)
    .map(textOf)
    .filter((text) => text !== '');
}

/**
 * Lines on which the objects with a given key start, in document order: JSON.parse keeps no positions, and for
 * naming a rule the line of its marking key is what an admin needs.
 */
export function linesOfKey(text: string, key: string): number[] {
  const lines: number[] = [];
  let line = 1;
  const escaped = key.replace(/[^\w]/g, '');
  for (const match of text.matchAll(new RegExp(`\\n|"${escaped}"\\s*:`, 'g'))) {
    if (match[0] === '\n') line += 1;
    else lines.push(line);
  }
  return lines;
}
