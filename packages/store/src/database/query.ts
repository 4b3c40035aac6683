/** Collects the conditions and values of one query; conditions are text of ours, everything given is a parameter. */
export class Conditions {
  constructor(readonly values: unknown[] = []) {}
  readonly #parts: string[] = [];

  /** Name of the next parameter, holding this value. */
  bind(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  /** Add a condition over the value's parameter; an absent value asks for nothing. */
  add(value: unknown, condition: (parameter: string) => string): void {
    if (value !== undefined) this.#parts.push(condition(this.bind(value)));
  }

  /** Conditions of an inner query: parts of their own, the same parameters. */
  within(): Conditions {
    return new Conditions(this.values);
  }

  always(condition: string): void {
    this.#parts.push(condition);
  }

  get where(): string {
    return this.#parts.length === 0 ? '' : `WHERE ${this.#parts.join(' AND ')}`;
  }
}

/** What a table of intervals says held at the moment a parameter gives. */
export const heldAt = (table: string, moment: string): string =>
  `${table}.from_at <= ${moment}::timestamptz AND (${table}.to_at IS NULL OR ${table}.to_at > ${moment}::timestamptz)`;

/** A text as a LIKE pattern that finds it anywhere. */
export function anywhere(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
