/**
 * Where something stands in the document it was read from.
 * `offset` and `end` are byte offsets (0-based, end exclusive) in the bytes of the layer;
 * `line` and `column` count from 1 and exist for text layers only (columns count UTF-16 units, as editors do).
 */
export interface Position {
  readonly offset: number;
  readonly end?: number;
  readonly line?: number;
  readonly column?: number;
}

/** Turns a byte offset of one layer into a position an admin can open. */
export type Locate = (offset: number, end?: number) => Position;
