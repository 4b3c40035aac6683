import {
  type AddressSet,
  allV4,
  allV6,
  parseAddresses,
  parseV4,
  uniteAllAddresses,
  v4Wildcard,
} from '../../address.js';
import { complementPorts } from '../../draft.js';
import { Lookup } from '../../lookup.js';
import { icmpTypes } from '../../names/icmp.js';
import { protocolNumber } from '../../names/protocols.js';
import { portNumber } from '../../names/services.js';
import type { Ranges } from '../../ranges.js';

/** Addresses of an object, and the members that could not be turned into addresses. */
export interface Network {
  readonly addresses: AddressSet;
  readonly opaque: readonly string[];
}

/** One protocol with its ports. */
export interface Service {
  readonly protocols: Ranges;
  readonly source?: Ranges;
  readonly destination?: Ranges;
}

export interface Services {
  readonly items: readonly Service[];
  readonly opaque: readonly string[];
}

export const nothing: AddressSet = { v4: [], v6: [] };
const deepestGroups = 40;

/** Named objects of a configuration; references are followed when asked, so that order does not matter. */
export class Objects {
  private readonly names = new Map<string, string>();
  private readonly networks = new Map<string, (readonly string[])[]>();
  private readonly services = new Map<
    string,
    { readonly kind: string; readonly lines: (readonly string[])[] }
  >();

  private readonly knownNetworks = new Lookup<Network>();
  private readonly knownServices = new Lookup<Services>();

  /** ASA masks have the network bits set, IOS wildcards the free ones. */
  constructor(private readonly masksAreWildcards: boolean) {}

  name(address: string, name: string): void {
    this.names.set(name, address);
  }

  network(name: string): (readonly string[])[] {
    const lines = this.networks.get(name) ?? [];
    this.networks.set(name, lines);
    return lines;
  }

  service(name: string, kind: string): (readonly string[])[] {
    const known = this.services.get(name);
    if (known !== undefined) return known.lines;
    const made = { kind, lines: [] };
    this.services.set(name, made);
    return made.lines;
  }

  isService(name: string): boolean {
    return this.services.has(name);
  }

  hasNetwork(name: string): boolean {
    return this.networks.has(name);
  }

  literal(text: string): string {
    return this.names.get(text) ?? text;
  }

  /** Address and mask as an ACL writes them; undefined when they are none. */
  masked(address: string, mask: string): AddressSet | undefined {
    const from = parseV4(this.literal(address));
    const bits = parseV4(mask);
    if (from === undefined || bits === undefined) return undefined;
    return v4Wildcard(from, this.masksAreWildcards ? bits : 2 ** 32 - 1 - bits);
  }

  resolveNetwork(name: string, depth = 0): Network {
    return this.knownNetworks.of(name, () => this.networkOf(name, depth));
  }

  private networkOf(name: string, depth: number): Network {
    const lines = this.networks.get(name);
    if (lines === undefined || depth > deepestGroups) {
      return { addresses: nothing, opaque: [`object ${name} is not in the document`] };
    }
    const sets: AddressSet[] = [];
    const opaque = new Set<string>();
    for (const words of lines) {
      const member = this.networkLine(words, depth);
      sets.push(member.addresses);
      for (const reason of member.opaque) opaque.add(reason);
    }
    return { addresses: uniteAllAddresses(sets), opaque: [...opaque] };
  }

  private networkLine(words: readonly string[], depth: number): Network {
    // NX-OS numbers the members of its groups.
    const [verb = '', first = '', second] = /^\d+$/.test(words[0] ?? '') ? words.slice(1) : words;
    if (['description', 'remark', 'nat', 'no'].includes(verb)) return { addresses: nothing, opaque: [] };
    if (verb === 'group-object') return this.resolveNetwork(first, depth + 1);
    if (verb === 'network-object') return this.networkLine(words.slice(1), depth);
    if (verb === 'object') return this.resolveNetwork(first, depth + 1);
    const set = this.directAddresses(verb, first, second);
    return set === undefined
      ? { addresses: nothing, opaque: [`object ${words.join(' ')}`] }
      : { addresses: set, opaque: [] };
  }

  private directAddresses(verb: string, first: string, second: string | undefined): AddressSet | undefined {
    if (verb === 'host') return parseAddresses(this.literal(first));
    if (verb === 'range') return parseAddresses(`${this.literal(first)}-${this.literal(second ?? '')}`);
    if (verb === 'subnet')
      return second === undefined ? parseAddresses(first) : this.plainMask(first, second);
    if (verb === 'any' || verb === 'any4') return { v4: allV4, v6: [] };
    if (verb === 'any6') return { v4: [], v6: allV6 };
    const literal = this.literal(verb);
    if (first === '') return parseAddresses(literal);
    return first.startsWith('/') ? parseAddresses(`${literal}${first}`) : this.plainMask(verb, first);
  }

  /** Inside objects both systems write the mask with network bits. */
  private plainMask(address: string, mask: string): AddressSet | undefined {
    return parseAddresses(`${this.literal(address)}/${mask}`);
  }

  resolveService(name: string, depth = 0): Services {
    return this.knownServices.of(name, () => this.servicesOf(name, depth));
  }

  private servicesOf(name: string, depth: number): Services {
    const group = this.services.get(name);
    if (group === undefined || depth > deepestGroups) {
      return { items: [], opaque: [`service ${name} is not in the document`] };
    }
    const items = new Set<Service>();
    const opaque = new Set<string>();
    for (const line of group.lines) {
      const words = /^\d+$/.test(line[0] ?? '') && line.length > 1 ? line.slice(1) : line;
      const [verb = '', first = ''] = words;
      if (verb === 'description' || verb === 'remark') continue;
      const member =
        verb === 'group-object'
          ? this.resolveService(first, depth + 1)
          : this.serviceLine(group.kind, words, depth);
      for (const item of member.items) items.add(item);
      for (const reason of member.opaque) opaque.add(reason);
    }
    return { items: [...items], opaque: [...opaque] };
  }

  private serviceLine(kind: string, words: readonly string[], depth: number): Services {
    const [verb = '', ...rest] = words;
    if (verb === 'service-object' && rest[0] === 'object')
      return this.resolveService(rest[1] ?? '', depth + 1);
    const item = this.serviceItem(kind, verb, rest);
    return item === undefined
      ? { items: [], opaque: [`service ${words.join(' ')}`] }
      : { items: [item], opaque: [] };
  }

  private serviceItem(kind: string, verb: string, rest: readonly string[]): Service | undefined {
    if (verb === 'port-object' || kind === 'ports') {
      const destination = portOperator(verb === 'port-object' ? rest : [verb, ...rest])?.ports;
      return destination === undefined
        ? undefined
        : { protocols: protocolsNamed(kind) ?? [0, 256], destination };
    }
    if (verb === 'icmp-object') {
      const destination = icmpTypes(rest[0] ?? '', 4);
      return destination === undefined ? undefined : { protocols: [1, 2], destination };
    }
    const words = ['service', 'service-object', 'protocol-object'].includes(verb) ? rest : [verb, ...rest];
    const protocols = protocolsNamed(words[0] ?? '');
    return protocols === undefined ? undefined : withPorts(protocols, words.slice(1));
  }
}

function withPorts(protocols: Ranges, words: readonly string[]): Service | undefined {
  let service: Service = { protocols };
  let rest = words;
  while (rest.length > 0) {
    const isSource = rest[0] === 'source';
    if (protocols[0] === 1 && rest[0] !== undefined && icmpTypes(rest[0], 4) !== undefined) {
      return { ...service, destination: icmpTypes(rest[0], 4) ?? [] };
    }
    const operands = isSource || rest[0] === 'destination' ? rest.slice(1) : rest;
    const read = portOperator(operands);
    if (read === undefined) return undefined;
    service = isSource ? { ...service, source: read.ports } : { ...service, destination: read.ports };
    rest = operands.slice(read.takes);
  }
  return service;
}

/** Words of ASA for what carries a tunnel. */
const tunnels = new Map([
  ['ipsec', 50],
  ['pptp', 47],
]);

/** `tcp`, `tcp-udp`, `ip`, `47` as protocol numbers. */
export function protocolsNamed(text: string): Ranges | undefined {
  const name = text.toLowerCase();
  if (['ip', 'ipv4', 'ipv6', 'any'].includes(name)) return [0, 256];
  if (name === 'tcp-udp') return [6, 7, 17, 18];
  const tunnel = tunnels.get(name);
  if (tunnel !== undefined) return [tunnel, tunnel + 1];
  const number = protocolNumber(name);
  if (number === 0) return [0, 256];
  return number === undefined ? undefined : [number, number + 1];
}

/** `eq 80 443`, `range 1 9`, `gt`, `lt`, `neq`, with the number of words read. */
export function portOperator(words: readonly string[]): { ports: Ranges; takes: number } | undefined {
  const [operator = '', first = '', second = ''] = words;
  const from = portNumber(first);
  if (from === undefined) return undefined;
  switch (operator) {
    case 'eq':
      return equalPorts(words);
    case 'neq':
      return { ports: complementPorts([from, from + 1]), takes: 2 };
    case 'gt':
      return { ports: from >= 65535 ? [] : [from + 1, 65536], takes: 2 };
    case 'lt':
      return { ports: from === 0 ? [] : [0, from], takes: 2 };
    case 'range': {
      const last = portNumber(second);
      return last === undefined || last < from ? undefined : { ports: [from, last + 1], takes: 3 };
    }
    default:
      return undefined;
  }
}

function equalPorts(words: readonly string[]): { ports: Ranges; takes: number } {
  const numbers: number[] = [];
  for (const word of words.slice(1)) {
    const port = portNumber(word);
    if (port === undefined) break;
    numbers.push(port);
  }
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const ports: number[] = [];
  for (const port of sorted) {
    if (ports[ports.length - 1] === port) ports[ports.length - 1] = port + 1;
    else ports.push(port, port + 1);
  }
  return { ports, takes: numbers.length + 1 };
}
