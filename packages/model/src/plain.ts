/** Order of code units: the same on every machine, unlike locale order. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `{ [key]: value }`, or nothing where there is no value: absent is not undefined. */
export function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
}

/** Decided rules divided by applicable ones, to three places; 0 where none applies. */
export function coverageRatio({
  decided,
  applicable,
}: {
  readonly decided: number;
  readonly applicable: number;
}): number {
  return applicable === 0 ? 0 : Math.round((decided / applicable) * 1000) / 1000;
}

/** Whether two lists, or their absence, are the same, item by item. */
export function isSameList<T>(a: readonly T[] | undefined, b: readonly T[] | undefined): boolean {
  if (a === b || a === undefined || b === undefined) return a === b;
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

/** The same to be put together field by field: a spread for each field that may be absent takes several times as long. */
export type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** The names of a type, in the order they are listed in: one that is new must be named to compile. */
export function keysOf<K extends string>(names: Readonly<Record<K, true>>): readonly K[] {
  return Object.keys(names) as K[];
}

/** The same function with its last answers kept; when `most` are, it starts anew. */
export function remembered<V>(most: number, answer: (text: string) => V): (text: string) => V {
  const known = new Map<string, V>();
  return (text) => {
    const held = known.get(text);
    if (held !== undefined || known.has(text)) return held as V;
    const made = answer(text);
    if (known.size >= most) known.clear();
    known.set(text, made);
    return made;
  };
}
