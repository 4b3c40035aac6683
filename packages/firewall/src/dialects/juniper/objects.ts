import {
  type AddressSet,
  allV4,
  allV6,
  anyAddress,
  parseAddresses,
  uniteAllAddresses,
} from '../../address.js';
import { Lookup } from '../../lookup.js';
import { icmpTypes } from '../../names/icmp.js';
import { protocolNumber } from '../../names/protocols.js';
import type { Ranges } from '../../ranges.js';
import { portsIn } from '../../values.js';
import { below, named, type Node, valuesOf } from './tree.js';

export interface Application {
  readonly protocols: Ranges;
  readonly source?: Ranges;
  readonly destination?: Ranges;
}

const deepest = 40;
const tcp: Ranges = [6, 7];
const udp: Ranges = [17, 18];
const port = (from: number, last = from): Ranges => [from, last + 1];
/** Applications Junos brings along. */
const predefined: ReadonlyMap<string, readonly Application[]> = new Map([
  ['junos-http', [{ protocols: tcp, destination: port(80) }]],
  ['junos-https', [{ protocols: tcp, destination: port(443) }]],
  ['junos-ssh', [{ protocols: tcp, destination: port(22) }]],
  ['junos-telnet', [{ protocols: tcp, destination: port(23) }]],
  ['junos-ftp', [{ protocols: tcp, destination: port(21) }]],
  ['junos-smtp', [{ protocols: tcp, destination: port(25) }]],
  ['junos-mail', [{ protocols: tcp, destination: port(25) }]],
  ['junos-imap', [{ protocols: tcp, destination: port(143) }]],
  ['junos-imaps', [{ protocols: tcp, destination: port(993) }]],
  ['junos-pop3', [{ protocols: tcp, destination: port(110) }]],
  ['junos-ldap', [{ protocols: tcp, destination: port(389) }]],
  ['junos-dns-udp', [{ protocols: udp, destination: port(53) }]],
  ['junos-dns-tcp', [{ protocols: tcp, destination: port(53) }]],
  ['junos-ntp', [{ protocols: udp, destination: port(123) }]],
  ['junos-syslog', [{ protocols: udp, destination: port(514) }]],
  ['junos-snmp-get', [{ protocols: udp, destination: port(161) }]],
  ['junos-sip', [{ protocols: [6, 7, 17, 18], destination: port(5060) }]],
  ['junos-icmp-all', [{ protocols: [1, 2] }]],
  ['junos-icmp6-all', [{ protocols: [58, 59] }]],
  ['junos-ping', [{ protocols: [1, 2] }]],
  ['junos-icmp-ping', [{ protocols: [1, 2] }]],
  ['junos-tcp-any', [{ protocols: tcp }]],
  ['junos-udp-any', [{ protocols: udp }]],
  ['junos-gre', [{ protocols: [47, 48] }]],
  ['junos-ike', [{ protocols: udp, destination: port(500) }]],
]);

interface Book {
  readonly addresses: Map<string, Node>;
  readonly sets: Map<string, Node>;
}

function bookOf(book: Node): Book {
  return { addresses: named(book, ['address']), sets: named(book, ['address-set']) };
}

function merged(books: readonly Book[]): Book {
  return {
    addresses: new Map(books.flatMap(({ addresses }) => [...addresses])),
    sets: new Map(books.flatMap(({ sets }) => [...sets])),
  };
}

/** Address books (global and per zone) and applications of an SRX. */
export class JunosObjects {
  /** Every book under one name, for documents that keep books apart from what they are attached to. */
  private readonly all: Book;
  private readonly zoneBooks = new Map<string, Book[]>();
  private readonly applications: ReadonlyMap<string, Node>;
  private readonly applicationSets: ReadonlyMap<string, Node>;
  private readonly knownAddresses = new Lookup<AddressSet | string>();
  private readonly knownApplications = new Lookup<readonly Application[] | string>();

  constructor(root: Node) {
    const attached = named(root, ['security', 'address-book']);
    const zones = named(root, ['security', 'zones', 'security-zone']);
    const books = [...attached.values()];
    for (const [name, zone] of zones) {
      const own = below(zone, ['address-book']);
      books.push(...own);
      this.zoneBooks.set(name, own.map(bookOf));
    }
    for (const book of attached.values()) {
      for (const zone of valuesOf(book, ['attach', 'zone'])) {
        this.zoneBooks.set(zone, [...(this.zoneBooks.get(zone) ?? []), bookOf(book)]);
      }
    }
    this.all = merged(books.map(bookOf));
    this.applications = named(root, ['applications', 'application']);
    this.applicationSets = named(root, ['applications', 'application-set']);
  }

  /** An address of the zone's own book, else of any book; or the reason why it cannot be told. */
  address(name: string, zone?: string, depth = 0): AddressSet | string {
    return this.knownAddresses.of(`${zone ?? ''}\n${name}`, () => this.addressOf(name, zone, depth));
  }

  private addressOf(name: string, zone: string | undefined, depth: number): AddressSet | string {
    if (name === 'any') return anyAddress;
    if (name === 'any-ipv4') return { v4: allV4, v6: [] };
    if (name === 'any-ipv6') return { v4: [], v6: allV6 };
    const book =
      this.zoneBooks.get(zone ?? '')?.find((own) => own.sets.has(name) || own.addresses.has(name)) ??
      this.all;
    const set = book.sets.get(name);
    if (set !== undefined)
      return depth > deepest ? `set ${name} is nested too deep` : this.united(set, zone, depth);
    const node = book.addresses.get(name);
    if (node === undefined) return parseAddresses(name) ?? `object ${name} is not in the document`;
    const range = [...valuesOf(node, ['range-address']), ...valuesOf(node, ['range-address', 'to'])];
    const first = range[0];
    const words = valuesOf(node, []);
    const direct = words.map((word) => parseAddresses(word)).find((one) => one !== undefined);
    const last = words.find((_word, index) => words[index - 1] === 'to');
    if (first !== undefined && last !== undefined)
      return parseAddresses(`${first}-${last}`) ?? `object ${name}`;
    return direct ?? `object ${name} (${words[0] ?? ''})`;
  }

  private united(set: Node, zone: string | undefined, depth: number): AddressSet | string {
    const sets: AddressSet[] = [];
    for (const name of [...valuesOf(set, ['address']), ...valuesOf(set, ['address-set'])]) {
      const one = this.address(name, zone, depth + 1);
      if (typeof one === 'string') return one;
      sets.push(one);
    }
    return uniteAllAddresses(sets);
  }

  application(name: string, depth = 0): readonly Application[] | string {
    return this.knownApplications.of(name, () => this.applicationOf(name, depth));
  }

  private applicationOf(name: string, depth: number): readonly Application[] | string {
    if (name === 'any') return [{ protocols: [0, 256] }];
    const set = this.applicationSets.get(name);
    if (set !== undefined && depth <= deepest) {
      const all = new Set<Application>();
      for (const member of [...valuesOf(set, ['application']), ...valuesOf(set, ['application-set'])]) {
        const one = this.application(member, depth + 1);
        if (typeof one === 'string') return one;
        for (const item of one) all.add(item);
      }
      return [...all];
    }
    const node = this.applications.get(name);
    if (node === undefined) return predefined.get(name) ?? `application ${name} is not in the document`;
    const terms = [...named(node, ['term']).values()];
    const read = (terms.length > 0 ? terms : [node]).map(oneApplication);
    return read.includes(undefined)
      ? `application ${name}`
      : read.flatMap((one) => (one === undefined ? [] : [one]));
  }
}

/** Junos prints a term on one line, `term t1 protocol udp destination-port 123;`: pairs of a word and its value. */
function inPairs({ words, line, children }: Node): Node {
  const pairs = children.flatMap((child): Node[] => {
    if (child.words.length < 3) return [child];
    const starts = child.words.flatMap((_word, index) => (index % 2 === 0 ? [index] : []));
    return starts.map((at) => ({ words: child.words.slice(at, at + 2), line: child.line, children: [] }));
  });
  return { words, line, children: pairs };
}

function oneApplication(written: Node): Application | undefined {
  const node = inPairs(written);
  const [protocol] = valuesOf(node, ['protocol']);
  const number = protocol === undefined ? undefined : protocolNumber(protocol);
  if (protocol !== undefined && number === undefined) return undefined;
  const destination = portsIn(valuesOf(node, ['destination-port']));
  const source = portsIn(valuesOf(node, ['source-port']));
  const [type] = [...valuesOf(node, ['icmp-type']), ...valuesOf(node, ['icmp6-type'])];
  if (destination === undefined || source === undefined) return undefined;
  const types = type === undefined ? undefined : icmpTypes(type, number === 58 ? 6 : 4);
  return {
    protocols: number === undefined ? [0, 256] : [number, number + 1],
    ...(destination.length > 0 ? { destination } : types === undefined ? {} : { destination: types }),
    ...(source.length === 0 ? {} : { source }),
  };
}
