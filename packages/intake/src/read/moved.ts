import type { Draft } from './draft.js';

/**
 * The draft with byte offsets that count in the file instead of in a layer that begins at `by`.
 * Lines and columns stay those of the layer: only they help in an editor that shows it.
 * A draft is plain data in which every place stands under `at` or `keyAt`.
 */
export function movedDraft(draft: Draft, by: number): Draft {
  return moved(draft, by) as Draft;
}

function moved(value: unknown, by: number): unknown {
  if (Array.isArray(value)) return value.map((item) => moved(item, by));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) => [
      key,
      (key === 'at' || key === 'keyAt') && isPlace(inner) ? movedPlace(inner, by) : moved(inner, by),
    ]),
  );
}

interface Place {
  readonly offset: number;
  readonly end?: number;
}

function isPlace(value: unknown): value is Place {
  return typeof value === 'object' && value !== null && 'offset' in value && typeof value.offset === 'number';
}

function movedPlace(place: Place, by: number): Place {
  return {
    ...place,
    offset: place.offset + by,
    ...(place.end === undefined ? {} : { end: place.end + by }),
  };
}
