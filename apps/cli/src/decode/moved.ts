import type { Position, Value } from '@ringcheck/model';

/** How far a piece stands behind the beginning of its file; a piece begins at the left edge of a line. */
export interface Shift {
  readonly bytes: number;
  readonly lines: number;
}

/** The tree of a piece with the places it has in the whole file. */
export function moved(value: Value, by: Shift): Value {
  const at = movedPlace(value.at, by);
  switch (value.type) {
    case 'array':
      return { ...value, items: value.items.map((item) => moved(item, by)), at };
    case 'dict': {
      const entries = value.entries.map(({ key, value: inner, keyAt }) => ({
        key,
        value: moved(inner, by),
        keyAt: movedPlace(keyAt, by),
      }));
      return { ...value, entries, at };
    }
    default:
      return { ...value, at };
  }
}

function movedPlace(at: Position, by: Shift): Position {
  return {
    ...at,
    offset: at.offset + by.bytes,
    ...(at.end === undefined ? {} : { end: at.end + by.bytes }),
    ...(at.line === undefined ? {} : { line: at.line + by.lines }),
  };
}
