import type { Ranges } from './ranges.js';
import { classesOf } from './classes.js';

/** Ends per set from which on pieces are worth comparing: single networks have little in common. */
const manyEnds = 4;

/**
 * The addresses of a family as small numbers: pieces between the ends of all sets of a policy, where all pieces that no
 * set tells apart are one atom. Atoms are numbered in the order in which they are first met. So what was one range
 * stays one, and a group of many networks that nothing names one by one is a single atom.
 */
export class Atoms<T extends number | bigint> {
  readonly count: number;
  /** Ends of the pieces, the first and last those of the family. */
  private readonly ends: readonly T[];
  private readonly index: ReadonlyMap<T, number>;
  private readonly atomOfPiece: Int32Array;
  /** Atoms met before each end. */
  private readonly metBefore: Int32Array;
  private readonly known = new Map<Ranges<T>, Ranges>();
  private readonly asked = new WeakMap<Ranges<T>, Ranges>();
  private piecesOfAtom: { readonly starts: Int32Array; readonly pieces: Int32Array } | undefined;

  constructor(sets: Iterable<Ranges<T>>, family: readonly [T, T]) {
    const distinct = [...new Set(sets)];
    const ends = new Set<T>(family);
    for (const set of distinct) for (const end of set) ends.add(end);
    this.ends = [...ends].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    this.index = new Map(this.ends.map((end, at) => [end, at]));
    const pieces = this.ends.length - 1;
    const all = distinct.reduce((sum, set) => sum + set.length, 0);
    this.atomOfPiece =
      all < distinct.length * manyEnds
        ? Int32Array.from(this.ends.keys()).subarray(0, pieces)
        : classesOf(
            distinct.map((set) => set.map((end) => this.index.get(end) ?? 0)),
            pieces,
          );
    this.metBefore = new Int32Array(this.ends.length);
    this.atomOfPiece.forEach((atom, piece) => {
      this.metBefore[piece + 1] = Math.max(this.metBefore[piece] as number, atom + 1);
    });
    this.count = this.metBefore[this.ends.length - 1] as number;
  }

  /** The atom an address falls into. */
  of(address: T): number {
    return this.atomOfPiece[this.pieceOf(address)] as number;
  }

  /** Atoms of a set of the policy, which consists of whole ones. */
  ofPolicy(set: Ranges<T>): Ranges {
    const known = this.known.get(set);
    if (known !== undefined) return known;
    const atoms: number[] = [];
    for (let at = 0; at < set.length; at += 2) {
      const from = this.metBefore[this.index.get(set[at] as T) ?? 0] as number;
      const end = this.metBefore[this.index.get(set[at + 1] as T) ?? 0] as number;
      // Atoms are counted where they are first met: a later piece of one adds nothing.
      if (from === end) continue;
      if (from === atoms[atoms.length - 1]) atoms[atoms.length - 1] = end;
      else atoms.push(from, end);
    }
    this.known.set(set, atoms);
    return atoms;
  }

  /** Atoms that have an address of any set, whole. */
  touching(set: Ranges<T>): Ranges {
    const known = this.asked.get(set);
    if (known !== undefined) return known;
    const marks = new Uint8Array(this.count);
    for (let at = 0; at < set.length; at += 2) {
      const end = set[at + 1] as T;
      for (let piece = this.pieceOf(set[at] as T); (this.ends[piece] as T) < end; piece += 1)
        marks[this.atomOfPiece[piece] as number] = 1;
    }
    const atoms = marked(marks);
    this.asked.set(set, atoms);
    return atoms;
  }

  /** Atoms back as addresses. */
  addresses(atoms: Ranges): Ranges<T> {
    if (this.count === this.atomOfPiece.length) return atoms.map((piece) => this.ends[piece] as T);
    const { starts, pieces } = this.inverse();
    const marks = new Uint8Array(this.ends.length - 1);
    for (let at = 0; at < atoms.length; at += 2) {
      const end = starts[atoms[at + 1] as number] as number;
      for (let index = starts[atoms[at] as number] as number; index < end; index += 1)
        marks[pieces[index] as number] = 1;
    }
    return marked(marks).map((piece) => this.ends[piece] as T);
  }

  private pieceOf(address: T): number {
    let low = 0;
    let high = this.ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.ends[middle] as T) <= address) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Made when first asked for: packets alone need no way back. */
  private inverse(): { readonly starts: Int32Array; readonly pieces: Int32Array } {
    if (this.piecesOfAtom !== undefined) return this.piecesOfAtom;
    const starts = new Int32Array(this.count + 1);
    for (const atom of this.atomOfPiece) starts[atom + 1] = (starts[atom + 1] as number) + 1;
    for (let atom = 0; atom < this.count; atom += 1)
      starts[atom + 1] = (starts[atom + 1] as number) + (starts[atom] as number);
    const next = starts.slice();
    const pieces = new Int32Array(this.atomOfPiece.length);
    this.atomOfPiece.forEach((atom, piece) => {
      const at = next[atom] as number;
      pieces[at] = piece;
      next[atom] = at + 1;
    });
    this.piecesOfAtom = { starts, pieces };
    return this.piecesOfAtom;
  }
}

function marked(marks: Uint8Array): number[] {
  const ranges: number[] = [];
  for (let from = marks.indexOf(1); from >= 0; from = marks.indexOf(1, from)) {
    const end = marks.indexOf(0, from);
    ranges.push(from, end < 0 ? marks.length : end);
    from = end;
    if (end < 0) break;
  }
  return ranges;
}
