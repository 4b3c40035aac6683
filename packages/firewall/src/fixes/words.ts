import { formatV4, parseAddresses, parseV4 } from '../address.js';
import type { PortRange } from '../flow-answer.js';
import type { InterfaceMatch, Rule } from '../policy.js';
import type { Opening } from './opening.js';

/** Ports as text: one number, or both ends joined by the dialect's sign. */
export function portText([from, last]: PortRange, joiner: string): string {
  return from === last ? `${from}` : `${from}${joiner}${last}`;
}

export function portList(ports: readonly PortRange[], joiner: string, separator = ','): string {
  return ports.map((range) => portText(range, joiner)).join(separator);
}

/** Dotted mask of an IPv4 prefix; inverted for lists that mark free bits. */
export function maskOf(prefix: string, isInverted: boolean): readonly [address: string, mask: string] {
  const [address = '', bits = '32'] = prefix.split('/');
  const free = 2 ** (32 - Number(bits)) - 1;
  return [formatV4(parseV4(address) ?? 0), formatV4(isInverted ? free : 2 ** 32 - 1 - free)];
}

/** Every combination of source, destination and range of ports: for dialects with one of each on a line. */
export function singleLines<T>(
  { sources, destinations, ports, sourcePorts }: Opening,
  write: (
    source: string | undefined,
    destination: string | undefined,
    range: PortRange,
    from: PortRange | undefined,
  ) => T,
): T[] {
  const lines: T[] = [];
  for (const source of orAny(sources))
    for (const destination of orAny(destinations))
      for (const range of ports)
        for (const from of orAny(sourcePorts)) lines.push(write(source, destination, range, from));
  return lines;
}

function orAny<T>(items: readonly T[]): readonly (T | undefined)[] {
  return items.length === 0 ? [undefined] : items;
}

/** Names of the interfaces a rule is bound to; empty for any. */
export function interfacesOf(rule: Rule | undefined, side: 'in' | 'out'): readonly string[] {
  const boxes = rule?.matches ?? [];
  const first: readonly InterfaceMatch[] = boxes[0]?.[side] ?? [];
  const only = first[0];
  return first.length === 1 && only !== undefined && !only.negated ? only.names : [];
}

/** A name for a new object that nothing in the document has. */
export function freshName(text: string, wanted: string): string {
  let name = wanted;
  for (let count = 2; text.includes(name); count += 1) name = `${wanted}-${count}`;
  return name;
}

/** What a new rule or object is called. */
export function nameFor({ protocol, family, ports }: Opening): string {
  const low = ports[0]?.[0] ?? 0;
  return `facetime-${protocol}-${low}${family === 6 ? '-v6' : ''}`;
}

export function isV6(prefix: string): boolean {
  return (parseAddresses(prefix)?.v6.length ?? 0) > 0;
}
