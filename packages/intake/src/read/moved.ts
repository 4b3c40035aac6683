import type { Draft } from './draft.js';

/**
 * The draft with byte offsets that count in the file instead of in a layer that begins at `by`.
 * Lines and columns stay those of the layer: only they help in an editor that shows it.
 * A draft is plain data in which every place stands under `at` or `keyAt`.
 */
export function movedDraft(draft: Draft, by: number): Draft {
  return changed(draft, (key, inner) =>
    (key === 'at' || key === 'keyAt') && isPlace(inner) ? movedPlace(inner, by) : undefined,
  ) as Draft;
}

/** The draft of some records of a list with key paths that count in the whole list, in which they begin at `first`. */
export function renumberedDraft(draft: Draft, first: number): Draft {
  if (first === 0) return draft;
  const renumbered = (path: string): string =>
    path.replace(/^\[(\d+)\]/, (_, index: string) => `[${Number(index) + first}]`);
  return changed(draft, (key, inner) =>
    key === 'path' && typeof inner === 'string' ? renumbered(inner) : undefined,
  ) as Draft;
}

/** A copy in which `change` replaces what it gives something for, wherever it stands; what has none of it is shared. */
function changed(value: unknown, change: (key: string, inner: unknown) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => changed(item, change));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  let isSame = true;
  const entries = Object.entries(value);
  for (const entry of entries) {
    const inner: unknown = change(entry[0], entry[1]) ?? changed(entry[1], change);
    if (inner !== entry[1]) isSame = false;
    entry[1] = inner;
  }
  return isSame ? value : Object.fromEntries(entries);
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
