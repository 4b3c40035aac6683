import type { Position, Value } from '@ringcheck/model';
import { formatPath, type PathStep } from '@ringcheck/plist';
import type { Place } from './record.js';

/** The place of every value by its key path, in document order; the root stands under the empty path. */
export function placesOf(value: Value): Record<string, Place> {
  const places: [string, Place][] = [];
  collect(value, [], places);
  return Object.fromEntries(places);
}

function collect(value: Value, path: readonly PathStep[], places: [string, Place][]): void {
  places.push([formatPath(path), placeOf(value.at)]);
  if (value.type === 'array') value.items.forEach((item, index) => collect(item, [...path, index], places));
  if (value.type === 'dict')
    for (const entry of value.entries) collect(entry.value, [...path, entry.key], places);
}

function placeOf({ offset, end, line, column }: Position): Place {
  return {
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
    offset,
    ...(end === undefined ? {} : { end }),
  };
}
