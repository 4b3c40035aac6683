import type { Json } from '@ringcheck/model';

/** Plain JSON of plain data: drops what is undefined. */
export function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
