import type { Position, Value } from '@ringcheck/model';
import { formatPath, type PathStep } from '@ringcheck/plist';
import type { Place } from './record.js';

/**
 * The place of every value by its key path, in document order; the root stands under the empty path.
 * `contentOffset` is where the content of a signed message begins in its file, when it stands there in one piece.
 */
export function placesOf(value: Value, contentOffset?: number): Record<string, Place> {
  const places: [string, Place][] = [];
  collect(value, [], (path, at) => places.push([formatPath(path), placeOf(at, contentOffset)]));
  return Object.fromEntries(places);
}

function collect(
  value: Value,
  path: readonly PathStep[],
  add: (path: readonly PathStep[], at: Position) => void,
): void {
  add(path, value.at);
  if (value.type === 'array') value.items.forEach((item, index) => collect(item, [...path, index], add));
  if (value.type === 'dict')
    for (const entry of value.entries) collect(entry.value, [...path, entry.key], add);
}

function placeOf({ offset, end, line, column }: Position, contentOffset: number | undefined): Place {
  return {
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
    offset,
    ...(end === undefined ? {} : { end }),
    ...(contentOffset === undefined ? {} : { fileOffset: contentOffset + offset }),
    ...(contentOffset === undefined || end === undefined ? {} : { fileEnd: contentOffset + end }),
  };
}
