import { createHash } from 'node:crypto';
import type { Instant, Json } from '@ringcheck/model';
import { StoreError } from '../errors.js';
import type { Prisma } from '../generated/client.js';

/** `{ [key]: value }`, or nothing when the column is null: absent fields stay absent. */
export function some<K extends string, V>(key: K, value: V | null | undefined): { readonly [P in K]?: V } {
  return (value === null || value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}

/** The word of a column, checked against the words there are. */
export function word<T extends string>(words: readonly T[], text: string): T {
  const found = words.find((candidate) => candidate === text);
  if (found === undefined)
    throw new StoreError(
      'unexpected-row',
      `A row says ${JSON.stringify(text)} where one of ${words.join(', ')} is due.`,
    );
  return found;
}

export const instant = (date: Date): Instant => date.toISOString();

/** PostgreSQL text holds everything but NUL. */
export function clean(text: string): string {
  return text.includes('\u0000') ? text.replaceAll('\u0000', '\ufffd') : text;
}

const longestKey = 200;

/** Text that fits an index entry: long values, which no honest source has, are told apart by their digest. */
export function indexable(text: string): string {
  const plain = clean(text);
  if (plain.length <= longestKey) return plain;
  return `${plain.slice(0, longestKey - 65)}#${createHash('sha256').update(plain).digest('hex')}`;
}

export function toJsonText(value: unknown): string {
  return JSON.stringify(value) ?? 'null';
}

/** A value as a Prisma JSON column takes it: ours is read-only, Prisma's type is not. */
export function jsonInput(value: Json | object): Prisma.InputJsonValue {
  return value as Prisma.InputJsonValue;
}

export function encodeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

const uuidPattern = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/** Whether a text may be asked for in a uuid column. */
export const isUuid = (text: string): boolean => uuidPattern.test(text);

const cursorParts = {
  text: (value: unknown) => typeof value === 'string',
  number: (value: unknown) => Number.isSafeInteger(value),
  instant: (value: unknown) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
  uuid: (value: unknown) => typeof value === 'string' && isUuid(value),
};
type CursorPart = keyof typeof cursorParts;
type PartValues<T extends readonly CursorPart[]> = {
  [K in keyof T]: T[K] extends 'number' ? number : string;
};

/** The parts of a cursor. Throws StoreError `bad-cursor`. */
export function decodeCursor<const T extends readonly CursorPart[]>(cursor: string, parts: T): PartValues<T> {
  const values = parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  const isGood =
    Array.isArray(values) &&
    values.length === parts.length &&
    parts.every((part, i) => cursorParts[part](values[i]));
  if (!isGood)
    throw new StoreError('bad-cursor', 'The cursor is not one of this list; start again without it.');
  return values as PartValues<T>;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
