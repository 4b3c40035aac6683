import { type AddressSet, parseAddresses, uniteAllAddresses } from './address.js';
import { portNumber } from './names/services.js';
import { type Ranges, rangesOf } from './ranges.js';

/** Ports as lists of numbers and ranges written `a-b`, `a:b` or `a b`; undefined when a part is none. */
export function portsIn(texts: readonly string[]): Ranges | undefined {
  const pairs: [number, number][] = [];
  for (const text of texts.flatMap((one) => one.split(',')).map((one) => one.trim())) {
    if (text === '') continue;
    const whole = portNumber(text);
    const [from, last] =
      whole === undefined ? text.split(/\s*[-:]\s*/).map((part) => portNumber(part)) : [whole, whole];
    if (from === undefined || last === undefined || from > last) return undefined;
    pairs.push([from, last + 1]);
  }
  return rangesOf(pairs);
}

/** United addresses of the texts that are some, and the texts that are none. */
export function addressesIn(texts: readonly string[]): { set: AddressSet; rest: string[] } {
  const sets: AddressSet[] = [];
  const rest: string[] = [];
  for (const text of texts) {
    const one = parseAddresses(text.trim());
    if (one === undefined) rest.push(text);
    else sets.push(one);
  }
  return { set: uniteAllAddresses(sets), rest };
}
