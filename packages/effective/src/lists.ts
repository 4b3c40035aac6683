const nothing: readonly never[] = [];

/** Lists by payload type and key. */
export class Lists<T> {
  private readonly types = new Map<string, Map<string, T[]>>();

  add(type: string, key: string, item: T): void {
    let keys = this.types.get(type);
    if (!keys) this.types.set(type, (keys = new Map()));
    const list = keys.get(key);
    if (list) list.push(item);
    else keys.set(key, [item]);
  }

  of(type: string, key: string): readonly T[] {
    return this.types.get(type)?.get(key) ?? nothing;
  }

  hasType(type: string): boolean {
    return this.types.has(type);
  }

  ofType(type: string): readonly T[] {
    const keys = this.types.get(type);
    return keys === undefined ? nothing : [...keys.values()].flat();
  }

  all(): readonly T[] {
    return [...this.types.keys()].flatMap((type) => this.ofType(type));
  }

  *entries(): Generator<readonly [type: string, key: string, items: readonly T[]]> {
    for (const [type, keys] of this.types) for (const [key, items] of keys) yield [type, key, items];
  }

  /** The same without the items that the question answers with false. */
  filter(keeps: (item: T, type: string, key: string) => boolean): Lists<T> {
    const kept = new Lists<T>();
    for (const [type, key, items] of this.entries())
      for (const item of items) if (keeps(item, type, key)) kept.add(type, key, item);
    return kept;
  }
}
