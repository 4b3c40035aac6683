import type { FactClaims, FactName, FactValues, Position } from '@ringcheck/model';

/** Collects the claims of one document about one device. The first claim of a fact stands. */
export class ClaimBuilder {
  private readonly names = new Set<FactName>();
  private readonly collected: FactClaims = {};

  /** Ignores an undefined value: absent is not false. */
  add<K extends FactName>(name: K, value: FactValues[K] | undefined, at: Position, path?: string): void {
    if (value === undefined || this.names.has(name)) return;
    this.names.add(name);
    const collected: Partial<Record<FactName, unknown>> = this.collected;
    collected[name] = path === undefined ? { value, at } : { value, at, path };
  }

  has(name: FactName): boolean {
    return this.names.has(name);
  }

  get<K extends FactName>(name: K): FactValues[K] | undefined {
    const claim: FactClaims[K] = this.collected[name];
    return claim?.value;
  }

  get size(): number {
    return this.names.size;
  }

  build(): FactClaims {
    return this.collected;
  }
}
