/** A map that forgets its oldest half when it is full. */
export class Bounded<V> {
  private fresh = new Map<string, V>();
  private old = new Map<string, V>();

  constructor(private readonly most: number) {}

  get(key: string): V | undefined {
    const value = this.fresh.get(key);
    if (value !== undefined) return value;
    const kept = this.old.get(key);
    if (kept !== undefined) this.set(key, kept);
    return kept;
  }

  set(key: string, value: V): void {
    if (this.fresh.size >= this.most / 2) {
      this.old = this.fresh;
      this.fresh = new Map();
    }
    this.fresh.set(key, value);
  }
}
