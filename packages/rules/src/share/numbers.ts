/** What is compared by its value. */
export type Plain = string | number | boolean | undefined;

/** Numbers for things: the same thing has the same number, another one another. */
export class Numbers {
  private readonly objects = new WeakMap<object, number>();
  private readonly values = new Map<Plain, number>();
  private last = 0;

  /** A number that nothing else has. */
  next(): number {
    return ++this.last;
  }

  of(object: object): number {
    let number = this.objects.get(object);
    if (number === undefined) this.objects.set(object, (number = ++this.last));
    return number;
  }

  /** Values are few: what a fleet has in common, not what a device has of its own. 0 where there is none. */
  ofValue(value: Plain): number {
    if (value === undefined) return 0;
    let number = this.values.get(value);
    if (number === undefined) {
      if (this.values.size >= mostValues) this.values.clear();
      this.values.set(value, (number = ++this.last));
    }
    return number;
  }

  /** A list by its items, so that two lists made of the same things are the same; with its length, so that it ends. */
  add(parts: number[], value: object | undefined): void {
    if (value === undefined) parts.push(0);
    else if (!Array.isArray(value)) parts.push(1, this.of(value));
    else {
      parts.push(value.length + 2);
      for (const item of value as readonly object[]) parts.push(this.of(item));
    }
  }
}

const mostValues = 50_000;
const unitsAtOnce = 4_096;

/** How long the text of these numbers is: with it begins that of a list that goes on. */
export const lengthOfKey = ({ length }: readonly number[]): number => 2 * length;

/** Numbers as one text to look up: equal texts, equal numbers. Two characters for each; making decimals took longer. */
export function keyOfNumbers(...lists: readonly (readonly number[])[]): string {
  const units: number[] = [];
  for (const list of lists) for (const number of list) units.push(number >>> 16, number & 0xffff);
  if (units.length <= unitsAtOnce) return String.fromCharCode(...units);
  let key = '';
  for (let start = 0; start < units.length; start += unitsAtOnce)
    key += String.fromCharCode(...units.slice(start, start + unitsAtOnce));
  return key;
}
