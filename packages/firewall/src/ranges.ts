/**
 * A set of numbers as a flat list `from, end, from, end, …`: half-open, sorted, disjoint, never touching.
 * Half-open so that the same code serves ports and IPv4 (number) and IPv6 (bigint) without a successor.
 */
export type Ranges<T extends number | bigint = number> = readonly T[];

/** Brings pairs in any order into the canonical form; empty pairs vanish. */
export function rangesOf<T extends number | bigint>(pairs: Iterable<readonly [T, T]>): Ranges<T> {
  const sorted = [...pairs].filter(([from, end]) => from < end);
  const [first] = sorted;
  if (first !== undefined && sorted.length === 1) return [first[0], first[1]];
  sorted.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const out: T[] = [];
  for (const [from, end] of sorted) {
    const last = out[out.length - 1];
    if (last !== undefined && from <= last) {
      if (end > last) out[out.length - 1] = end;
    } else {
      out.push(from, end);
    }
  }
  return out;
}

export function pairsOf<T extends number | bigint>(ranges: Ranges<T>): [T, T][] {
  const out: [T, T][] = [];
  for (let index = 0; index < ranges.length; index += 2) {
    out.push([ranges[index] as T, ranges[index + 1] as T]);
  }
  return out;
}

export function unite<T extends number | bigint>(a: Ranges<T>, b: Ranges<T>): Ranges<T> {
  if (a.length === 0 || a === b) return b;
  if (b.length === 0) return a;
  const out: T[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const takesA = j >= b.length || (i < a.length && (a[i] as T) <= (b[j] as T));
    const from = (takesA ? a[i] : b[j]) as T;
    const end = (takesA ? a[i + 1] : b[j + 1]) as T;
    if (takesA) i += 2;
    else j += 2;
    const last = out.length - 1;
    if (last > 0 && from <= (out[last] as T)) {
      if (end > (out[last] as T)) out[last] = end;
    } else {
      out.push(from, end);
    }
  }
  return out;
}

/** Union of many sets, pair by pair: what has been united is mostly shorter than its parts together. */
export function uniteAll<T extends number | bigint>(sets: Iterable<Ranges<T>>): Ranges<T> {
  let level: Ranges<T>[] = [...new Set(sets)];
  while (level.length > 1) {
    const next: Ranges<T>[] = [];
    for (let index = 0; index < level.length; index += 2) {
      next.push(unite(level[index] ?? [], level[index + 1] ?? []));
    }
    level = next;
  }
  return level[0] ?? [];
}

/**
 * Index of the first pair from `start` on that ends above `value`: in growing steps, so that two sets of very different
 * size meet in a time that follows the smaller one.
 */
export function firstEndingAbove<T extends number | bigint>(ranges: Ranges<T>, value: T, start = 0): number {
  const { length } = ranges;
  if (start >= length || (ranges[start + 1] as T) > value) return start;
  let low = start;
  let step = 2;
  while (low + step < length && (ranges[low + step + 1] as T) <= value) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step, length);
  while (high - low > 2) {
    const middle = low + (((high - low) >> 2) << 1);
    if ((ranges[middle + 1] as T) <= value) low = middle;
    else high = middle;
  }
  return high;
}

export function intersect<T extends number | bigint>(a: Ranges<T>, b: Ranges<T>): Ranges<T> {
  if (a === b || a.length === 0) return a;
  if (b.length === 0) return b;
  // The same object again, so that what many rules share stays one.
  if (a.length === 2 && spans(a, b)) return b;
  if (b.length === 2 && spans(b, a)) return a;
  const out: T[] = [];
  let i = firstEndingAbove(a, b[0] as T);
  let j = firstEndingAbove(b, a[0] as T);
  while (i < a.length && j < b.length) {
    const aFrom = a[i] as T;
    const bFrom = b[j] as T;
    const aEnd = a[i + 1] as T;
    const bEnd = b[j + 1] as T;
    if (aEnd <= bFrom) i = firstEndingAbove(a, bFrom, i + 2);
    else if (bEnd <= aFrom) j = firstEndingAbove(b, aFrom, j + 2);
    else {
      out.push(aFrom > bFrom ? aFrom : bFrom, aEnd < bEnd ? aEnd : bEnd);
      if (aEnd <= bEnd) i += 2;
      if (bEnd <= aEnd) j += 2;
    }
  }
  return out;
}

/** True when the one range of `whole` has every member of `part`. */
function spans<T extends number | bigint>(whole: Ranges<T>, part: Ranges<T>): boolean {
  return (whole[0] as T) <= (part[0] as T) && (whole[1] as T) >= (part[part.length - 1] as T);
}

export function subtract<T extends number | bigint>(a: Ranges<T>, b: Ranges<T>): Ranges<T> {
  if (b.length === 0 || a.length === 0) return a;
  if (a === b) return [];
  const out: T[] = [];
  let j = firstEndingAbove(b, a[0] as T);
  for (let i = 0; i < a.length; i += 2) {
    let from = a[i] as T;
    const end = a[i + 1] as T;
    j = firstEndingAbove(b, from, j);
    let k = j;
    while (k < b.length && (b[k] as T) < end) {
      if ((b[k] as T) > from) out.push(from, b[k] as T);
      from = b[k + 1] as T;
      if (from >= end) break;
      k += 2;
    }
    if (from < end) out.push(from, end);
  }
  return out;
}

export function overlaps<T extends number | bigint>(a: Ranges<T>, b: Ranges<T>): boolean {
  if (a.length === 0 || b.length === 0) return false;
  let i = firstEndingAbove(a, b[0] as T);
  let j = firstEndingAbove(b, a[0] as T);
  while (i < a.length && j < b.length) {
    if ((a[i + 1] as T) <= (b[j] as T)) i = firstEndingAbove(a, b[j] as T, i + 2);
    else if ((b[j + 1] as T) <= (a[i] as T)) j = firstEndingAbove(b, a[i] as T, j + 2);
    else return true;
  }
  return false;
}

/** True when every member of `b` is in `a`. */
export function covers<T extends number | bigint>(a: Ranges<T>, b: Ranges<T>): boolean {
  if (a === b || b.length === 0) return true;
  let i = firstEndingAbove(a, b[0] as T);
  for (let j = 0; j < b.length; j += 2) {
    i = firstEndingAbove(a, b[j] as T, i);
    if (i >= a.length || (a[i] as T) > (b[j] as T) || (a[i + 1] as T) < (b[j + 1] as T)) return false;
  }
  return true;
}

/** The members of a set within `from <= member < end`. */
export function clip<T extends number | bigint>(ranges: Ranges<T>, from: T, end: T): Ranges<T> {
  const length = ranges.length;
  if (length === 0 || ((ranges[0] as T) >= from && (ranges[length - 1] as T) <= end)) return ranges;
  const out: T[] = [];
  for (let at = firstEndingAbove(ranges, from); at < length && (ranges[at] as T) < end; at += 2) {
    const low = ranges[at] as T;
    const high = ranges[at + 1] as T;
    out.push(low < from ? from : low, high > end ? end : high);
  }
  return out;
}

export function contains<T extends number | bigint>(ranges: Ranges<T>, value: T): boolean {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle] as T) <= value) low = middle + 1;
    else high = middle;
  }
  return low % 2 === 1;
}

export function sameRanges<T extends number | bigint>(a: Ranges<T>, b: Ranges<T>): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false;
  return true;
}
