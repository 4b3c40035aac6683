import type { OsReaches } from '@ringcheck/effective';
import { isAtLeast } from '@ringcheck/model';
import { Bounded } from './bounded.js';

/** Versions of the OS between which nobody could tell a difference; without bounds all. */
export interface Versions {
  readonly from?: string;
  readonly below?: string;
}

export const allVersions: Versions = {};

/** Those in both. */
export function inBoth(one: Versions, other: Versions): Versions {
  const from = later(one.from, other.from);
  const below = earlier(one.below, other.below);
  if (from === one.from && below === one.below) return one;
  return { ...(from === undefined ? {} : { from }), ...(below === undefined ? {} : { below }) };
}

/** Of a version that cannot be read every comparison is open, as of one that is not known: neither has bounds. */
export function isAmong(version: string | undefined, { from, below }: Versions): boolean {
  if (version === undefined) return true;
  return (
    (from === undefined || isAtLeast(version, from) === true) &&
    (below === undefined || isAtLeast(version, below) === false)
  );
}

/** A version that is asked about, with the versions for which all it was asked so far has the same answer. */
export class AskedVersion {
  private readonly asked = new Map<string, boolean | undefined>();

  constructor(private readonly version: string | undefined) {}

  readonly reaches: OsReaches = (minimum) => {
    if (this.asked.has(minimum)) return this.asked.get(minimum);
    const answer = this.version === undefined ? undefined : isAtLeast(this.version, minimum);
    this.asked.set(minimum, answer);
    return answer;
  };

  get same(): Versions {
    let same = allVersions;
    for (const [minimum, answer] of this.asked)
      if (answer !== undefined) same = inBoth(same, answer ? { from: minimum } : { below: minimum });
    return same;
  }
}

/** What is said of devices with one of these versions. */
export interface OfVersions<T> {
  readonly versions: Versions;
  readonly value: T;
}

/** What was made by keys that leave the version out. */
export class ByVersion<T> {
  private readonly shelf: Bounded<string, OfVersions<T>[]>;

  constructor(most: number) {
    this.shelf = new Bounded(most);
  }

  /** Made where nothing was that holds for the version; what is made must hold for it. */
  of(key: string, version: string | undefined, make: () => OfVersions<T>): OfVersions<T> {
    let known = this.shelf.get(key);
    if (known === undefined) this.shelf.set(key, (known = []));
    for (const one of known) if (isAmong(version, one.versions)) return one;
    const made = make();
    known.push(made);
    return made;
  }
}

function later(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return isAtLeast(one, other) === true ? one : other;
}

function earlier(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return isAtLeast(one, other) === true ? other : one;
}
